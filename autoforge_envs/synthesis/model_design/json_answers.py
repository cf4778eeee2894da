"""Reading the JSON object in a model's answer, whatever stands around it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from autoforge_envs.synthesis.model_design.problems import Problem, RejectedAnswer

_FENCE = re.compile(r"```[\w-]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_STRING_OR_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])')
_AROUND = 30
_THOUGHT_END = "</think>"


def read_object(text: str) -> dict[str, Any]:
    """Return the one JSON object of an answer.

    What was thought before it, a fence and prose around it are passed over, and commas before a
    closing bracket; everything else has to be JSON.

    Raises:
        RejectedAnswer: There is none; it says why and where.
    """
    start = text.strip()
    if not start:
        raise _rejected("the answer is empty; answer with one JSON object")
    rejected = None
    for body in _bodies(start):
        try:
            value = json.loads(_without_trailing_commas(body), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            rejected = rejected or _rejected(_say(error, body))
        else:
            return dict(value)
    raise rejected or _rejected(f"the answer holds no JSON object but {_quote(start[:80])}")


def _bodies(text: str) -> Iterator[str]:
    """Yield what may be meant to be JSON, the likeliest first; each begins with a brace."""
    if text.startswith("{"):
        yield text[: text.rfind("}") + 1] or text
        return
    said = _after_thinking(text)
    yield from _cut_out(said)
    if said != text:  # the last end of a thought may be a text of the object
        for longer in (text.partition(_THOUGHT_END)[2], text):
            yield from (body for body in _cut_out(longer) if _THOUGHT_END in body)


def _after_thinking(text: str) -> str:
    """Cut off what some servers leave of a model's thinking, with braces of its own."""
    _, mark, said = text.rpartition(_THOUGHT_END)
    return said.strip() if mark and "{" in said else text


def _cut_out(text: str) -> Iterator[str]:
    """Cut objects out of what stands around them: of a fence, and from first to last brace."""
    fenced = [found for found in _FENCE.findall(text) if found.lstrip().startswith("{")]
    if fenced:
        yield str(max(fenced, key=len)).strip()
    begin, end = text.find("{"), text.rfind("}")
    if begin >= 0:
        yield text[begin : end + 1] if end > begin else text[begin:]


def _without_trailing_commas(text: str) -> str:
    return _STRING_OR_COMMA.sub(lambda found: "" if found[0] == "," else found[0], text)


def _say(error: Exception, body: str) -> str:
    if isinstance(error, json.JSONDecodeError):
        if error.pos >= len(error.doc.rstrip()) - 1 or "Unterminated" in error.msg:
            return (
                f"the JSON breaks off after {_quote(body[-_AROUND:])} ({error.msg}); "
                "write the whole object, with shorter texts if it is too long"
            )
        around = error.doc[max(0, error.pos - _AROUND) : error.pos + _AROUND]
        return f"line {error.lineno} is no JSON, {error.msg}, near {_quote(around)}"
    return f"the answer is no JSON: {error}"


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _quote(text: str) -> str:
    return repr(" ".join(text.split()))


def _rejected(reason: str) -> RejectedAnswer:
    return RejectedAnswer([Problem("no JSON", "", reason)])
