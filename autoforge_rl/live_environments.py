"""One environment in play: what it is told, what it answers, and how it breaks.

An environment is Gymnasium's, with text as action (a JSON object is a tool call) and `role` and
`content` as observation. Its `info` may hold `task_id`, `policy_document` and `tools` at the start,
`ending` and `verdict` (with `spoiled` and `blame`) at the end. All calls of one environment must
come from one thread; some databases insist.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gymnasium

from autoforge_rl.chat import Message
from autoforge_rl.errors import ChoiceError, EnvironmentCrash

Environment = gymnasium.Env[Any, Any]
_ROLES = ("system", "user", "tool")
"""Who may speak in an observation."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an environment said to one turn of the policy, or to begin with.

    Attributes:
        messages: In order.
        reward: Of the turn.
        anchor: Text that tells the situation it is in now from others; empty if none is asked for.
        ending: Why it ended; empty while it goes on.
        truncated: Whether it ended by Gymnasium's flag of that name alone.
        spoiled: Whether somebody other than the policy ruined it.
        blame: Whom the environment blames.
        error: What it raised.
        task_id: The task it plays, where it says.
        tools: Schemas of the tools; only to begin with.
    """

    messages: tuple[Message, ...] = ()
    reward: float = 0.0
    anchor: str = ""
    ending: str = ""
    truncated: bool = False
    spoiled: bool = False
    blame: str = ""
    error: str = ""
    task_id: str = ""
    tools: tuple[Mapping[str, Any], ...] = ()

    @property
    def has_crashed(self) -> bool:
        """Whether the environment raised."""
        return self.ending == "crashed"


class LiveEnvironment:
    """An environment from `make` to `close`; whatever it raises becomes an answer."""

    def __init__(self, make: Callable[[str], Environment], anchor_key: str = "") -> None:
        """Nothing is made yet.

        Args:
            make: Makes an environment from its id, as `gymnasium.make` does.
            anchor_key: The key of `info` whose text anchors steps; empty for none.
        """
        self._make = make
        self._anchor_key = anchor_key
        self._environment: Environment | None = None

    def open(self, environment_id: str, task_id: str | None, seed: int) -> Answer:
        """Make and reset the environment.

        Args:
            environment_id: What it is made from.
            task_id: The task; None lets the environment choose by seed.
            seed: Decides its randomness.

        Raises:
            ChoiceError: Its `info` has no anchor, although one is asked for.
        """
        try:
            self._environment = _guarded(self._make, environment_id)
            return self._reset(self._environment, task_id, seed)
        except EnvironmentCrash as error:
            return self._crashed(error)

    def take(self, actions: Sequence[str]) -> Answer:
        """Take the actions of one turn, up to the one that ends the episode.

        Raises:
            ChoiceError: Its `info` has no anchor, although one is asked for.
        """
        answer = Answer()
        try:
            for action in actions:
                answer = self._step(action, answer)
                if answer.ending:
                    return self._closed(answer)
        except EnvironmentCrash as error:
            return self._crashed(error)
        return answer

    def stop(self, ending: str) -> Answer:
        """Close the environment before its end, and return that as its last answer."""
        return self._closed(Answer(ending=ending))

    def _reset(self, environment: Environment, task_id: str | None, seed: int) -> Answer:
        options = {} if task_id is None else {"task_id": task_id}
        observation, info = _unpacked(
            _guarded(environment.reset, seed=seed, options=options), ("observation", "info")
        )
        played = str(info.get("task_id", task_id or ""))
        if task_id is not None and played != task_id:
            raise EnvironmentCrash(f"it began task {played!r} where {task_id!r} was asked for")
        messages = [_as_message(observation, "")]
        if info.get("policy_document"):
            messages.insert(0, {"role": "system", "content": info["policy_document"]})
        return Answer(
            tuple(messages),
            anchor=self._anchor(info),
            task_id=played,
            tools=tools_of(info),
        )

    def _step(self, action: str, before: Answer) -> Answer:
        if self._environment is None:
            raise EnvironmentCrash("the environment was closed while it was played")
        observation, reward, terminated, truncated, info = _unpacked(
            _guarded(self._environment.step, action),
            ("observation", "reward", "terminated", "truncated", "info"),
        )
        answer = Answer(
            (*before.messages, _as_message(observation, action)), before.reward + _finite(reward)
        )
        if _guarded(bool, terminated):
            return _ended(answer, info, "terminated")
        if _guarded(bool, truncated):
            return replace(_ended(answer, info, "truncated"), truncated=True)
        return replace(answer, anchor=self._anchor(info))

    def _anchor(self, info: Mapping[str, Any]) -> str:
        if not self._anchor_key:
            return ""
        if self._anchor_key not in info:
            raise ChoiceError(
                f"anchor_key is {self._anchor_key!r}, which the environment's info lacks; it has "
                f"{', '.join(sorted(info)) or 'nothing'}"
            )
        return str(info[self._anchor_key])

    def _crashed(self, error: EnvironmentCrash) -> Answer:
        answer = Answer(ending="crashed", spoiled=True, blame="environment", error=str(error))
        return self._closed(answer)

    def _closed(self, answer: Answer) -> Answer:
        """Close; what closing raises is kept, but the conversation is whole all the same."""
        environment, self._environment = self._environment, None
        if environment is None:
            return answer
        try:
            _guarded(environment.close)
        except EnvironmentCrash as error:
            return replace(answer, error=f"{answer.error} close: {error}".strip())
        return answer


def _guarded(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call an environment; whatever it raises becomes a crash of this one rollout."""
    try:
        return function(*arguments, **options)
    except (Exception, SystemExit) as error:
        raise EnvironmentCrash(f"{type(error).__name__}: {error}") from error


def tools_of(info: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the schemas of the tools that an environment's `info` tells of.

    Raises:
        EnvironmentCrash: They are no mappings that JSON can hold.
    """
    told = info.get("tools", ())
    tools = told if isinstance(told, Sequence) else None
    if tools is None or not all(isinstance(each, Mapping) for each in tools):
        raise EnvironmentCrash(f"info's `tools` is {told!r:.300}; it must be a list of mappings")
    _guarded(json.dumps, [dict(each) for each in tools])
    return tuple(tools)


def _unpacked(returned: object, parts: Sequence[str]) -> Sequence[Any]:
    """Return what an environment returned, which must be so many parts, the last one `info`."""
    match returned:
        case [*_, Mapping()] if len(returned) == len(parts):
            return returned
    raise EnvironmentCrash(
        f"it must return {', '.join(parts)}, the last one a mapping, got {returned!r:.300}"
    )


def _finite(reward: Any) -> float:
    try:
        is_finite = math.isfinite(reward)
    except (TypeError, ValueError, OverflowError):
        is_finite = False
    if not is_finite:
        raise EnvironmentCrash(f"the reward is {reward!r}; it must be a finite number")
    return float(reward)


def _ended(answer: Answer, info: Mapping[str, Any], ending: str) -> Answer:
    """Return the last answer, with what `info` tells about the end.

    Args:
        answer: As far as it is known.
        info: Of the last step.
        ending: Why it ended, where `info` has no word for it.
    """
    told, verdict = info.get("ending", ending), info.get("verdict", {})
    if told is None or not str(told):
        raise EnvironmentCrash(f"info's `ending` is {told!r}; it must be text, and not empty")
    if not isinstance(verdict, Mapping):
        raise EnvironmentCrash(f"info's `verdict` is {verdict!r}; it must be a mapping")
    return replace(
        answer,
        ending=str(told),
        spoiled=bool(verdict.get("spoiled", False)),
        blame=str(verdict.get("blame", "")),
    )


def _as_message(observation: object, action: str) -> Message:
    """Read an observation as a message; a tool's result carries the tool's name."""
    if not isinstance(observation, Mapping) or not {"role", "content"} <= observation.keys():
        raise EnvironmentCrash(f"an observation needs `role` and `content`, got {observation!r}")
    if observation["role"] not in _ROLES:
        raise EnvironmentCrash(
            f"an observation's role must be one of {_ROLES}, got {observation['role']!r:.300}"
        )
    message = {"role": observation["role"], "content": observation["content"]}
    return {**message, "name": _called(action)} if message["role"] == "tool" else message


def _called(action: str) -> str:
    try:
        name = json.loads(action)["name"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return "tool"
    return name if isinstance(name, str) else "tool"
