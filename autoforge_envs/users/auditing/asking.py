"""What asks for something: orders, wishes, questions. A small grammar of sentences.

A sentence is read without the words that only colour it ("also", "really", "by the way"). What is
left asks for something if one of a few things is said in it: that the listener does it ("could
you", an order), that the speaker wants it, that it is possible, or that it should be so.
"""

import re

from autoforge_envs.users.auditing.sentences import Sentence
from autoforge_envs.users.vocabulary import words_of

MOST_BY_THE_WAY = 3
"""New content words that a mild question has at least if it is a wish."""


def _any_of(lines: str) -> re.Pattern[str]:
    """Compile patterns, one a line, of whole words."""
    joined = "|".join(line.strip() for line in lines.splitlines() if line.strip())
    return re.compile(rf"\b(?:{joined})\b")


_COLOUR = _any_of("""
    also|too|as well|really|still|just|maybe|perhaps|kindly|possibly|simply|actually|honestly
    quite|very much|dearly|absolutely|at least|sort of|kind of|then|now|again|even|ever|quickly
    definitely|please|pls|plz|instead|by any chance|by the way|btw|in addition|on top(?: of that)?
    if (?:you (?:can|could|would|don't mind)|possible|i may)
    (?:while|as long as|since) (?:you|we|i)(?:'re| are|'m| am|'ve| have) (?:at it|in there|there)
    (?:while|as long as|since) (?:you|we|i)(?:'re| are|'m| am|'ve| have) (?:talking|here|me)
    for (?:me|us)|gonna|going to|probably
""")
"""Words that only colour a wish."""

_ASSENT = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|no|nope|sure|okay|ok|right|great|perfect|fine|exactly|correct|"
    r"wonderful|lovely|super|all right|alright)\b[\s,.!;-]*)+(?:please\b|do\b|thanks?\b|you\b|"
    r"thank you\b|go (?:ahead|on)\b)*\W*"
)
_OPENERS = frozenset(
    "and also but first kindly next now oh ok okay please so then well pls plz or hey".split()
)
_WHO = "(?:you|u|somebody|someone|anybody|anyone|one of you)"
_IDLY = "believe|blame|guess|imagine"
_NO_FAVOUR = "find|reach|see|need|want|know|like"
_STRONG = _any_of(rf"""
    (?:can|could|would|will|may|might|should|can't|couldn't|won't) {_WHO}(?! (?:{_IDLY}))
    (?:you|u) (?:can|could|should|must|might|may|have to|ought to)(?! (?:{_NO_FAVOUR}))
    (?:would|do) you mind
    you (?:wouldn't|don't|couldn't|would|do) happen to
    be so kind
    do (?:me|us) (?:a|another|one) favou?r
    why (?:not|don't (?:you|we)|can't (?:you|i|we))
    (?:how|what) about
    (?:i|we)(?:'m| am|'re| are| was| were|'d been) (?:wondering|hoping|after|owed|looking for an?)
    (?:i|we)(?:'m| am|'re| are) (?:dying for|keen on|entitled to|counting on|asking for)
    it(?:'d| would) be (?:\w+ )?(?:if|to)
    (?:i|we)(?:'d| would) (?!say|think|guess|imagine|better|assume|bet|never|have|been|be \w+ing)\w+
    (?:i|we)(?:'d| would|'ll| will| do)?(?: must| have to)? (?:want|need|wish|require|request)
    (?:i|we)(?:'d| would|'ll| will| do)?(?: must| have to)? (?:expect|demand|insist|desire|fancy)
    (?:i|we) (?:deserve|must have|have to have|hope for|wanna|could use|could do with)
    (?:another|my|one|one more|one last|one other|last|more) (?:\w+ )?(?:wish|favou?r|request)
    (?:may|can|could|might|should|shall) (?:i|we)(?! (?:say|remind|tell))
    let's|let us
    make sure|see to it|have (?:somebody|someone)
    is there(?: a| any| some| no)? (?:\w+ )?(?:way|chance|possibility|option|means)
    let (?:me|us) (?:have|get|know)
""")
"""The listener is asked to do something, or the speaker wants something."""

_MILD = _any_of(r"""
    (?:is it|would it be|is that|would that be) (?:possible|ok|okay|fine|alright|all right)
    any chance
    what would it take
    (?:can|could|may|might|should) (?:he|she|they|the|my|our|it|its|this|that|both|all)
    (?:should|must|ought to|needs? to|has to|have to) (?:be|get|go|become|come|receive)
    (?:wants|needs|requires|would like)(?! to (?!be|have|get))
""")
"""Something should be possible, or should be so."""

_TAG = re.compile(
    r", (?:can you (?:believe|imagine) (?:it|that)|\w+(?:n't)? (?:it|they|that|he|she))\?"
)
_POINTING = re.compile(r"\b(?:it|its|them|those|one|ones|some|both)\b")
_INQUIRY = re.compile(
    r"\b(?:how (?:many|much|long|old|far|tall|big)|what(?:'s| is| are| was| were| do| does| did|"
    r" will| would)|which|when|where|who)\b.*\?\s*$"
)
_TELL_ME = re.compile(
    r"\b(?:tell|let) (?:me|us) (?:know|what|how|when|where|which|who|if|whether)\b"
)
_POLAR = re.compile(
    r"^\W*(?!is there \w+ (?:way|chance|possib))"
    r"(?:do|does|did|is|are|was|were|have|has) (?:you|your|there|the|my)\b.*\?"
)
_TELLING = frozenset("use take put note write enter try jot".split())
"""Verbs of orders that tell a value: "put 12 May as my birthday"."""

ORDERS = frozenset(
    """
    add apply arrange ask block book bring buy call cancel change charge check close compare
    connect create credit cut deactivate delete deliver disable dispatch donate double drop email
    enable end erase exchange extend file fill find fit fix forward freeze get give grant have help
    hire hold include increase inform insert install issue leave lend let list lock lower mail make
    mark measure merge move open order pack pause pay pick post postpone prepare print provide pull
    push put quote raise recall recommend record redeem reduce refund register release remind
    remove rename renew repair replace report reschedule reserve reset resend restore return ring
    schedule send set ship show sign sort split start stop store submit subscribe suspend swap
    switch take teach tell throw transfer translate turn unlock unsubscribe
    update upgrade use waive wipe withdraw wrap write
    """.split()
)
_IDLE = frozenset(
    """
    believe bless excuse forget forgive guess imagine listen look mind never pardon see sorry talk
    thank think trust wait
    """.split()
)
"""Verbs with which nobody orders anything: "forget it", "look", "let me think"."""

_LET_ME = re.compile(r"^\W*(?:\w+\W+)?let me (?!have\b|get (?!my\b|the\b|that\b)|know\b)")
"""What the speaker does itself; "let me get a refund" wishes, "let me get my card" does not."""

_WENT_ON = re.compile(r"^(\W*(?:i|we|they|he|she)\b.*?)\sand\s(?!please\b).*")
"""What somebody tells of: "I took it out, wiped it and put it back" orders nothing."""

_OBJECT = "(?:me|us|him|her|them|it|my|our|your|the|an?|some|all|both|another|two|three|four|five)"
CLAUSE_END = re.compile(r"[,;:]\s+|\s-+\s|\s(?:and|so|but)\s")


def without_tag(low: str) -> str:
    """Leave out a question that asks nothing: "..., can you believe it?"."""
    return _TAG.sub("", low)


def without_assent(text: str) -> str:
    """Return a text in lower case, without assent at its beginning and tags."""
    return _ASSENT.sub("", without_tag(text.lower().replace("’", "'")))


def plainly(sentence: Sentence) -> str:
    """Return a sentence in lower case, without assent at its beginning and words that colour."""
    return uncoloured(without_assent(sentence.text))


def is_wish(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for something: a wish, an order, a question."""
    plain = plainly(sentence)
    if is_demand(sentence) or _INQUIRY.search(plain) is not None:
        return True
    mild = _MILD.search(plain) is not None or "?" in plain
    return mild and len(sentence.novel) >= MOST_BY_THE_WAY


def may_be_wish(sentence: Sentence) -> bool:
    """Tell whether a sentence says that something is wanted or should be so, however mildly."""
    return is_demand(sentence) or _MILD.search(plainly(sentence)) is not None


def sounds_like_wish(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for anything at all."""
    return may_be_wish(sentence) or "?" in plainly(sentence)


def is_demand(sentence: Sentence) -> bool:
    """Tell whether a sentence is an order or says in so many words that something is wanted."""
    return (
        _STRONG.search(plainly(sentence)) is not None
        or is_order(sentence)
        or _says_please(sentence)
    )


def is_inquiry(sentence: Sentence) -> bool:
    """Tell whether a sentence only asks to be told something."""
    plain = plainly(sentence)
    asks = any(each.search(plain) is not None for each in (_INQUIRY, _TELL_ME, _POLAR))
    return asks or ("?" in plain and not is_demand(sentence))


def wishes_for(low: str) -> bool:
    """Tell whether words in lower case say in so many words that something is wanted."""
    return _STRONG.search(uncoloured(low)) is not None


def part_wished(sentence: Sentence) -> list[str]:
    """Return the words of a wish, from where it says that it is one unless it points back."""
    plain = plainly(sentence)
    match = _STRONG.search(plain) or _MILD.search(plain)
    whole = match is None or is_order(sentence) or _POINTING.search(plain, match.start())
    return words_of(plain if whole or match is None else plain[match.start() :])


def demanded(sentence: Sentence) -> list[str]:
    """Return the new words of a wish."""
    said = part_wished(sentence)
    return [word for word in sentence.novel if word in said]


def is_telling(sentence: Sentence) -> bool:
    """Tell whether a sentence is an order to take a value down."""
    clauses = CLAUSE_END.split(sentence.rest)
    return any(first_word(clause) in _TELLING for clause in clauses)


def is_order(sentence: Sentence) -> bool:
    """Tell whether a clause of a sentence begins with what is to be done: "..., cancel it".

    A new word at the beginning may be a verb too, before what it is done to: "compensate me".
    """
    rest = _ASSENT.sub("", sentence.rest.lower().replace("’", "'"))
    told = uncoloured(_WENT_ON.sub(r"\1", rest))
    clauses = [each for each in CLAUSE_END.split(told) if not _LET_ME.match(each)]
    if any(first_word(each) in ORDERS for each in clauses):
        return True
    first = first_word(rest)
    return first not in _IDLE and first in sentence.novel and _begins_with_verb(rest, first)


def uncoloured(low: str) -> str:
    """Leave out the words that only colour a wish, from words in lower case."""
    return " ".join(_COLOUR.sub(" ", low).replace(" ,", ",").split())


def _says_please(sentence: Sentence) -> bool:
    low = _ASSENT.sub("", sentence.text.lower())
    return re.search(r"\b(?:please|pls|plz)\b", low) is not None


def _begins_with_verb(clause: str, word: str) -> bool:
    if word.endswith(("ed", "ing", "ly", "s")):
        return False
    return re.search(rf"\b{re.escape(word)} {_OBJECT}\b", clause.lower()) is not None


def first_word(clause: str) -> str:
    """Return the word with which a clause begins, but for those that open any."""
    return next((word for word in words_of(clause) if word not in _OPENERS), "")
