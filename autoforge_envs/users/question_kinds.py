"""The kinds of plain questions, and what the facts that answer them are called.

Words that one kind has taken are not looked at by those below it, so the particular stands before
the general.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autoforge_envs.users.people import PEOPLE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    Attributes:
        asked: Matches the question.
        types: Semantic types of the facts that answer it.
        called: Matches name and label of such a fact.
        of_others: Whether it asks about another person.
        again: Whether it asks for what has been said before.
    """

    asked: re.Pattern[str]
    types: frozenset[str]
    called: re.Pattern[str]
    of_others: bool = False
    again: bool = False


def _kind(
    asked: str,
    types: str,
    called: str = "",
    *,
    of_others: bool = False,
    again: bool = False,
) -> Kind:
    alternatives = "|".join(line.strip() for line in asked.splitlines() if line.strip())
    return Kind(
        re.compile(rf"\b(?:{alternatives})"),
        frozenset(types.split()),
        re.compile(rf"\b(?:{called})" if called else ""),
        of_others=of_others,
        again=again,
    )


_MODAL = "(?:should|shall|would|do|will|can|could|may|must)"
_FAR = r"[^\n?]{0,60}?"
"""What may stand between two words of a question."""

_PERSON = f"(?:{'|'.join(PEOPLE)})"

_CODE = (
    r"what(?:'s| is| was) (?:the|that|it'?s) code\b|(?:what|which) code\b"
    r"|\b(?:giv|spell|repeat|read|tell|hav|shar|say|send|need|know|confirm|provid|typ|enter)\w*"
    r"[^\n?.,]{0,24}\b(?:the|that|this|it'?s|your) code\b"
)
_WAS = r"(?:(?:was|is) (?:that|this|it)\b(?= again|,? please|\s*\?)|(?:did|had) you (?:say|said)\b)"
"""How one asks for what has been said before."""

KINDS: tuple[Kind, ...] = (
    _kind(
        r"when (?:were you|you were) born\b|(?:day|date)(?: on which| that)? you were born\b"
        r"|birth ?(?:day|date)\b",
        "Date",
        "birth|born",
    ),
    _kind(
        r"(?:un)?till? (?:when|what (?:day|date)|which)\b|how long may\b"
        r"|(?:end|ending|expiry|expiration) (?:date|day)\b"
        rf"|when {_MODAL} {_FAR}\b(?:end|stop|expire|run out)\b",
        "Date",
        "until|end|last|due|expir|leaves",
    ),
    _kind(
        rf"(?:from|starting) (?:when|(?:what|which) (?:day|date))\b"
        rf"|when {_MODAL} {_FAR}\b(?:start|begin|arrive)\b",
        "Date",
        "start|arriv|begin|from|next",
    ),
    _kind(
        r"when (?:did (?:you|they) (?:buy|purchase|get)|you bought)\b"
        r"|when was (?:it|this|that|the \w+) bought\b"
        r"|when (?:was|were) (?:it|this|that|they) purchased\b",
        "Date",
        "bought|purchase",
    ),
    _kind(
        r"how (?:long|many days) ago\b|how long has it been\b"
        r"|when (?:did|has) (?:it|this|that|the (?:accident|damage|incident)) (?:happen|occur)",
        "Quantity",
        "days ago",
    ),
    _kind(
        r"(?:at )?(?:what|which) (?:time|hour|part of the day)\b|what time of",
        "Choice",
        "time|part of day|half day",
    ),
    _kind(r"(?:for )?how long\b(?! ago)", "Quantity", "weeks|months|nights|number of (?:day|week)"),
    _kind(r"how long\b(?! ago)", "Date", "until|end|last"),
    _kind(
        rf"(?:^|[,;:] |\band |\bor |\bme |\bknow )when(?= {_MODAL}\b|\s*\?)"
        r"|(?:what|which) (?:day|date)\b(?! (?:was|were|did(?! you want)|has|of birth)\b)",
        "Date",
        "^(?!.*(?:birth|bought|until))",
    ),
    _kind(
        rf"up to (?:what|which|how) (?:price|amount|much)\b|what(?:'s| is) the (?:most|maximum)\b"
        rf"|how much at (?:the )?most\b|how much {_FAR}\bat (?:the )?most\b",
        "Money",
        "highest|at most|maxim|limit",
    ),
    _kind(
        rf"how much {_FAR}\b(?:each|per|every|a) month|how much {_FAR}\bmonthly\b"
        rf"|what (?:sum|amount) {_FAR}\b(?:each|per|every|a) month",
        "Money",
        "advance|month|instal",
    ),
    _kind(
        rf"how much {_FAR}\b(?:us(?:e|ed|ing)|consum\w+|meter)\b",
        "Quantity",
        "used|reading|metres",
    ),
    _kind(
        rf"(?:at |for )?(?:what|which) (?:\w+ )?price\b"
        rf"|what {_FAR}\bask(?:ing)? for (?:it|this|that|them)\b"
        rf"|(?:what|how much) {_MODAL} {_FAR}\bsell {_FAR}\bfor\b",
        "Money",
        "price",
    ),
    _kind(
        r"how (?:large|big|many) (?:is|are|will|would) (?:your|the) (?:party|group|table)\b"
        r"|how (?:large|big) (?:a|of a) (?:party|group|table)\b"
        r"|(?:what|which) (?:is the |party |group |table )size\b",
        "Quantity",
        ".*(?:guest|people|person|traveller|passenger|visitor)",
    ),
    _kind(
        rf"(?:exactly|precisely|so) how much\b(?=\s*\?)"
        r"|how much(?: of (?:your|my|the|it|that|this)(?: \w+)?)?"
        rf"(?= {_MODAL}\b| (?:it|you|we|i) {_MODAL}\b| money\b| did you want\b|\s*\?"
        r"|,? (?:exactly|precisely|please|altogether|in (?:all|total))\b)"
        r"|(?:what|which) (?:amount|sum|limit|price)\b"
        rf"|how high (?:should|shall|would)\b",
        "Money",
    ),
    _kind(r"how old\b", "Choice", "age"),
    _kind(
        rf"how (?:{_MODAL} )?(?:you|we|they)(?:'d)? (?:{_MODAL} )?(?:like to |want to |prefer to )?"
        r"(?:pay|settle)\b"
        r"|(?:which|what) (?:payment|means of payment|method of payment|way of paying)"
        r"|how (?:is|will) (?:it|this) (?:to be |be )?paid\b|how are you (?:going to pay|paying)\b",
        "Choice",
        "paid|pay",
    ),
    _kind(
        rf"how (?:{_MODAL} )?(?:i|we|you|it|they|this|that)(?:'d)? (?:\w+ )?"
        r"(?:(?:like|want|prefer) to |be )?"
        r"(?:send|sent|deliver|receive|get (?:it|them)|have it sent)"
        r"|(?:in )?(?:which|what) way\b|by e-?mail or|by (?:letter|post|mail) or",
        "Choice",
        "way|delivery|channel",
    ),
    _kind(
        r"how (?:often|frequently)\b|every (?:week|month|quarter|year),? or\b",
        "Choice",
        "rhythm|interval|frequen|plan$",
    ),
    _kind(r"how (?:urgent|pressing)|how soon\b", "Choice", "urgen|priorit"),
    _kind(r"how (?:fast|quick(?:ly)?)\b", "Choice", "speed|urgen"),
    _kind(r"how (?:bad|badly|serious|severe)\b", "Choice", "severity"),
    _kind(
        rf"how {_FAR}\brelated\b|what relation|(?:what|who) (?:is|are) {_FAR} to you\b"
        r"|what(?:'s| is) (?:the|your) relation|how do you know (?:each|him|her|them|th(?:is|at))",
        "Choice",
        "relation",
    ),
    _kind(
        rf"what {_MODAL} {_FAR}(?:allowed to|able to|permitted to|empowered to)\b"
        rf"|what {_FAR}\b{_PERSON} {_FAR}(?:allowed to|able to|permitted to|empowered to)\b"
        r"|what (?:may|can|should) (?:they|he|she|(?:this|that|the) person) (?:do|be)\b"
        r"|(?:how much|what|which) (?:level of )?"
        r"(?:power|authority|rights?|access|permissions?|level)\b",
        "Choice",
        "power|right",
    ),
    _kind(
        r"what(?: is|'s) (?:it|this|that|your complaint|the complaint|the matter) about\b"
        r"|what (?:it|this|that|(?:the|your) \w+) (?:is|will be|would be|should be) about\b"
        rf"|(?<!more )about what\b|what {_FAR}\bcomplain(?:t|ing)? {_FAR}\babout\b"
        rf"|what (?:does|do) {_FAR}\bconcern\b",
        "Choice",
        "topic|subject",
    ),
    _kind(
        rf"what {_MODAL} the (?:rider|courier|driver)\b|at (?:your|the) door\b"
        rf"|what {_MODAL} (?:it|this|that|they|the (?:\w+ )?(?:note|instructions?)) (?:now )?"
        r"(?:say|read|tell)\b(?: instead)?",
        "Choice",
        "door|.*(?:instruction|note$)",
    ),
    _kind(
        r"(?:what|which) (?:kind|sort|type) of (?:work|job|repair|trade)\b"
        r"|what(?: is|'s)(?: it that is)? broken\b|what needs (?:fixing|repairing|to be)\b",
        "Choice",
        "trade|fault|part$",
    ),
    _kind(
        r"what (?:went wrong|happened|is wrong|is the matter|is the trouble|is the problem)\b"
        r"|what(?:'s) (?:wrong|the matter|the trouble|the problem)\b",
        "Choice",
        "reason|problem|fault|trouble|cause|hindrance",
    ),
    _kind(
        r"why\b|what made you\b|for what reason\b"
        r"|what (?:is |has |'s )?(?:prevent|keep|stop|hinder|hold)(?:s|ed|ing)? (?:you|them)\b"
        r"|what kept you\b|what held you\b",
        "Choice",
        "reason|cause|hindrance|ground",
    ),
    _kind(
        r"(?:what|which) (?:document|paper|copy|(?:kind|sort|type)s?)\b(?! of (?:work|job))",
        "Choice",
        "kind|type",
    ),
    _kind(
        r"what (?:does|did) (?:the|your) meter\b|what(?: is|'s) the (?:meter )?reading\b",
        "Quantity",
        "used|reading|metres",
    ),
    _kind(
        rf"(?:their|his|her|(?:the|this|that|your) (?:\w+ )?{_PERSON}'s) (?:full )?name\b"
        r"|(?:the )?(?:full )?name (?:and [^\n?.,]{0,30} )?of (?:the|this|that|your) (?:\w+ )?"
        rf"{_PERSON}\b"
        r"|who (?:is it|should it be|is (?:the|this|that) person)\b"
        rf"|who (?:the|this|that|your) (?:\w+ )?{_PERSON} is\b|(?<!with )whom {_MODAL} (?!i\b)"
        r"|what (?:is|are) (?:he|she|they|(?:the|this|that) person) called\b",
        "PersonName",
        of_others=True,
    ),
    _kind(
        rf"(?:to )?where {_MODAL} (?:it|they|this|that) (?:go|be (?:sent|delivered|taken))\b"
        rf"|(?:to )?where {_MODAL} (?:we|i) (?:send|deliver|take|bring) (?:it|them|this|that)\b"
        r"|where to\b|where (?:is|would|will) (?:it|this|that)(?: be)?\s*\?",
        "StreetAddress",
    ),
    _kind(_CODE, "Label", ".*code"),
    _kind(_CODE, "Secret", ".*code"),
    _kind(
        r"(?:promo|promotion|promotional|discount|coupon|voucher|gift|gift ?card) "
        r"(?:code|number)\b"
        r"|what (?:does|do) (?:the|your) (?:gift )?(?:card|voucher|coupon)s? say\b",
        "Label",
        ".*code",
    ),
    _kind(
        rf"when {_WAS}|(?:what|which) (?:day|date) {_WAS}|what was the (?:day|date)\b"
        r"|(?:what|which) date\b(?! of)",
        "Date",
        "^(?!.*birth)",
        again=True,
    ),
    _kind(
        rf"(?:how much|(?:what|which) (?:amount|sum|price)) {_WAS}"
        r"|what was the (?:amount|sum|price|figure)\b",
        "Money",
        again=True,
    ),
    _kind(rf"whom? {_WAS}|whom? (?:do|did) you mean\b", "PersonName", again=True, of_others=True),
    _kind(
        r"what (?:was|is|'s) (?:your|the|that) number\b(?! of)|(?:your|the) number again\b",
        "PhoneNumber Identifier Label",
        ".*(?:number|phone)",
        again=True,
    ),
)

COUNTED: Mapping[str, frozenset[str]] = {
    line.split()[0]: frozenset(line.split())
    for line in """
    people persons person guests guest adults travellers passengers visitors you us
    pieces piece items item copies quantity count
    packs pack packets
    points point hundreds hundred blocks block
    nights night
    days day
    weeks week
    months month
    years year
    hours hour
    metres meters
    """.strip().splitlines()
}
"""Words for one sort of thing to count, a line each, by the first of them."""
