"""Offers: what the model gets to see of one task. They come from behind locks, so all is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import AutoForgeError
from autoforge_envs.isolation.channel import ChannelGarbage
from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.rewriting.frames import Frame
from autoforge_envs.synthesis.rewriting.free_words import Bounds

_MAX_TEXT = 2_000
_MAX_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class Wording:
    """One request.

    Attributes:
        text: How the user puts it.
        fallback: How they put what they want after a refusal; None if they want nothing then.
        nodes: Names of the nodes by which it could be put.
        bounds: Within which the words of the text may move.
        fallback_bounds: Likewise for the fallback.
    """

    text: Frame
    fallback: Frame | None
    nodes: tuple[str, ...]
    bounds: Bounds
    fallback_bounds: Bounds

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "text": [list(piece) for piece in self.text.pieces],
            "fallback": self.fallback and [list(piece) for piece in self.fallback.pieces],
            "nodes": list(self.nodes),
            "bounds": _bounds_as_json(self.bounds),
            "fallback_bounds": _bounds_as_json(self.fallback_bounds),
        }


@dataclass(frozen=True, slots=True)
class Offer:
    """One certified task.

    Attributes:
        key: Tells the task apart.
    """

    key: str
    requests: tuple[Wording, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"key": self.key, "requests": [each.as_json() for each in self.requests]}


def read_offer(value: object) -> Offer:
    """Read what `Offer.as_json` gave.

    Raises:
        ChannelGarbage: It is nothing of the kind.
    """
    data = _object(value)
    requests = tuple(_read_wording(_object(each)) for each in _list(data.get("requests")))
    return Offer(_text(data.get("key")), requests)


def read_problems(value: object) -> list[Problem]:
    """Read what is wrong with a proposal.

    Raises:
        ChannelGarbage: It has another form.
    """
    return [Problem(*map(_text, _list(each, 3))) for each in _list(value)]


def read_shown(value: object) -> Task:
    """Read a task as it would be emitted.

    Raises:
        ChannelGarbage: It is none.
    """
    try:
        return read_task(_object(value), "a task from behind the locks")
    except (AutoForgeError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ChannelGarbage(f"sent what is no task ({str(error)[:200]})") from None


def _read_wording(data: Mapping[str, Any]) -> Wording:
    fallback = data.get("fallback")
    return Wording(
        text=_read_frame(data.get("text")),
        fallback=None if fallback is None else _read_frame(fallback),
        nodes=_texts(data.get("nodes")),
        bounds=_read_bounds(data.get("bounds")),
        fallback_bounds=_read_bounds(data.get("fallback_bounds")),
    )


def _read_frame(value: object) -> Frame:
    pieces = [_list(piece, 2) for piece in _list(value)]
    return Frame(tuple((_text(text), stays is True) for text, stays in pieces))


def _bounds_as_json(bounds: Bounds) -> list[list[str]]:
    return [list(bounds.nouns), list(bounds.own), list(bounds.others)]


def _read_bounds(value: object) -> Bounds:
    return Bounds(*(_texts(words) for words in _list(value, 3)))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(value))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        _refuse("a text", value)
    return value


def _list(value: object, count: int | None = None) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MAX_ITEMS:
        _refuse("a list", value)
    if count is not None and len(value) != count:
        _refuse(f"a list of {count}", value)
    return value


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else _refuse("an object", value)


def _refuse(wanted: str, value: object) -> NoReturn:
    raise ChannelGarbage(f"sent {str(value)[:200]!r} where {wanted} belongs")
