"""Refusals: what can be declined, about what, and on the ground of which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from autoforge_envs.environments.symbolic.calls import Caller, ConcreteCall, call_text
from autoforge_envs.environments.symbolic.handbook import Handbook
from autoforge_envs.environments.symbolic.knowledge import Knowledge
from autoforge_envs.environments.symbolic.rules import RuleCard
from autoforge_envs.environments.symbolic.tools import ToolCard

MAX_DECLINES = 10
"""Refusals offered."""


class Subject(NamedTuple):
    """What may be refused: an action, with the best call of it about one key."""

    action: ToolCard
    call: ConcreteCall
    key: str


class Refuser:
    """Finds refusals, and remembers them until more is known."""

    def __init__(self, handbook: Handbook, knowledge: Knowledge, caller: Caller) -> None:
        """Find refusals among these rules, of the calls that a caller finds."""
        self._handbook = handbook
        self._knowledge = knowledge
        self._caller = caller
        self._known: tuple[tuple[object, ...], list[ConcreteCall]] | None = None

    def declines(
        self, tool: ToolCard, wanted: Sequence[ToolCard], refused_by: str
    ) -> list[ConcreteCall]:
        """Return the most fitting refusals, best first, at most `MAX_DECLINES`.

        Args:
            tool: The tool that notes a refusal.
            wanted: Tools that may be declined, the likeliest first.
            refused_by: Name of the rule by which a tool has refused last; "" if none has.
        """
        subjects = [subject for action in wanted for subject in self._subjects(action)]
        known = [(subject.call.text, subject.key) for subject in subjects]
        stamp = len(self._knowledge.records), refused_by, *known
        if self._known is None or self._known[0] != stamp:
            rules = self._handbook.rules
            found = [self._decline(tool, each, rule) for each in subjects for rule in rules]
            self._known = stamp, _ranked(found, refused_by)
        return self._known[1]

    def _subjects(self, action: ToolCard) -> list[Subject]:
        """Return the best call of a tool about each key that is no person's."""
        calls = self._caller.calls_of(action) or self._caller.bare_calls_of(action)
        keys = [parameter for parameter in action.parameters if parameter.is_reference]
        things = [key.name for key in keys if key.prefix not in self._handbook.persons]
        found: dict[str, Subject] = {}
        for call in calls:
            for key in _keys(call, things or [key.name for key in keys]):
                found.setdefault(key, Subject(action, call, key))
        return list(found.values())

    def _decline(self, tool: ToolCard, subject: Subject, rule: RuleCard) -> ConcreteCall:
        action, call, key = subject
        arguments = {"action": action.name, "subject": key, "rule": rule.name}
        traits = call.traits._replace(
            rule=self._handbook.rule_fits[rule.name, action.name],
            broken=self._caller.breach(rule, action, call.arguments, call.text),
        )
        text = call_text(tool, arguments)
        return ConcreteCall(tool, arguments, text, traits, 0, call.newest, rule, action, rule)


def _keys(call: ConcreteCall, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = call.arguments.get(name)
        yield from value if isinstance(value, list) else [value] if value is not None else []


def _ranked(declines: Sequence[ConcreteCall], refused_by: str) -> list[ConcreteCall]:
    """Put refusals in order: what a tool has said, then what is meant, then what fits."""
    ranked = sorted(
        declines,
        key=lambda call: (
            -3.0 * (call.rule is not None and call.rule.name == refused_by)
            - 2.0 * call.traits.fit
            - call.traits.broken
            - call.traits.rule
        ),
    )
    return [replace(call, rank=rank) for rank, call in enumerate(ranked[:MAX_DECLINES])]
