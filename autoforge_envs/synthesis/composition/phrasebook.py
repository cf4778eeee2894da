"""How the people of one business speak, as data; everything has a default made from names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Ways = Mapping[str, tuple[str, ...]]
"""Several ways to say each of some things."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Words for requests, rows, columns and choices; what is missing is made from names.

    Attributes:
        requests: Writing or reading tool -> sentences that ask for it, in the user's words, with
            slots for parameters: "I have to call off {booking_id}, {reason}." A row becomes a
            description ("my latest booking"), a choice a clause, everything else its value. A
            parameter without a slot is asked for by the agent, or said in a sentence of its own.
        choices: "parameter=value" -> clauses that give it ("it would come too late"), and
            "column=value" -> an adjective ("pending") or a clause that follows a noun ("that you
            have not sent yet"). "View.column=same" -> a clause for what another row has, too.
        rows: Table or view class -> nouns ("booking", "stay"). "View.column=value" -> what one with
            this value is called instead ("tent"), where that says what it is: no alert, line or
            order is the thing that it is about.
        columns: "table.column" or "column" -> words for the property ("price"), or for having
            it ("in {value}"). "View.parameter" -> how its rows belong to what they are looked up
            by ("about {value}").
        highest: "column" -> adjectives for the row with the highest value ("most expensive").
        lowest: Likewise for the lowest ("cheapest").
        questions: "tool.field", "table.column" or "column" -> questions that its value answers
            ("How much do I get back?").
    """

    requests: Ways = field(default_factory=dict)
    choices: Ways = field(default_factory=dict)
    rows: Ways = field(default_factory=dict)
    columns: Ways = field(default_factory=dict)
    highest: Ways = field(default_factory=dict)
    lowest: Ways = field(default_factory=dict)
    questions: Ways = field(default_factory=dict)
