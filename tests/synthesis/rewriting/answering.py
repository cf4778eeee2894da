"""What the scripted model says about tasks: sound answers, made by rule from the question."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

Part = Literal["nodes", "words"]

_CHOICES = re.compile(r"can be put by: (.*)")
_REQUEST = re.compile(r'(\d+)\. (".*")')
_FALLBACK = "   and if that is refused: "
_LIKED = ("superlative among some", "if a property", "superlative", "by a property", "count")
_OTHER_WORDS = (
    ("Could you", "Would you kindly"),
    ("Please tell me", "Let me know"),
    ("I'd like to know", "I'd be glad to hear"),
    ("I need you to", "Please be so kind as to"),
)


def part_of(body: Mapping[str, Any]) -> Part | None:
    """Tell which question about a task a request asks; None if it is about something else."""
    question = str(body["messages"][1]["content"])
    if not question.startswith("Task "):
        return None
    return "nodes" if "can be put by" in question else "words"


def answer_to(messages: Sequence[Mapping[str, Any]]) -> str:
    """Answer a question about a task, as far as possible by what was said to the last answer."""
    question = str(messages[1]["content"])
    if "can be put by" not in question:
        return json.dumps({"requests": _words(question)})
    told = str(messages[-1]["content"]) if len(messages) > 2 else ""
    last = json.loads(messages[2]["content"]) if len(messages) > 2 else None
    return json.dumps({"requests": _nodes(question, told, last)})


def _nodes(question: str, told: str, last: Any) -> list[dict[str, Any]]:
    """Put the first request in another way; where that does not do, leave it as it is."""
    nodes = [line.split(", ") for line in _CHOICES.findall(question)]
    chosen = ["as it is"] * len(nodes)
    if last is not None:
        chosen = [each["node"] for each in last["requests"]]
    elif nodes:
        chosen[0] = next((name for name in _LIKED if name in nodes[0]), "as it is")
    if "would be of level" in told or "cannot be" in told or "goes here" in told:
        chosen = ["as it is"] * len(nodes)
    return [{"request": number, "node": name} for number, name in enumerate(chosen, 1)]


def _words(question: str) -> list[dict[str, Any]]:
    lines = question.splitlines()
    said = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        found = _REQUEST.fullmatch(line)
        if found is not None:
            fallback = ""
            if following.startswith(_FALLBACK):
                fallback = _plain(json.loads(following.removeprefix(_FALLBACK)))
            text = f"Hello there. {_plain(json.loads(found[2]))}"
            said.append({"request": int(found[1]), "text": text, "fallback": fallback})
    return said


def _plain(marked: str) -> str:
    text = marked.replace("[", "").replace("]", "")
    for old, new in _OTHER_WORDS:
        text = text.replace(old, new)
    return text
