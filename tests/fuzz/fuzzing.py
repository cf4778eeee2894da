"""Fuzzed actions for any domain, and the checks that every one of them must pass.

Actions are of many kinds: garbage, mistyped and hostile calls, and calls with values of the
database and of the task's own plan, in any order, so that the state really changes.
"""

import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from autoforge_envs.domain.contents import read_rows
from autoforge_envs.domain.conversation import HAND_OVER
from autoforge_envs.domain.plans import execute_plan
from autoforge_envs.domain.session import Session
from autoforge_envs.domain.storage.difference import digest
from autoforge_envs.domain.wording import read_back
from autoforge_envs.episode.messages import Message
from tests.environments.scripts import FOLDERS, QUESTIONS, call, inner, make, stage

SQL = (
    "' OR 1=1 --",
    "'; DROP TABLE orders; --",
    "x'); DELETE FROM customers; COMMIT; --",
    '" UNION SELECT password FROM customers --',
    "ROLLBACK",
    "COMMIT",
    "RELEASE SAVEPOINT call",
    "ATTACH DATABASE '/tmp/x' AS x",
    "%s %(name)s :name ?",
    "\\",
)
ODD_TEXTS = (
    "",
    " ",
    "\t\n",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "🙂" * 300,
    "e\u0301" * 50,
    "\u202egnp.exe",
    "{0.__class__}",
    "${jndi:ldap://x}",
    "../../etc/passwd",
    "NaN",
    "null",
    "1e400",
    "0x10",
    "١٢٣",
    "1_000",
    "-0",
    "2026-02-30",
    "9999-12-31T23:59:60",
    "x" * 60_000,
)
ODD_NUMBERS = (
    *(0, -1, 1, 2**31, 2**53, -(2**53) - 1, 2**63, 2**64, 10**4000),
    *(0.1, -0.0, 1e-300, 1e300, 49.999, 5e-324, True, False),
)
BARE_LITERALS = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "01",
    "+1",
    ".5",
    "tru",
    "'x'",
    "9" * 5000,
)


class Fuzzer:
    """Draws actions for one environment; the same seed draws the same ones."""

    def __init__(self, domain: str, seed: int) -> None:
        self._random = random.Random(seed)
        self.env = make(domain, reward="progress")
        self._inner = inner(self.env)
        self._pools = _values_by_column(domain)
        self._everything = sorted({text for pool in self._pools.values() for text in pool})
        self._plans = {task.id: _planned_calls(domain, task.id) for task in stage(domain).tasks}
        self.tools = [tool for tool in self._inner.tools if tool.caller == "agent"]
        self._writing = {(tool.caller, tool.name) for tool in self._inner.tools if tool.writes}
        self._names = [tool.name for tool in self._inner.tools]
        self._kinds: dict[Callable[[], object], int] = {
            self._right_call: 24,
            self._planned_call: 24,
            self._proposal: 6,
            self._words: 8,
            self._mistyped_call: 10,
            self._incomplete_call: 6,
            self._padded_call: 4,
            self._hostile_call: 6,
            self._unknown_tool: 3,
            self._broken_json: 6,
            self._odd_json: 3,
            self._deep_call: 2,
            self._huge_action: 1,
            self._no_text: 1,
        }
        self.tally: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self._rows = b""
        self._digest = ""
        self.begin(seed)

    @property
    def _session(self) -> Session:
        """Read directly: the episode would repeat what it believes to be unchanged."""
        return self._inner.episode.session

    def run(self, num_actions: int) -> None:
        """Play actions and check each; begin a new episode where one ends."""
        kinds, weights = list(self._kinds), list(self._kinds.values())
        for kind in self._random.choices(kinds, weights, k=num_actions):
            self._play(kind())
            self.tally[kind.__name__.strip("_")] += 1

    def begin(self, seed: int | None = None) -> None:
        """Begin an episode of some task."""
        observation, info = self.env.reset(seed=seed)
        assert self.env.observation_space.contains(observation)
        assert info["task_id"] in self._plans
        self._rows = self._session.save()
        self._digest = digest(self._session.difference())
        self.tally["episodes"] += 1

    def _play(self, action: object) -> None:
        episode = self._inner.episode
        num_messages = len(episode.transcript)
        observation, reward, terminated, truncated, info = self.env.step(action)  # type: ignore[arg-type]
        assert self.env.observation_space.contains(observation), observation
        assert math.isfinite(float(reward))
        assert (terminated or truncated) == ("ending" in info) == ("verdict" in info)
        assert not (terminated and truncated)
        assert not episode.error, episode.error
        json.dumps(info)
        self._check_state(episode.transcript[num_messages:])
        if terminated or truncated:
            self.tally[info["ending"]] += 1
            self.begin()

    def _check_state(self, messages: list[Message]) -> None:
        """Only calls that succeed may change rows, and only writing ones those that count."""
        done = [
            (call.party, call.call.name)
            for call, result in pairwise(messages)
            if call.call is not None and result.role == "tool" and not result.error
        ]
        self.accepted.update(name for party, name in done if party == "agent")
        self.tally["accepted"] += len(done)
        rows_before, self._rows = self._rows, self._session.save()
        if self._rows == rows_before:
            return
        assert done, messages
        digest_before, self._digest = self._digest, digest(self._session.difference())
        if self._digest != digest_before:
            assert self._writing & set(done), messages
            self.tally["changes"] += 1

    def _one_of(self, options: Sequence[Any]) -> Any:
        return options[int(self._random.random() * len(options))]

    def _arguments(self, schema: Any) -> dict[str, Any]:
        """Arguments that fit a tool's schema, from the database where it has such values."""
        parameters = schema["function"]["parameters"]
        return {
            name: self._value(name, wanted)
            for name, wanted in parameters["properties"].items()
            if name in parameters["required"] or self._random.random() < 0.5
        }

    def _value(self, name: str, wanted: Any) -> Any:
        if wanted["type"] == "array":
            return [self._value(name, wanted["items"]) for _ in range(self._random.randrange(4))]
        if "enum" in wanted:
            return self._one_of(wanted["enum"])
        if wanted["type"] == "integer":
            return self._random.randrange(5)
        if wanted["type"] == "boolean":
            return self._random.random() < 0.5
        return self._one_of(self._pools.get(name) or self._everything)

    def _draft(self) -> tuple[str, dict[str, Any]]:
        tool = self._one_of(self.tools)
        if tool.name == HAND_OVER and self._random.random() < 0.5:  # it ends the episode
            return self._draft()
        return tool.name, self._arguments(tool.schema)

    def _right_call(self) -> str:
        name, arguments = self._draft()
        return call(name, **arguments)

    def _plan(self) -> list[tuple[str, dict[str, Any]]]:
        return self._plans[self._inner.reveal().id]

    def _planned_call(self) -> str:
        name, arguments = self._one_of(self._plan())
        return call(name, **arguments)

    def _proposal(self) -> str:
        name, arguments = self._one_of([self._draft(), *self._plan()])
        return f"I would now {read_back(name, arguments)}. Shall I go ahead?"

    def _words(self) -> str:
        return str(self._one_of([*QUESTIONS, *ODD_TEXTS, *SQL]))

    def _odd_value(self) -> Any:
        odd: list[Any] = [
            None,
            [],
            {},
            [None],
            {"a": []},
            [[]] * 150,
            *ODD_NUMBERS,
            *ODD_TEXTS,
            *SQL,
        ]
        return self._one_of([*odd, self._one_of(self._everything)])

    def _mistyped_call(self) -> str:
        name, arguments = self._draft()
        if arguments:
            arguments[self._one_of(list(arguments))] = self._odd_value()
        return _dumps(name, arguments)

    def _incomplete_call(self) -> str:
        name, arguments = self._draft()
        if arguments:
            del arguments[self._one_of(list(arguments))]
        return _dumps(name, arguments)

    def _padded_call(self) -> str:
        name, arguments = self._draft()
        odd_names = ["state", "self", "call", "", "__class__", "id", "\ud800", *arguments]
        return _dumps(name, {**arguments, self._one_of(odd_names): self._odd_value()})

    def _hostile_call(self) -> str:
        name, arguments = self._draft()
        return _dumps(name, {key: self._one_of(SQL) for key in arguments})

    def _unknown_tool(self) -> str:
        name = self._one_of([*self._names, *ODD_TEXTS, *SQL, "__init__", "reset"])
        return _dumps(name, self._draft()[1])

    def _broken_json(self) -> str:
        text = self._one_of([self._right_call, self._planned_call])()
        at = self._random.randrange(1, len(text))
        rest = self._one_of([text[at:], text[at + 1 :], text[: at // 2], ""])
        wedge = self._one_of(['"', "{", "}", "\\", ",", ":", "\\u12", "\ud800"])
        return f"{text[:at]}{wedge}{rest}"

    def _odd_json(self) -> str:
        literal = self._one_of(BARE_LITERALS)
        texts = [
            f'{{"name": "{self._one_of(self._names)}", "arguments": {{"a": {literal}}}}}',
            f'{{"name": {literal}, "arguments": {{}}}}',
            f'{{"name": "x", "arguments": {literal}}}',
            f'{{"{literal[:50]}": 1}}',
            '{"name": "x", "arguments": [1, 2]}',
            '{"name": ["x"], "arguments": {}}',
            '{"name": "x", "arguments": {}, "arguments": {"a": 1}}',
            "{}" * 3,
        ]
        return str(self._one_of(texts))

    def _deep_call(self) -> str:
        name, arguments = self._draft()
        depth = self._one_of([3, 15, 25, 200, 450, 700, 980, 30_000])
        opening, closing = self._one_of([("[", "]"), ('{"a": ', "}")])
        if opening != "[":
            depth = min(depth, 8_000)
        inside = json.dumps(self._one_of(list(arguments) or ["a"]))
        deep = opening * depth + "1" + closing * depth
        return f'{{"name": {json.dumps(name)}, "arguments": {{{inside}: {deep}}}}}'

    def _huge_action(self) -> str:
        name, arguments = self._draft()
        huge = "x" * 1_000_000
        too_much = _dumps(name, {**arguments, "a": huge})
        return str(self._one_of([huge, "{" + huge, too_much, "🙂" * 70_000]))

    def _no_text(self) -> object:
        return self._one_of([None, 3, 2.5, b"{}", [], {"name": "x"}, object(), True, float("nan")])


def _dumps(name: str, arguments: dict[str, Any]) -> str:
    """A call as text, escaped or with lone surrogates as they are."""
    return json.dumps({"name": name, "arguments": arguments}, ensure_ascii=len(arguments) % 2 == 0)


def _values_by_column(domain: str) -> dict[str, list[str]]:
    """Texts of the initial rows by name of the column; keys also by `table_id`."""
    pools: dict[str, set[str]] = defaultdict(set)
    for table, values, _ in read_rows(FOLDERS[domain]):
        for column, value in values.items():
            if isinstance(value, str):
                pools[column].add(value)
        pools[f"{table.rstrip('s')}_id"].add(str(values["id"]))
    for task in stage(domain).tasks:
        for fact in task.user.facts:
            pools[fact.name].add(str(fact.value))
    return {column: sorted(texts) for column, texts in pools.items()}


def _planned_calls(domain: str, task_id: str) -> list[tuple[str, dict[str, Any]]]:
    session = stage(domain).server.open_session()
    execution = execute_plan(session, stage(domain).task(task_id))
    session.close()
    return [(each.name, dict(each.arguments)) for each in execution.calls]
