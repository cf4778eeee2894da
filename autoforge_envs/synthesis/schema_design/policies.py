"""The rules that schemas tell: what statuses, days and references forbid.

Nothing is invented: a status that ends things ends them, a day that has passed has passed, what is
not there to be had is not given away. Who enforces a rule, and how strict it is, the seed decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autoforge_envs.domain.rules import EnforcedBy
from autoforge_envs.synthesis.composition.wording.names import article, capitalised
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.documents.cleaning import clean_name, unique_names
from autoforge_envs.synthesis.schema_design.business import Business, Entity, Field, Operation
from autoforge_envs.synthesis.schema_design.noun_verbs import verb_for
from autoforge_envs.synthesis.schema_design.values import tells_past
from autoforge_envs.synthesis.schema_design.wording import participle

_ENFORCERS: tuple[EnforcedBy, ...] = ("agent", "agent", "tools")
_FINAL = frozenset(
    "cancelled canceled closed completed complete done delivered sold returned rejected refunded "
    "expired archived ended finished withdrawn fulfilled resolved deleted failed shipped over "
    "used void voided settled revoked waived denied declined redeemed terminated dismissed "
    "checked_out no_show".split()
)
_REVIVING = tuple("reopen resume reactivate activate restore renew unfreeze enable".split())
"""What is done to that which has ended or rests."""
_REVIVED = tuple(participle(verb) for verb in _REVIVING)
_UNFIT = frozenset("cancelled canceled deleted rejected failed archived draft".split())


Condition = Literal["status", "forward", "coming", "ahead", "available"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule to be.

    Attributes:
        name: Of the function.
        entity: What it is about, by its singular in words.
        tools: Names of the tools it guards.
        sentence: What the policy document says.
        fields: The parameters that it looks at besides the key.
        uses_key: Whether it looks at the row that the call is about.
        condition: Kind of the test. The row has one of some statuses; its status does not go
            back; its day is to come; a day is to come; what is referred to has some status.
        words: What the test compares with.
        column: What is tested.
    """

    name: str
    entity: str
    tools: tuple[str, ...]
    sentence: str
    fields: tuple[Field, ...]
    uses_key: bool
    condition: Condition
    words: tuple[str, ...]
    column: Field
    enforced_by: EnforcedBy


def policies_of(business: Business, chance: Chance) -> list[Policy]:
    """Return the rules of a business.

    Args:
        business: Tables and tools.
        chance: Draws who enforces each, and how strict some are.
    """
    found = [
        policy
        for entity in business.entities.values()
        for policy in _Policies(business, entity, chance).all()
    ]
    names = unique_names(policy.name for policy in found)
    return [replace(policy, name=name) for policy, name in zip(found, names, strict=True)]


class _Policies:
    """The rules about one entity."""

    def __init__(self, business: Business, entity: Entity, chance: Chance) -> None:
        self._business = business
        self._entity = entity
        self._chance = chance
        self._noun = entity.noun
        self._tools = [each for each in business.operations if each.entity == entity.name]

    def all(self) -> Iterator[Policy]:
        """Yield them."""
        yield from self._by_status()
        yield from self._forward()
        yield from self._by_day()
        for operation in self._of("create"):
            yield from self._available(operation)
            yield from self._ahead(operation)

    def _of(self, *kinds: str) -> list[Operation]:
        return [each for each in self._tools if each.kind in kinds]

    def _policy(
        self,
        name: str,
        tools: Sequence[Operation],
        sentence: str,
        condition: Condition,
        column: Field,
        words: Sequence[str] = (),
    ) -> Policy:
        given = condition in ("ahead", "available", "forward")
        return Policy(
            name=name,
            entity=self._entity.name,
            tools=tuple(each.name for each in tools),
            sentence=sentence,
            fields=(column,) if given else (),
            uses_key=condition in ("status", "forward", "coming"),
            condition=condition,
            words=tuple(words),
            column=column,
            enforced_by=self._chance.pick(_ENFORCERS),
        )

    def _by_status(self) -> Iterator[Policy]:
        status = self._entity.status
        if status is None or not self._entity.owner:
            return
        still = _open(status.choices)
        strict = still[:1] if self._chance.happens(50) else still
        many = self._noun.many.replace(" ", "_")
        for tools, words in self._guarded(still, strict):
            if words:
                done = _spoken([participle(each.verb) for each in tools])
                yield self._policy(
                    f"only_open_{many}_are_{done.replace(', ', '_').replace(' ', '_')}",
                    tools,
                    f"{capitalised(self._a())} is {done} only while it is {_spoken(words)}.",
                    "status",
                    status,
                    words,
                )

    def _guarded(
        self, still: list[str], strict: list[str]
    ) -> Iterator[tuple[list[Operation], list[str]]]:
        """Yield tools with the statuses in which things are when they may be used.

        What leads to a status that is no end may be used before that status only.
        """
        removing = [e for e in self._of("remove", "move") if e.verb not in _REVIVING]
        ending = [each for each in removing if each.status not in still]
        if changing := self._of("update"):
            yield changing, still
        if ending:
            yield ending, strict
        for each in removing:
            if each.status in still:
                at = still.index(each.status)
                yield [each], still[:at] or still[at + 1 :]

    def _forward(self) -> Iterator[Policy]:
        status = self._entity.status
        tools = [each for each in self._of("update") if status and _takes(each, status.name)]
        if status is None or not tools or len(status.choices) < 3:
            return
        order = ", then ".join(_plain(word) for word in status.choices)
        yield self._policy(
            f"{self._noun.snake}_{status.name}_goes_forward",
            tools,
            f"The {status.words} of {self._a()} never goes back; it is first {order}.",
            "forward",
            status.optional(),
            status.choices,
        )

    def _by_day(self) -> Iterator[Policy]:
        day = coming_day(self._entity)
        tools = self._of("update", "remove", "move")
        if day is None or not tools or not self._entity.owner or self._entity.status:
            return
        done = _spoken([participle(each.verb) for each in tools])
        yield self._policy(
            f"past_{self._noun.many.replace(' ', '_')}_stay_as_they_are",
            tools,
            f"{capitalised(self._a())} whose {day.words} has passed is not {done} any more.",
            "coming",
            day,
        )

    def _available(self, operation: Operation) -> Iterator[Policy]:
        for field in operation.parameters:
            target = self._business.entities.get(field.references)
            status = target.status if target else None
            if target is None or status is None or field.nullable or status.choices[0] in _UNFIT:
                continue
            done = participle(verb_for(operation.verb, self._noun))
            yield self._policy(
                f"{operation.name}_needs_{target.noun.snake}_{clean_name(status.choices[0])}",
                [operation],
                f"{capitalised(self._a())} is {done} only for "
                f"{article(target.name)} that is {_plain(status.choices[0])}.",
                "available",
                field,
                status.choices[:1],
            )

    def _ahead(self, operation: Operation) -> Iterator[Policy]:
        for field in operation.parameters:
            if field.is_day and not field.nullable and not tells_past(field.name):
                yield self._policy(
                    f"the_{clean_name(field.words)}_of_{self._noun.snake}_is_not_past",
                    [operation],
                    f"The {field.words} of {self._a()} is today or later, never in the past.",
                    "ahead",
                    field,
                )

    def _a(self) -> str:
        return article(self._noun.singular)


def coming_day(entity: Entity) -> Field | None:
    """Return the column with the day on which something will be, or was."""
    days = (each for each in entity.fields if each.is_day and not each.nullable)
    return next((each for each in days if not tells_past(each.name)), None)


def _takes(operation: Operation, name: str) -> bool:
    return any(each.name == name for each in operation.parameters)


def _open(choices: Sequence[str]) -> list[str]:
    """Return the statuses that are no end: all but those that sound like one, or the last.

    That to which things are revived is not the last.
    """
    still = [word for at, word in enumerate(choices) if not _is_end(word, choices[at + 1 :])]
    if 0 < len(still) < len(choices):
        return still
    last = next((word for word in reversed(choices) if word not in _REVIVED), choices[-1])
    return [word for word in choices if word != last]


def _is_end(status: str, later: Sequence[str]) -> bool:
    """Tell whether a status ends things; being paid does unless more is to come."""
    words = clean_name(status)
    if words == "paid":
        return all(_is_end(each, ()) for each in later)
    return words in _FINAL or bool({*words.split("_")} & _FINAL)


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _spoken(words: Sequence[str]) -> str:
    plain = list(dict.fromkeys(_plain(word) for word in words))
    return f"{', '.join(plain[:-1])} or {plain[-1]}" if len(plain) > 1 else plain[0]
