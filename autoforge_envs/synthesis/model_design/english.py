"""Telling English from other languages, by the small words that no text does without."""

import re
from collections.abc import Iterable

_ENGLISH = frozenset(
    "the of and a an to is it that for was on with as are be by at this have from or had not but "
    "what all were when we there can which their if will each about how up out them then she many "
    "some so these would other into has more two no could my than been who its now only me my your "
    "i you he they his her our us whose one any may must".split()
)
_FOREIGN = (
    frozenset(
        "der die das und ist nicht ein eine einen einem einer mit von zu auf für dem den des im "
        "ich wir sie le la les des et est une dans pour pas que qui sur au aux du el los las y es "
        "una por con para del al lo il gli che non di della un per sono è het een van niet voor "
        "op zijn i inte och att som på är jest się nie do na и не на что é um uma não os as "
        "dos das".split()
    )
    - _ENGLISH
)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 8
_LEAST_FOREIGN = 3
_LAST_LATIN = 0x24F
_MOST_LETTERS_OF_OTHER_SCRIPTS = 0.2


def is_english(texts: Iterable[str]) -> bool:
    """Tell whether texts are English: each that is long enough, and all of them together."""
    each = list(texts)
    return all(_is_english(text) for text in (*each, " ".join(each)))


def _is_english(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    strange = sum(ord(each) > _LAST_LATIN for each in letters)
    if letters and strange / len(letters) > _MOST_LETTERS_OF_OTHER_SCRIPTS:
        return False
    words = [word.casefold() for word in _WORD.findall(text)]
    foreign = sum(word in _FOREIGN for word in words)
    if len(words) < _LEAST_WORDS or foreign < _LEAST_FOREIGN:
        return True
    return sum(word in _ENGLISH for word in words) > foreign
