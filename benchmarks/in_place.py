"""What the scripted user does with messages as models write them, in the place where they come.

Each message has a place in a conversation, since what "the new amount" or "which one?" means hangs
on what was said before. "Right" means that the user does all that it is to do and nothing else.
One set is written by hand; the other is what a language model said when it played the agent.

Run with `python -m benchmarks.in_place [--show]` from the checkout; `--show` prints what is wrong.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact, Persona, Request, Reveals, UserScript
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.registration import bundled_folder
from autoforge_envs.users.phrases import PHRASES
from autoforge_envs.users.scripted import ScriptedUser
from benchmarks.timing import print_table

DATA = Path(__file__).parent / "data"
SETS = {"in_place": "as models write them", "recorded": "a language model's messages"}
WHOLE_NUMBERS = ("Money", "Quantity")
KINDS = ("wait", "unknown", "insist", "decline", "nothing_more", "hand_over")
"""Phrases with neither value nor wish, by which what the user does is told apart."""

PLAIN = {
    kind: {p for key in PHRASES if key.split(".")[0] == kind for p in PHRASES[key]}
    for kind in KINDS
}
IGNORANCE = [re.escape(p).replace(r"\{thing\}", ".+") for p in PHRASES["unknown_thing"]]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: the domain's folder, whom the agent talks to, and messages with answers."""

    domain: str
    script: UserScript
    heard: tuple[tuple[frozenset[str], str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the user was to do, what it does, and the message."""

    wanted: frozenset[str]
    done: frozenset[str]
    text: str


def read_talks(name: str = "in_place") -> Iterator[Talk]:
    """Read all conversations of one of `SETS`."""
    text = (DATA / f"messages_{name}.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        yield _read_talk([line.split(" ", 1) for line in block.strip().splitlines()])


def _read_talk(lines: Sequence[Sequence[str]]) -> Talk:
    parts = [(mark, rest.split(" | ")) for mark, rest in lines]
    domain, reveals, name, *personas = next(rest for mark, rest in parts if mark == "user")
    persona = cast(Persona, next(iter(personas), "friendly"))
    facts = tuple(_read_fact(*rest) for mark, rest in parts if mark == "knows")
    requests = tuple(_read_request(*rest) for mark, rest in parts if mark == "wish")
    script = UserScript(name, persona, cast(Reveals, reveals), requests, facts)
    heard = [rest.split(" | ", 1) for mark, rest in lines if mark == "hears"]
    return Talk(domain, script, tuple((_labels(each), _text(text)) for each, text in heard))


def _read_request(intent: str, text: str, fallback: str | None = None) -> Request:
    return Request(text, intent, fallback)


def _read_fact(name: str, semantic: str, label: str, value: str) -> Fact:
    return Fact(name, semantic, label, int(value) if semantic in WHOLE_NUMBERS else value)


def _labels(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


def _text(text: str) -> str:
    return text.replace("\\n", "\n")


def play(talk: Talk) -> list[Outcome]:
    """Say a conversation's messages to the scripted user, one after the other."""
    tools = load_domain(bundled_folder() / talk.domain).tool_infos()
    return answers(talk, [tool for tool in tools if tool.caller == "user"])


def answers(talk: Talk, tools: Sequence[ToolInfo]) -> list[Outcome]:
    """Return what the user does with each message."""
    user = ScriptedUser()
    user.reset(talk.script, tools, numpy.random.default_rng(0))
    opening = user.act(None)
    said = opening.text if isinstance(opening, Words) else ""
    outcomes = []
    for wanted, text in talk.heard:
        action = user.act(Message("agent", text, "agent"))
        words, done = _after_calls(user, action)
        done |= _acts(words, talk.script, said)
        said += f"\n{words}"
        outcomes.append(Outcome(wanted, done, text))
    return outcomes


def _after_calls(user: ScriptedUser, action: Action) -> tuple[str, frozenset[str]]:
    """Return the user's words, and the calls that came before them."""
    if isinstance(action, Words):
        return action.text, frozenset()
    if not isinstance(action, ToolCall) or action.name == HANG_UP:
        return "", frozenset(["bye"])
    if action.name == CONFIRM:
        words, _ = _after_calls(user, user.act(Message("tool", "null", "user")))
        return words, frozenset(["confirm"])
    user.act(Message("tool", '{"mode": "off"}', "user"))
    return "", frozenset([f"use:{action.name}"])


def _acts(words: str, script: UserScript, said: str) -> frozenset[str]:
    acts = {kind for kind in KINDS if words in PLAIN[kind]}
    acts |= {"unknown_thing" for each in IGNORANCE if re.search(each, words)}
    for request in script.requests:
        for kind, text in (("next", request.text), ("fallback", request.fallback)):
            if text and text in words:
                acts.add("wish" if text in said else kind)
                words = words.replace(text, "")
    for label in sorted((fact.label for fact in script.facts), key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(label)}\b", "", words)
    told = {fact.name for fact in script.facts if mentions(words, fact.type, fact.value)}
    return frozenset(acts | told)


def main() -> None:
    """Print the table, or what is got wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is got wrong")
    show = parser.parse_args().show
    for name, title in SETS.items():
        _print(title, _by_domain(name), show=show)


def _print(title: str, domains: Sequence[tuple[str, Sequence[Outcome]]], *, show: bool) -> None:
    rows = []
    for domain, outcomes in domains:
        wrong = [each for each in outcomes if each.done != each.wanted]
        rows.append([domain, str(len(outcomes)), str(len(outcomes) - len(wrong))])
        for each in wrong if show else ():
            print(f"{domain}: {sorted(each.wanted)}, not {sorted(each.done)}: {each.text!r}")
    rows.append(["all", *(str(sum(int(row[at]) for row in rows)) for at in (1, 2))])
    print_table(f"Answered as they should be: {title}", ("domain", "messages", "right"), rows)


def _by_domain(name: str) -> list[tuple[str, list[Outcome]]]:
    found: dict[str, list[Outcome]] = {}
    for talk in read_talks(name):
        found.setdefault(talk.domain, []).extend(play(talk))
    return sorted(found.items())


if __name__ == "__main__":
    main()
