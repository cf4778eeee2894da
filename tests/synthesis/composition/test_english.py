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
    "an amount that nobody names": r"\ba certain (?!number)|\bto some guests\b|\ball of it for\b",
    "the name of a column": r"\bmax profiles\b|\bwith an? (level|speciality|trade|relation) of\b",
    "a complaint that departs": r"\bcomplaints? from my\b",
    "a name that is not enough": r"\b(plan|tariff) ([A-Z]\w+ )+\w+ (of|for) the same\b",
    "a row in itself": r"\bthe booking with my (\w+ ){1,4}(from|in) my booking\b",
    "one said of several": r"\bsubscriptions that [\w ]+ still runs\b"
    r"|\b(people who may act for me|proxies|quotes|repairs) (that|who) (is|was|waits|holds)\b",
    "an alert as what it is about": r"\bstop my (?!.*\balert\b|.*\bstanding order\b)",
    "a category as a thing": r"\b(my|the|any) (garden|kitchen|sport|toys|travel)s?\b"
    r"(?! (address|connection|credit|guide|pass|rewards?|tariff|water))",
    "a place that is none": r"\bin the standing\b(?! area)|\bflights? in (light|classic|flex)\b",
    "a thing called twice": r"\b(card|bank account|wallet) ways? to pay\b"
    r"|\b(suitcase|pushchair) bag|\b(son|daughter|parent|partner) (child|relative)"
    r"|\b(menu|brunch|platter) meals?\b(?! voucher)|\b(camera|laptop|phone) devices?\b"
    r"|\b(novel|biography|cookbook|guide|book) titles?\b",
    "a ticket that is over": r"\b(cancelled|planned|postponed) tickets?\b|\btickets? that is over",
    "a small letter for a country": r"\b(thai|lebanese)\b",
    "a column where a phrase belongs": r"\bwith an? (problem|reason|half day|supply) of\b"
    r"|\bcomplaints? answer by\b|\bmost lasts\b|\bleast yearly\b",
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


def test_nobody_gives_the_name_of_somebody_else_as_their_own() -> None:
    users = [
        json.loads(line)["user"]
        for path in sorted(GENERATED.glob("*_v0/tasks.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    own = re.compile(r"(?:My name is|This is) ((?:[A-Z][\w'’.-]+ ?)+)\. ")
    given = [(own.match(user["requests"][0]["text"]), user["name"]) for user in users]
    named = [(match[1], name) for match, name in given if match]
    assert len(named) > 50
    assert [pair for pair in named if pair[0] != pair[1]] == []


def test_what_one_could_change_to_is_called_an_alternative() -> None:
    told: list[tuple[str, str]] = []
    for path in sorted(GENERATED.glob("*_v0/tasks.jsonl")):
        for task in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            requests = task["user"]["requests"]
            looks = [s for s in task["plan"] if s.get("call") == "list_alternatives"]
            told += [(task["id"], _said_by(requests[look.get("request", 0)])) for look in looks]
    assert len(told) > 10
    assert [each for each in told if "among the alternatives to" not in each[1]] == []


def test_who_asks_for_a_moment_says_so() -> None:
    asked: list[tuple[str, str]] = []
    for path in sorted(GENERATED.glob("*_v0/tasks.jsonl")):
        for task in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            requests = task["user"]["requests"]
            tells = [s for s in task["plan"] if "tell" in s and s["type"] == "Timestamp"]
            asked += [(task["id"], _said_by(requests[tell.get("request", 0)])) for tell in tells]
    both = re.compile(r"with (the date|date and time)\?|(day|date) and (at what )?time")
    assert asked
    assert [each for each in asked if not both.search(each[1])] == []


def _said_by(request: dict[str, str | None]) -> str:
    return f"{request['text']} {request['fallback'] or ''}"
