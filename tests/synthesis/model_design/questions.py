"""Which question about the sailing school a request asks; needs nothing but the package."""

from collections.abc import Mapping
from typing import Any

from .written_by_hand import LAST_TOOLS

PARTS = ("schema", "vocabularies", "first tools", "last tools", "rules", "phrases")
"""The parts of a design, in the order of their answers."""


def part_of(body: Mapping[str, Any]) -> str:
    """Tell which part of the design a request asks for."""
    question = body["messages"][1]["content"]
    if f"- {LAST_TOOLS[0]} (" in question:
        return "last tools"
    beginnings = {
        "Design number": "schema",
        "The tables of": "vocabularies",
        "Describe a business": "descriptions",
    }
    for beginning, part in beginnings.items():
        if question.startswith(beginning):
            return part
    marks = {
        "Write these tools": "first tools",
        "Write its policy": "rules",
        "Schemas tell what these tools": "effects",
        "Of its policy these rules": "rules",
    }
    return next((part for mark, part in marks.items() if mark in question), "phrases")
