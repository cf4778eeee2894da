"""How well the scripted user understands agents: labelled messages, by area and by label.

There are two halves, both written by hand before the grammar was widened: one to work on, and one
that is only measured. A third, small set of unusual ones was written against a first version, which
got 26 of 61 right, and was worked on since. "Right" means that everything a message does was found
and nothing else.

Run with `python -m benchmarks.understanding [--show]` from the checkout; `--show` prints what is
got wrong in the sets to work on.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.episode.messages import Message
from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.asked_tools import asked_tools
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.unknown_things import asked_unknown
from benchmarks.timing import print_table

DATA = Path(__file__).parent / "data"
SETS = ("development", "held_out", "odd")
IDENTIFYING = ("email", "phone", "name", "postal_code", "secret")
WEAKEST = 6
ROUNDS = 40

FACTS = (
    Fact("email", "Email", "e-mail address", "ana.ruiz@example.com"),
    Fact("phone", "PhoneNumber", "phone number", "+49 341 5550123"),
    Fact("name", "PersonName", "full name", "Ana Ruiz"),
    Fact("postal_code", "PostalCode", "postal code", "04109"),
    Fact("secret", "Secret", "service code", "482915"),
    Fact("order", "Identifier", "order number", "OR-10"),
    Fact("voucher", "Label", "voucher code", "SPRING26"),
    Fact("gift", "Label", "gift card code", "KUBU-7X4Q"),
    Fact("pieces", "Quantity", "number of pieces", 2),
    Fact("amount", "Money", "compensation", 1500),
    Fact("day", "Date", "day of departure", "2026-03-12"),
    Fact("street", "StreetAddress", "street", "Elm Street 7"),
    Fact("city", "City", "city", "Leipzig"),
    Fact("office_code", "PostalCode", "postal code of the office", "04275"),
)


def _tool(name: str, intent: str) -> ToolInfo:
    return ToolInfo(name, "user", True, intent, {}, {})


TOOLS = (
    _tool("restart_router", "restart the router {router_id}"),
    _tool("read_lights", "look at the lights of the router {router_id}"),
    _tool("airplane_mode", "switch airplane mode {mode}"),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with what it does."""

    area: str
    labels: frozenset[str]
    text: str


@dataclass(slots=True)
class Count:
    """How often a label stood there, was found, and was found wrongly."""

    there: int = 0
    found: int = 0
    invented: int = 0


def read_messages(name: str) -> list[Labelled]:
    """Read one of `SETS`."""
    lines = (DATA / f"messages_{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_read(line) for line in lines if not line.startswith("#")]


def _read(line: str) -> Labelled:
    area, labels, text = line.split(" | ", 2) if line.count(" | ") > 1 else (*line.split(" |"),)
    named = frozenset(labels.strip().split(",")) - {"-"}
    if "identity" in named:
        named = named - {"identity"} | frozenset(IDENTIFYING)
    return Labelled(area, named, text.replace("\\n", "\n"))


def understood(text: str) -> frozenset[str]:
    """Return what the scripted user makes of a message, in the words of the labels."""
    heard = understand(text)
    labels = {fact.name for fact in asked_facts(heard, FACTS)}
    labels |= {f"use:{tool.name}" for tool in asked_tools(heard, TOOLS)}
    acts = {"confirm": heard.asks_confirmation, "refuse": heard.refuses, "close": heard.closes}
    labels |= {name for name, does in acts.items() if does}
    if (heard.asks and not labels) or asked_unknown(heard, FACTS, FACTS):
        labels.add("?")
    return frozenset(labels)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print errors of the development half")
    if parser.parse_args().show:
        show_errors()
        return
    sets = {name: read_messages(name) for name in SETS}
    print_table("Messages understood, by area", ("area", *SETS), area_rows(sets))
    print(f"weakest areas, held out and odd together: {'; '.join(weakest_areas(sets))}\n")
    header = ("label", "messages", "recall", "precision")
    print_table("Held out, by label", header, label_rows(sets["held_out"]))
    speed = ("messages", "replies a second of one core")
    print_table("Speed", speed, [speed_row(sets["held_out"])])


def area_rows(sets: Mapping[str, Sequence[Labelled]]) -> list[list[str]]:
    """Count the messages understood wholly, by area, and in all."""
    areas = list(dict.fromkeys(each.area for name in sets.values() for each in name))
    rows = []
    for area in [*areas, "all"]:
        shares = []
        for name in sets.values():
            chosen = [each for each in name if area in (each.area, "all")]
            right = sum(understood(each.text) == each.labels for each in chosen)
            shares.append(f"{right} of {len(chosen)} ({_share(right, len(chosen))})")
        rows.append([area, *shares])
    return rows


def weakest_areas(sets: Mapping[str, Sequence[Labelled]]) -> list[str]:
    """Name the areas in which the largest share of the unseen messages is got wrong."""
    unseen = [*sets["held_out"], *sets["odd"]]
    wrong: dict[str, list[bool]] = defaultdict(list)
    for each in unseen:
        wrong[each.area].append(understood(each.text) != each.labels)
    ranked = sorted(wrong.items(), key=lambda item: -sum(item[1]) / len(item[1]))
    return [f"{area} ({sum(each)} of {len(each)})" for area, each in ranked[:WEAKEST]]


def label_rows(messages: Sequence[Labelled]) -> list[list[str]]:
    """Give recall and precision of each label."""
    counts: dict[str, Count] = defaultdict(Count)
    for each in messages:
        found = understood(each.text)
        for label in each.labels:
            counts[label].there += 1
            counts[label].found += label in found
        for label in found - each.labels:
            counts[label].invented += 1
    return [
        [label, str(c.there), _share(c.found, c.there), _share(c.found, c.found + c.invented)]
        for label, c in sorted(counts.items())
    ]


def speed_row(messages: Sequence[Labelled]) -> list[str]:
    """Time whole replies, every message new to the user."""
    user = ScriptedUser()
    script = UserScript("Ana", "friendly", "one_by_one", (Request("Help!", "", None),), FACTS)
    user.reset(script, TOOLS, numpy.random.default_rng(0))
    user.act(None)
    saved = user.save()
    texts = [f"{each.text} ({number})" for number in range(ROUNDS) for each in messages]
    start = time.process_time()
    for text in texts:
        user.act(Message("agent", text, "agent"))
        user.restore(saved)
    seconds = time.process_time() - start
    return [str(len(texts)), f"{len(texts) / seconds:,.0f}"]


def show_errors() -> None:
    """Print what is got wrong in the sets to work on; the held-out half is not to be looked at."""
    for each in [*read_messages("development"), *read_messages("odd")]:
        found = understood(each.text)
        if found != each.labels:
            missed, extra = sorted(each.labels - found), sorted(found - each.labels)
            print(f"[{each.area}] missed {missed} extra {extra}: {each.text[:140]!r}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


if __name__ == "__main__":
    main()
