"""Speech: rows and properties as people say them, with a phrasebook and without."""

from dataclasses import replace

import numpy
import pytest

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.composition.views import Field
from autoforge_envs.synthesis.composition.walking.describing import Atom, Description
from autoforge_envs.synthesis.composition.wording.speech import Speech, Trait

CHOICE = replace(SEMANTIC_TYPES["Choice"], choices=("pending", "sent"))


def field(name: str, semantic: str) -> Field:
    kind = CHOICE if semantic == "Choice" else SEMANTIC_TYPES[semantic]
    return Field((name,), kind, "Order", "")


def speech(phrasebook: Phrasebook | None = None, seed: int = 0) -> Speech:
    return Speech(phrasebook or Phrasebook(), numpy.random.default_rng(seed))


@pytest.mark.parametrize(
    ("name", "semantic", "value", "words"),
    [
        ("status", "Choice", "pending", "my pending order"),
        ("category", "Choice", "tent", "my tent order"),
        ("status", "Choice", "given_away", "my given-away order"),
        ("name", "Label", "Salt and Stars", "my order Salt and Stars"),
        ("colour", "Label", "blue", "my blue order"),
        ("size", "Label", "28 cm", "my order with size 28 cm"),
        ("city", "City", "Porto", "my order in Porto"),
        ("total", "Money", "20.00", "my order for 20.00"),
        ("unit_price", "Money", "20.00", "my order at 20.00"),
        ("fee", "Money", "20.00", "my order at 20.00"),
        ("change_fee", "Money", "20.00", "my order with a change fee of 20.00"),
        ("placed_at", "Timestamp", "2025-03-09T10:00:00", "my order placed on 9 March 2025"),
        ("valid_until", "Date", "2025-03-09", "my order valid until 9 March 2025"),
        ("bulky", "Flag", True, "my order that is bulky"),
        ("has_lockers", "Flag", False, "my order without lockers"),
        ("works_abroad", "Flag", False, "my order that does not work abroad"),
    ],
)
def test_a_property_stands_where_it_belongs(
    name: str, semantic: str, value: object, words: str
) -> None:
    description = Description("only", (Atom(field(name, semantic), value),))
    assert speech().row("order", description, own=True) == words


@pytest.mark.parametrize(
    ("name", "semantic", "operation", "words"),
    [
        ("subtotal", "Money", "max", "the order with the highest subtotal"),
        ("pieces", "Quantity", "min", "the order with the fewest pieces"),
        ("weight", "Quantity", "min", "the order with the lowest weight"),
        ("starts_on", "Date", "max", "the order with the latest start date"),
    ],
)
def test_a_superlative_names_what_there_is_most_or_least_of(
    name: str, semantic: str, operation: str, words: str
) -> None:
    description = Description(operation, (), field(name, semantic))
    assert speech().row("order", description, own=False) == words


def test_a_superlative_among_some_can_name_them_first() -> None:
    atoms = (Atom(field("status", "Choice"), "pending"),)
    book = Phrasebook(highest={"total": ("dearest",)})
    dearest = Description("max", atoms, field("total", "Money"))
    said = {speech(book, seed=n).row("order", dearest, own=True) for n in range(20)}
    assert said == {"my dearest pending order", "the dearest of my pending orders"}


def test_a_superlative_that_follows_does_not_name_them_first() -> None:
    atoms = (Atom(field("status", "Choice"), "pending"),)
    description = Description("max", atoms, field("subtotal", "Money"))
    said = {speech(seed=n).row("order", description, own=True) for n in range(20)}
    assert said == {"my pending order with the highest subtotal"}


def test_the_phrasebook_has_the_first_word() -> None:
    book = Phrasebook(
        choices={"status=pending": ("that you have not sent yet",)},
        highest={"total": ("dearest",)},
        rows={"Order": ("purchase",)},
    )
    spoken = speech(book, seed=1)
    atom = Atom(field("status", "Choice"), "pending")
    assert spoken.noun("Order") == "purchase"
    assert spoken.row("purchase", Description("only", (atom,)), own=True) == (
        "my purchase that you have not sent yet"
    )
    dearest = Description("max", (), field("total", "Money"))
    assert spoken.row("purchase", dearest, own=True) == "my dearest purchase"


def test_a_reason_is_no_property_of_a_row() -> None:
    book = Phrasebook(choices={"status=pending": ("it takes too long",)})
    atom = Atom(field("status", "Choice"), "pending")
    assert speech(book).trait(atom).text == "pending"
    assert speech(book).clause("cancel", "status", "pending") == "it takes too long"


def test_several_rows_are_spoken_of_in_the_plural() -> None:
    book = Phrasebook(choices={"status=pending": ("that is still open",)})
    atom = Atom(field("status", "Choice"), "pending")
    assert speech(book).rows("order", [atom], whose="my") == "my orders that are still open"


def test_a_kind_that_names_the_thing_is_its_noun() -> None:
    book = Phrasebook(choices={"kind=family_room": ("family room",)})
    atom = Atom(field("kind", "Choice"), "family_room")
    cheapest = Description("min", (atom,), field("rate", "Money"))
    words = {speech(book, seed=n).row("room", cheapest, own=False) for n in range(20)}
    assert words == {"the family room with the lowest rate"}
    assert speech(book).rows("room", [atom], whose="the") == "the family rooms"


def test_only_the_thing_itself_is_called_by_its_category() -> None:
    book = Phrasebook(rows={"Product.category=city_bike": ("city bike",)})
    of_order = field("category", "Choice")
    atom = Atom(replace(of_order, owner="Product"), "city_bike")
    name = Atom(field("name", "Label"), "Fjord city bike")
    assert speech(book).row("product", Description("only", (atom,)), own=False) == "the city bike"
    assert speech(book).rows("product", [atom], whose="the") == "the city bikes"
    both = Description("only", (atom, name))
    assert speech(book).row("product", both, own=False) == "the Fjord city bike"
    order = Description("only", (Atom(of_order, "city_bike"),))
    assert speech(book).row("order", order, own=True) == "my city bike order"


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("that needs a referral", "that need a referral"),
        ("that still waits for an answer", "that still wait for an answer"),
        ("that I ended but that still runs", "that I ended but that still run"),
        ("that is on its way", "that are on their way"),
        ("with its switch on", "with their switch on"),
        ("who is my child", "who are my children"),
        ("that is a gift", "that are gifts"),
        ("that my son wants", "that my son wants"),
        ("because of something that is broken", "because of something that is broken"),
        ("of a quality that lasts", "of a quality that lasts"),
        ("that starts on Monday and ends on Friday", "that start on Monday and end on Friday"),
        ("who is my wife", "who are my wives"),
        ("that is a gift for my child", "that are gifts for my child"),
        ("that has a lock and keys", "that have a lock and keys"),
    ],
)
def test_what_is_said_of_one_is_said_of_several_in_the_plural(one: str, several: str) -> None:
    book = Phrasebook(choices={"status=pending": (one,)})
    atom = Atom(field("status", "Choice"), "pending")
    assert speech(book).rows("order", [atom], whose="my") == f"my orders {several}"


def test_a_reason_that_begins_with_nothing_is_no_property() -> None:
    book = Phrasebook(choices={"reason=lost": ("nothing was ever delivered",)})
    lost = Description("only", (Atom(field("reason", "Choice"), "lost"),))
    assert speech(book).row("claim", lost, own=True) == "my claim with a reason of lost"


def test_a_clause_follows_its_noun() -> None:
    book = Phrasebook(
        choices={"stop=neighbour": ("where the neighbour helps out",)},
        columns={"name": ("called {value}",)},
    )
    stop, name = Atom(field("stop", "Choice"), "neighbour"), Atom(field("name", "Label"), "Ann")
    assert speech(book).rows("address", [stop], whose="my").startswith("my addresses where")
    assert speech(book).trait(name) == Trait("called Ann", "after")


def test_how_something_stands_follows_it_with_a_preposition() -> None:
    atom = Atom(field("status", "Choice"), "under_notice")
    assert speech().rows("lease", [atom], whose="my") == "my leases that are under notice"


def test_a_limit_has_no_two_superlatives() -> None:
    most = Description("max", (), field("at_most", "Money"))
    assert speech().row("alert", most, own=True) == "my alert with the highest limit"


def test_how_a_row_belongs_to_another_is_in_the_phrasebook() -> None:
    book = Phrasebook(columns={"Complaint.order_id": ("about {value}",), "order_id": ("order",)})
    assert speech(book).link("Complaint", "order_id", "from {value}") == "about {value}"
    assert speech(book).link("Parcel", "order_id", "from {value}") == "from {value}"


def test_being_of_the_same_kind_can_be_said_otherwise() -> None:
    book = Phrasebook(choices={"Order.status=same": ("for the same state",)})
    assert speech(book).alike("Order", field("status", "Choice")) == "for the same state"
    assert speech().alike("Order", field("status", "Choice")) == "of the same status"
    assert speech().alike("Order", field("city", "City")) == "in the same city"


def test_what_is_allowed_is_no_verb() -> None:
    atom = Atom(field("pets_allowed", "Flag"), False)
    assert speech().trait(atom).text == "without pets allowed"


@pytest.mark.parametrize(
    ("name", "true", "false"),
    [
        ("pets_allowed", "has pets allowed", "has no pets allowed"),
        ("is_insured", "is insured", "is not insured"),
        ("is_cancelled", "is cancelled", "is not cancelled"),
        ("was_refunded", "was refunded", "was not refunded"),
        ("needs_signed", "needs signed", "does not need signed"),
        ("allows_pets_unleashed", "allows pets unleashed", "does not allow pets unleashed"),
        ("always_insured", "is always insured", "is not always insured"),
        ("sometimes_open", "is sometimes open", "is not sometimes open"),
        ("bonus_paid", "is bonus paid", "is not bonus paid"),
        ("takes_transfers", "takes transfers", "does not take transfers"),
    ],
)
def test_a_flag_is_said_as_its_first_word_has_it(name: str, true: str, false: str) -> None:
    said = [speech().flag(field(name, "Flag"), value=value) for value in (True, False)]
    assert said == [true, false]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("sight test", "my sight test visit"),
        ("open request", "my open request visit"),
        ("cheap forest", "my cheap forest visit"),
        ("small vest", "my small vest visit"),
        ("rated highest", "my visit rated highest"),
        ("due first", "my visit due first"),
    ],
)
def test_only_superlatives_follow_their_noun(said: str, words: str) -> None:
    book = Phrasebook(columns={"kind": ("{value}",)})
    atom = Atom(field("kind", "Label"), said)
    assert speech(book).row("visit", Description("only", (atom,)), own=True) == words


def test_until_when_something_holds_follows_it() -> None:
    book = Phrasebook(columns={"ends_on": ("until {value}",)})
    atom = Atom(field("ends_on", "Date"), "2025-03-09")
    words = speech(book).row("proxy", Description("only", (atom,)), own=True)
    assert words == "my proxy until 9 March 2025"


def test_who_acts_for_me_is_not_my_person_who_does() -> None:
    noun = "person who may act for me"
    assert speech().row(noun, Description("only"), own=True) == "the person who may act for me"
    assert speech().rows(noun, [], whose="my") == "the people who may act for me"


def test_days_of_the_week_are_names() -> None:
    atom = Atom(field("open_sundays", "Flag"), False)
    assert speech().trait(atom).text.endswith("open Sundays")
