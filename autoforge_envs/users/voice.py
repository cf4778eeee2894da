"""How a scripted user says facts, options, and what it does not know, as its persona does."""

from collections.abc import Iterable, Mapping, Sequence

import numpy

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.repertoire import Repertoire
from autoforge_envs.users.spoken_names import spoken_name


class Voice:
    """Says things in the phrasings of a persona, and facts by what the speaker calls them."""

    def __init__(self, script: UserScript, generator: numpy.random.Generator) -> None:
        """Begin a conversation.

        Args:
            script: Who speaks.
            generator: Where the choice of words comes from.
        """
        self._script = script
        self._repertoire = Repertoire(script.persona, generator)

    def say(self, kind: str, **slots: str) -> str:
        """Say something in one of its phrasings."""
        return self._repertoire.say(kind, **slots)

    def say_groups(self, groups: Sequence[Sequence[Fact]]) -> list[str]:
        """Say facts, each group of them in one breath."""
        if len(groups) == 1:
            return [self.say_group("answer", groups[0])]
        kinds = ("answer_next" if at else "answer_first" for at in range(len(groups)))
        return [self.say_group(kind, group) for kind, group in zip(kinds, groups, strict=True)]

    def say_group(self, kind: str, group: Sequence[Fact]) -> str:
        """Say a fact, or the parts of an address in one breath."""
        called = spoken_name(group[0], self._script) if len(group) == 1 else "the address"
        street, *behind = (say_value(fact.type, fact.value) for fact in group)
        return self.say(
            kind,
            fact=called,
            Fact=_capitalised(called),
            Label=_capitalised(called.removeprefix("the ").removeprefix("my ")),
            value=f"{street}, {' '.join(behind)}" if behind else street,
        )

    def say_option(self, option: str) -> str:
        """Say which of some options it is."""
        return self.say("choice", value=option, Value=_capitalised(option))

    def say_unknown(self, things: Sequence[str], asking: str) -> str:
        """Say what is not known.

        Args:
            things: What was asked for, in the asker's words; at least one.
            asking: The question.
        """
        return self.say("unknown_thing", thing=_or(_owned(thing, asking) for thing in things))

    def save(self) -> dict[str, list[int]]:
        """Return what was said, as plain data."""
        return self._repertoire.save()

    def restore(self, saved: Mapping[str, Sequence[int]]) -> None:
        """Bring it to a saved moment."""
        self._repertoire.restore(saved)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _owned(thing: str, asking: str) -> str:
    """Put the word for whose it is before something that was asked for."""
    thing = thing.replace(" your ", " my ")
    is_own = f"the {thing}" not in asking and " of my " not in thing
    return f"my {thing}" if is_own else f"the {thing}"


def _or(things: Iterable[str]) -> str:
    *others, last = things
    return f"{', '.join(others)} or {last}" if others else last
