"""Prints the table of docs/certificates.md; run with `python -m benchmarks.defects`."""

from rich.console import Console

from autoforge_envs.commands.certifying import progress_bar
from benchmarks.defects import DEFECTS
from benchmarks.defects.planting import Defect, catch

PLACES = ("tool", "rule", "row", "task")
"""Where mistakes are made, in the order of the table."""


def main() -> None:
    """Plant every defect and print who noticed."""
    print("| In a | What is wrong | Caught by | Also by |")
    print("| --- | --- | --- | --- |")
    with progress_bar(Console(stderr=True)):
        for planted in sorted(DEFECTS.values(), key=lambda each: PLACES.index(each.place)):
            print(row(planted))


def row(planted: Defect) -> str:
    """Write a line of the table."""
    found = catch(planted)
    others = ", ".join(f"`{check}`" for check in found if check != planted.caught_by)
    mark = f"`{planted.caught_by}`" if planted.caught_by in found else "**nothing**"
    return f"| {planted.place} | {planted.sentence} | {mark} | {others} |"


if __name__ == "__main__":
    main()
