"""Words that say nothing in particular, and how words are compared.

What remains of a sentence without them is what it is about.
"""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_SLOT = re.compile(r"\{\w+\}")
_ENDINGS = ("ing", "ed", "es", "s", "e")
ROW_KEY = r"[a-z]{1,6}\d*-\w*\d"
"""How the key of a row begins, in lower case: "or-1"."""

LONGEST_WORD = 24
"""Letters of the longest word that is remembered: what is longer is no word."""

REMEMBERED_LENGTH = 1024
"""Characters of the longest text that is remembered, so that nobody has to read it twice."""

_SHORTEST = 3
"""Letters that a word keeps when its ending is cut off."""

EMPTY_WORDS = frozenset(
    "a an and at for from i in is it most my number of on or the to want with you your".split()
)
"""Words of labels and intents that tell nothing apart."""

COMMON_WORDS = frozenset(
    """
    a about absolutely account actually afraid after again ago agree agreed ah ahead all almost
    already alright also altogether always am an and another any anybody anymore anyone anything
    anyway appreciate are aren't around as ask asked asking at available away awesome back bad be
    because been before began being believe best better between bit bits both bother brilliant but
    by bye call called calling came can can't cannot certain certainly chance check checking cheers
    ciao clear close come comes conversation correct correctly could couldn't couple course dad day
    days dear definitely detail details did didn't different do does doesn't doing don't done double
    down each earlier early either else email end enough even evening ever every everything exactly
    excellent except fact fair far fast favour feel few find fine finished first fix for forgot
    found from full fully funny gave get gets getting give given gives giving glad go goes going
    gone gonna good goodbye got great greetings guess had half hand handy hang happen happened
    happens happy hard has hasn't hate have haven't having he hear heard hello help helped helpful
    helping her here hey hi him his hm hmm hold home hope hopefully hour hours how however i i'd
    i'll i'm i've idea if important in indeed info information instead into is isn't issue it it'd
    it'll it's its just keep kind kindly knew know known last late later least leave left less let
    let's like line listening little ll long look looked looking looks lot lots lovely luck m made
    mail make makes making many matter may maybe me mean means meant meanwhile might mind mine
    minute minutes miss moment monday month months more morning most much mum must my myself name
    named need needed needs neither never new next nice night no nobody none nope nor normal not
    note nothing now number of off oh ok okay old on once one ones only onto or order ordered
    ordering orders other others our out over own part past patience people perfect perhaps person
    phone place plan please pleased plenty plus point possible possibly pretty probably problem
    problems proceed promise properly put question questions quick quickly quite rather re read
    ready real really reason record records regards remember repeat right said same save saw say
    saying says second see seem seems seen sense sent service several shall she short should
    shouldn't show side simple simply since sir situation so some somebody someone something soon
    sorry sort sound sounds spell start started still stop story straight stuff such super support
    suppose sure t take taken takes taking talk talking tell telling terrible than thank thanks that
    that'd that'll that's the their them then there there's these they they're thing things think
    this those though thought thousand three through till time times to today together told tomorrow
    tonight too took totally tried true try trying turn two type um understand understood
    unfortunately until up update us use used useful usual usually ve very wait waited waiting wanna
    want wanted wants was wasn't way we we'd we'll we're we've week weekend weeks well went were
    weren't what what's whatever when where whether which while who whole why will wish with within
    without won't wonderful wondering word words work worked working works worries worry would
    wouldn't wow write wrong yeah year years yep yes yesterday yet you you'd you'll you're you've
    your yours yup
    """.split()
)

TIME_WORDS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december christmas easter am pm
    """.split()
)


def is_common(word: str) -> bool:
    """Tell whether a word says nothing in particular, or only when."""
    return word in COMMON_WORDS or word in TIME_WORDS


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return WORD.findall(text.lower().replace("’", "'"))


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they stand there, cut at apostrophes too."""
    return _PLAIN_WORD.findall(text)


@lru_cache(maxsize=1024)
def word_set(text: str) -> frozenset[str]:
    """Return the different words of a text, cut at apostrophes and hyphens."""
    return frozenset(plain_words(text.replace("email", "e-mail")))


@lru_cache(maxsize=4096)
def label_words(text: str) -> frozenset[str]:
    """Return the words of a label or an intent that tell it apart."""
    return frozenset(plain_words(_SLOT.sub("", text.lower()))) - EMPTY_WORDS


def stem(word: str) -> str:
    """Cut off an ending, so that "orders" and "ordered" are one word."""
    return word if len(word) > LONGEST_WORD else _stem(word)


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def content_stems(text: str) -> frozenset[str]:
    """Return what a text is about: the stems of its words that are not common."""
    return _remembered(text) if len(text) <= REMEMBERED_LENGTH else _content_stems(text)


def _content_stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words_of(text) if word not in COMMON_WORDS)


_remembered = lru_cache(maxsize=4096)(_content_stems)
