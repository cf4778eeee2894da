"""A workshop behind locks, where a draft that nobody answers for is tried and forged.

The draft, the composer and the certifier go into a locked process together: a composed task takes
thousands of calls of tools, and inside they cost what they cost anywhere. Nothing comes out but
plain data, checked for its form. Like every locked worker's answer it may be a lie about the domain
itself, so a few certificates are made again outside before a domain is believed.
"""

import base64
import os
import pickle
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from autoforge_envs.errors import ToolCrash
from autoforge_envs.isolation.channel import ChannelGarbage
from autoforge_envs.isolation.connection import Connection, Limits
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.pipeline.checking import Flaw
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import MakeComposer
from autoforge_envs.synthesis.pipeline.stages import StageReport
from autoforge_envs.synthesis.pipeline.turnstile import Turnstile

T = TypeVar("T")

NURSERY = "autoforge_envs.synthesis.pipeline.locked_nursery"
"""Main of the nursery whose workers can forge."""

LIMITS = Limits(
    call_seconds=15.0, load_seconds=60.0, memory_bytes=2 * 2**30, answer_bytes=256 * 2**20
)
"""What a workshop may take; `call_seconds` is for all trials of one tool together."""

FORGING_SECONDS = 1800.0
"""Longest wait for a forged domain, on the wall clock."""

_AT_ONCE = Turnstile(os.cpu_count() or 1)
"""Workshops of one process that work at a time: more would only take memory from each other."""

_RANKS = count(1)
"""Ranks of domains that are forged in turns: the first goes first, so that not all end at once."""


@dataclass(frozen=True, slots=True)
class Commission:
    """What a workshop is to work on.

    Attributes:
        make_composer: Makes what composes the draft's tasks.
        quota: How many tasks it gets.
        seed: Of everything that is drawn.
    """

    draft: Draft
    make_composer: MakeComposer
    quota: Quota
    seed: int


@dataclass(frozen=True, slots=True)
class Made:
    """What forging behind locks came to; see `forging.Product`.

    Attributes:
        named: Tools and rules that the plans of accepted tasks name.
    """

    files: Mapping[str, bytes]
    stages: Sequence[StageReport]
    failure: str
    crashed: bool
    named: Sequence[str] = ()


class Workshop:
    """A locked process for a draft, and for others after it; use it as a context.

    A process that has run one draft can lie about the next. That does for trying drafts in the
    making; what is to be believed is forged in a process of its own.
    """

    def __init__(self, commission: Commission, limits: Limits = LIMITS) -> None:
        """Start nothing yet."""
        self.commission = commission
        self._limits = limits
        self._connection: Connection | None = None
        self._has_begun = False
        self._rank = 0

    def __enter__(self) -> Self:
        """Return itself; leaving the block ends the process."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()

    @property
    def process_id(self) -> int:
        """The process; 0 if there is none."""
        return 0 if self._connection is None else self._connection.process_id

    def close(self) -> None:
        """End the process, if there is one."""
        if self._connection is not None:
            self._connection.end()
        self._connection = None
        self._has_begun = False

    def take(self, commission: Commission) -> None:
        """Go on with another draft, in the same process if it is still there."""
        self.commission = commission
        self._has_begun = False
        if self._connection is not None and not self._connection.is_usable():
            self.close()

    def find_flaws(self, sound: Collection[str] = ()) -> list[Flaw]:
        """Load the draft and try every tool, well and badly; one that hangs costs its own time.

        Where the tools are sound the rules are tried as well.

        Args:
            sound: Tools and rules that are known to be, and are not tried.

        Raises:
            DomainError: The draft cannot be loaded; the message names file and line.
            ToolCrash: Loading it hung, crashed, or did something forbidden.
            IsolationError: This machine cannot lock a process.
        """
        with _AT_ONCE.passing():
            seconds = self._limits.load_seconds
            names = self._ask("loading the draft", "load", (), seconds, _read_names)
            flaws = [flaw for name in names if name not in sound for flaw in self._try(name)]
            known = (sorted(sound),)
            return flaws or self._ask("the rules", "rules", known, seconds, _read_flaws)

    def forge(self) -> Made:
        """Go through every stage after the design.

        Raises:
            IsolationError: This machine cannot lock a process.
        """
        try:
            with _AT_ONCE.passing():
                return self._ask("forging the draft", "forge", (), FORGING_SECONDS, read_made)
        except ToolCrash as crash:
            return Made({}, (), f"behind locks: {crash}", crashed=False)

    def take_turn(self, order: Sequence[object], read: Callable[[object], T]) -> T:
        """Go through every stage as `forge` does, but stop after each task for an order.

        Args:
            order: What to do next; the first begins and says nothing.
            read: Checks and converts what the process answers.

        Raises:
            ToolCrash: The draft hung, crashed, or did something forbidden.
            IsolationError: This machine cannot lock a process.
        """
        operation, arguments = "go on", order
        if not self._rank:
            operation, arguments = "forge in turns", ()
            self._rank = next(_RANKS)
        with _AT_ONCE.passing(self._rank):
            return self._ask("forging the draft", operation, arguments, FORGING_SECONDS, read)

    def _try(self, name: str) -> list[Flaw]:
        subject = f"tool {name[:80]!r}"
        seconds = self._limits.call_seconds
        try:
            if self._connection is None or not self._connection.is_usable():
                self.close()
                self._ask(subject, "load", (), self._limits.load_seconds, _read_names)
            return self._ask(subject, "try", (name,), seconds, _read_flaws)
        except ToolCrash as crash:
            self.close()
            return [Flaw(name, "hangs or breaks out", str(crash))]

    def _ask(
        self,
        subject: str,
        operation: str,
        arguments: Sequence[object],
        seconds: float,
        read: Callable[[object], T],
    ) -> T:
        if self._connection is None:
            self._connection = Connection(self._limits, NURSERY)
        if not self._has_begun:
            packed = base64.b64encode(pickle.dumps(self.commission)).decode()
            begin = (packed, self._limits.memory_bytes)
            self._connection.ask(subject, "begin", begin, self._limits.load_seconds, _read_nothing)
            self._has_begun = True
        return self._connection.ask(subject, operation, arguments, seconds, read)


def _read_nothing(value: object) -> None:
    if value is not None:
        _refuse("nothing", value)


def _read_names(value: object) -> list[str]:
    return [_text(name) for name in _list(value)]


def _read_flaws(value: object) -> list[Flaw]:
    flaws = [[_shown(part) for part in _list(flaw)] for flaw in _list(value)]
    if any(len(flaw) != 3 for flaw in flaws):
        _refuse("flaws", value)
    return [Flaw(*flaw) for flaw in flaws]


def read_made(value: object) -> Made:
    """Read what forging behind locks came to.

    Raises:
        ChannelGarbage: It has another form.
    """
    made = _object(value)
    files = {name: _text(text).encode() for name, text in _object(made.get("files")).items()}
    stages = tuple(_read_stage(_object(stage)) for stage in _list(made.get("stages")))
    named = [_text(name) for name in _list(made.get("named", []))]
    return Made(files, stages, _shown(made.get("failure")), made.get("crashed") is True, named)


def _read_stage(data: dict[str, Any]) -> StageReport:
    """Read what a stage came to; behind locks nothing is spent on a model."""
    rejections = {_shown(kind): _count(n) for kind, n in _object(data.get("rejections")).items()}
    seconds = data.get("seconds")
    if not isinstance(seconds, int | float) or not 0 <= seconds < FORGING_SECONDS:
        _refuse("seconds", seconds)
    num_in, num_out = _count(data.get("in")), _count(data.get("out"))
    return StageReport(_shown(data.get("name")), num_in, num_out, seconds, rejections)


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        _refuse("a count", value)
    return value


def _shown(value: object) -> str:
    """Read a text, and escape what a terminal would obey."""
    text = _text(value)
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def _text(value: object) -> str:
    return value if isinstance(value, str) else _refuse("a text", value)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else _refuse("a list", value)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else _refuse("an object", value)


def _refuse(wanted: str, value: object) -> NoReturn:
    raise ChannelGarbage(f"sent {str(value)[:200]!r} where {wanted} belongs")
