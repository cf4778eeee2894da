"""Make the parcel desk: a domain so small that a policy can be trained on it from nothing.

    python examples/parcel_desk/make.py my_domains/parcel_desk_v0
    autoforge seal my_domains/parcel_desk_v0

writes tasks that differ in parcel, wish, wording or persona; no task is in two splits. Two
of the ten parcels are no longer waiting: what is asked for them has to be declined.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy

HERE = Path(__file__).parent
CODE = ("domain.json", "models.py", "tools.py", "rules.py")
BRANCHES = ("north", "south", "east", "west", "harbour", "station", "market", "airport")
TERMS = ("day", "week", "fortnight", "month", "season", "year")
PERSONAS = ("friendly", "curt", "anxious")
COLLECTED = ("P-3", "P-7")
WORDINGS = {
    "send_back": ("Please send parcel {parcel} back.", "Parcel {parcel} should go to its sender."),
    "keep_parcel": ("Please keep parcel {parcel} for a {choice}.",
                    "Could parcel {parcel} stay with you for a {choice}?"),
    "move_parcel": ("Please move parcel {parcel} to the {choice} branch.",
                    "I would rather fetch parcel {parcel} at the {choice} branch."),
}  # fmt: skip
CHOICES = {"send_back": ("",), "keep_parcel": TERMS, "move_parcel": BRANCHES}
PARAMETERS = {"keep_parcel": "term", "move_parcel": "branch"}
Json = dict[str, Any]


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--train", type=int, default=600, help="training tasks (default 600)")
    parser.add_argument("--held-out", type=int, default=100, help="of each other split (100)")
    parser.add_argument("--seed", type=int, default=1, help="of everything (default 1)")
    options = parser.parse_args()
    counts = {"train": options.train, "validation": options.held_out, "test": options.held_out}
    parcels = [make_parcel(f"P-{digit}") for digit in range(10)]
    wishes = all_wishes(parcels)
    splits = [split for split, count in counts.items() for _ in range(count)]
    if min(options.seed, *counts.values()) < 0 or not 1 <= len(splits) <= len(wishes):
        parser.error(
            f"--train and twice --held-out must be 1 to {len(wishes)} tasks in all, and --seed "
            f"0 or more; got {options.train}, {options.held_out} and {options.seed}"
        )
    try:
        options.folder.mkdir(parents=True)
    except OSError as error:
        parser.error(f"{options.folder}: {error.strerror}; name a folder that is not there yet")
    for name in CODE:
        shutil.copyfile(HERE / name, options.folder / name)
    generator = numpy.random.default_rng(options.seed)
    order = generator.permutation(len(wishes))[: len(splits)]
    tasks = [
        make_task(f"{split}_wish_{number}", split, *wishes[number])
        for split, number in zip(splits, order, strict=True)
    ]
    write_lines(options.folder / "tasks.jsonl", tasks)
    rows = [{"table": "parcels", "values": parcel} for parcel in parcels]
    write_lines(options.folder / "records.jsonl", rows)


def make_parcel(parcel_id: str) -> Json:
    """Return a parcel's row."""
    status = "collected" if parcel_id in COLLECTED else "waiting"
    return {"id": parcel_id, "status": status, "branch": "north"}


def all_wishes(parcels: list[Json]) -> list[tuple[Json, str, str, str, str]]:
    """Return every parcel with every tool, choice, wording and persona."""
    return [
        (parcel, tool, choice, wording, persona)
        for parcel in parcels
        for tool, choices in CHOICES.items()
        for choice in choices
        for wording in WORDINGS[tool]
        for persona in PERSONAS
    ]


def make_task(
    name: str, split: str, parcel: Json, tool: str, choice: str, wording: str, persona: str
) -> Json:
    """Return what the parcel's owner wants, and the plan that gives it."""
    parcel_id: Json = {"fact": "parcel"}
    plan: list[Json] = [{"id": "look", "call": "get_status", "arguments": {"parcel_id": parcel_id}}]
    if parcel["status"] == "waiting":
        values = {PARAMETERS[tool]: {"value": choice}} if choice else {}
        change = {"id": "change", "call": tool, "arguments": {"parcel_id": parcel_id, **values}}
        plan.append({**change, "confirm": True})
    else:
        ground = {"action": {"value": tool}, "rule": {"value": "only_waiting_parcels"}}
        no = {"id": "no", "call": "decline_request", "arguments": {**ground, "subject": parcel_id}}
        plan.append(no)
    text = wording.format(parcel=parcel["id"], choice=choice)
    fact = {"name": "parcel", "type": "Identifier", "label": "parcel number", "value": parcel["id"]}
    return {
        "id": name,
        "split": split,
        "level": 1,
        "user": {
            "name": "A customer",
            "persona": persona,
            "reveals": "one_by_one",
            "requests": [{"text": text, "intent": tool, "fallback": None}],
            "facts": [fact],
        },
        "plan": plan,
        "goal": {"changes": [], "told": []},
    }


def write_lines(path: Path, rows: list[Json]) -> None:
    """Write one JSON object a line."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
