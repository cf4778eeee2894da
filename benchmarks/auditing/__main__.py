"""Prints the tables of docs/users.md about the audit.

Run with `python -m benchmarks.auditing [--faults N] [--show KIND]` from the checkout. The reference
agent plays a faulty user on every bundled domain; what was injected is known from the labels, and
the audit sees the transcript, the instructions and the facts alone.
"""

import argparse

from autoforge_envs.users.user_errors import ERROR_KINDS
from benchmarks.auditing.free_talkers import print_free_talkers
from benchmarks.auditing.model_users import print_model_users
from benchmarks.auditing.recorded import read_recorded
from benchmarks.auditing.scores import CLEAN_HEADER, FOUND_HEADER
from benchmarks.auditing.stages import Stage, environments
from benchmarks.auditing.tables import (
    CONSEQUENCES,
    clean_rows,
    consequence_rows,
    conversation_rows,
    domain_rows,
    kind_rows,
    missed,
    play_settings,
    rate_rows,
    spoiled_rows,
)
from benchmarks.timing import print_table


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=14, help="of each kind, voice and domain")
    parser.add_argument("--show", choices=ERROR_KINDS, help="print the faults of a kind missed")
    arguments = parser.parse_args()
    stages = [Stage(name) for name in environments()]
    if arguments.show:
        for stage in stages:
            for text in missed(stage.play_kind(arguments.show, "development", arguments.faults)):
                print(f"{stage.name} {text}")
        return
    print_tables(stages, arguments.faults)


def print_tables(stages: list[Stage], count: int) -> None:
    """Print every table, the quick ones last."""
    settings = play_settings(stages, count)
    header = ("kind", "voice", *FOUND_HEADER)
    print_table("Injected faults", header, list(kind_rows(settings)))
    print_table("By domain", ("domain", *header[1:]), list(domain_rows(settings)))
    print_table("Whether they mattered", CONSEQUENCES, list(consequence_rows(settings)))
    rows = list(rate_rows(stages, 2 * count))
    print_table("By rate, held-out voice", ("rate", *FOUND_HEADER, *CLEAN_HEADER), rows)
    print_table("Faults in conversations by hand", header, list(spoiled_rows(stages)))
    print_free_talkers(stages)
    print_model_users(list(read_recorded()))
    rows = [*clean_rows(stages, count), *conversation_rows(stages)]
    print_table("No faults", ("spoken by", *CLEAN_HEADER), rows)


if __name__ == "__main__":
    main()
