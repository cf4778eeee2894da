"""What customers of the bundled domains say: none of the mistakes that filling slots can make."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATED = Path(__file__).parents[3] / "generated"

MISTAKES = {
    "a word twice": r"\b([a-z]{3,}) \1\b(?<!that that)",
    "an article twice": r"\b(a|an|the|my) (a|an|the|my)\b",
    "a before a vowel": r"\ba (?!one|uni|us|eu)[aeiou]\w+",
    "an before a consonant": r"\ban [b-df-gj-np-tv-z]\w+",
    "one of several": r"\b(one|1) (packs|blocks|nights|guests|pieces|people|of us want)\b",
    "a clause before its noun": r"\bmy (where|called|that|which|who|with|without|under)\b(?!-)",
    "a plural behind a clause": r"\b(mes|yous)\b",
    "somebody as a thing": r"\b(let it act|what it may do|its until date)\b",
    "a part of nothing": r": all[.,;]",
    "something in itself": r"\([a-z ]+: (it|them)\)",
    "an empty slot": r"[{}]|  | [,.;?]|\bNone\b",
}


def said() -> Iterator[tuple[str, str]]:
    for path in sorted(GENERATED.glob("*_v0/tasks.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            task = json.loads(line)
            for request in task["user"]["requests"]:
                for text in filter(None, (request["text"], request["fallback"])):
                    yield f"{path.parent.name}/{task['id']}", text


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_customer_of_the_suite_makes_a_mistake(mistake: str) -> None:
    wrong = re.compile(MISTAKES[mistake])
    assert [(where, text) for where, text in said() if wrong.search(text)] == []
