"""Near-duplicates: tasks that ask for the same thing in the same words, their values apart.

Two tasks of a domain are near-duplicates if their plans come to the same for the same requests and
their texts, with every value taken out, are alike; of two domains, whose tools have names of their
own, only the texts are compared. Candidates are found by MinHash (Broder, On the
resemblance and containment of documents, 1997) in bands, and every candidate is checked exactly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.domain import Contents, Manifest
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.wording import say_value
from autoforge_envs.synthesis.comparison.shingles import shingles_of, words_of

THRESHOLD = 0.8
"""Least Jaccard index of the texts of two near-duplicates."""

MAX_SUPERFLUOUS = 0.1
"""Largest share of a domain's tasks that may nearly repeat another one."""

NUM_BANDS = 16
ROWS_A_BAND = 4
"""Texts that are alike by the threshold share a band with probability 0.9998."""

SHINGLE_WORDS = 3
"""Words in a row; fewer than against foreign texts, since requests are short."""

TELLING_WORDS = 30
"""Shorter texts are no evidence between domains: over other tables, by other tools, "please extend
my proxy's permission" is another task, and people say such things alike everywhere."""

Outcomes = tuple[tuple[int, str, str, str], ...]
_Bucket = tuple[Outcomes, int, bytes]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two tasks of which one is superfluous.

    Attributes:
        likeness: Jaccard index of their texts without values.
        crosses_splits: Whether one could train on what the other tests.
    """

    first: str
    second: str
    likeness: float
    crosses_splits: bool


def outcomes_of(task: Task) -> Outcomes:
    """Return what a plan comes to for which request: changes, refusals with their ground, answers.

    Ways of looking things up do not count.
    """
    return tuple(
        (step.request, step.kind, step.name, str(step.arguments.get("rule", "")))
        for step in task.plan
        if step.confirm or step.kind in ("ask_user", "tell") or step.name in (DECLINE, HAND_OVER)
    )


def plain_text(task: Task) -> str:
    """Return what the user asks for, with numbers and the values that the plan goes by taken out.

    Those are the facts that the user knows and the constants by which the plan tells rows apart.
    """
    wishes = (text for each in task.user.requests for text in (each.text, each.fallback) if text)
    text = f" {' '.join(words_of(' '.join(wishes)))} "
    known = [say_value(fact.type, fact.value) for fact in task.user.facts]
    constants = [str(value).replace("_", " ") for value in _constants(task)]
    values = {" ".join(words_of(value)) for value in (*known, *constants)}
    for value in sorted(values - {""}, key=lambda value: (-len(value), value)):
        text = text.replace(f" {value} ", " x ")
    return " ".join(word for word in text.split() if word.strip("0"))


def _constants(task: Task) -> Iterator[object]:
    left: list[object] = [[step.arguments, step.when] for step in task.plan]
    while left:
        value = left.pop()
        if isinstance(value, Mapping):
            if "value" in value and not isinstance(value["value"], Mapping):
                yield value["value"]
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a task is found by in the index that made it.

    Attributes:
        task: The task.
        shingles: Of its text without values.
        keys: The buckets that it belongs into.
    """

    task: Task
    shingles: frozenset[int]
    keys: tuple[_Bucket, ...]


class TaskIndex:
    """Tasks by what they ask for; finds what a new one repeats."""

    def __init__(self, *, by_outcome: bool = True) -> None:
        """Start empty.

        Args:
            by_outcome: Whether only tasks that come to the same can repeat each other.
        """
        self._by_outcome = by_outcome
        self._last: Sketch | None = None
        self._added: list[Sketch] = []
        self._buckets: dict[_Bucket, list[int]] = {}

    def sketch(self, task: Task) -> Sketch:
        """Do most of what finding and adding a task take; nothing if the last one asked the same.

        So a task that is found to be new costs little to add, also once it has a certificate.
        """
        last = self._last
        if last and last.task.user is task.user and last.task.plan is task.plan:
            made = replace(last, task=task)
        else:
            shingles = shingles_of(plain_text(task), SHINGLE_WORDS)
            made = Sketch(task, shingles, tuple(self._keys(task, shingles)))
        self._last = made
        return made

    def find(self, sketch: Sketch) -> list[Duplicate]:
        """Return the tasks that one, which is not added, nearly repeats."""
        near = dict.fromkeys(at for key in sketch.keys for at in self._buckets.get(key, ()))
        found = [_compared(self._added[at], sketch) for at in sorted(near)]
        return [each for each in found if each.likeness >= THRESHOLD]

    def add(self, sketch: Sketch) -> None:
        """Add a task."""
        for key in sketch.keys:
            self._buckets.setdefault(key, []).append(len(self._added))
        self._added.append(sketch)

    def _keys(self, task: Task, shingles: frozenset[int]) -> Iterator[_Bucket]:
        outcomes = outcomes_of(task) if self._by_outcome else ()
        sketch = min_hashes(shingles)
        for band in range(NUM_BANDS):
            rows = sketch[band * ROWS_A_BAND : (band + 1) * ROWS_A_BAND]
            yield outcomes, band, rows.tobytes()


def _compared(first: Sketch, second: Sketch) -> Duplicate:
    """Tell how much one of two tasks repeats the other."""
    either = first.shingles | second.shingles
    likeness = len(first.shingles & second.shingles) / len(either) if either else 1.0
    crosses = first.task.split != second.task.split
    return Duplicate(first.task.id, second.task.id, likeness, crosses)


def near_duplicates(tasks: Iterable[Task], *, by_outcome: bool = True) -> list[Duplicate]:
    """Return every pair of tasks that nearly repeat each other, in the order of the tasks."""
    index = TaskIndex(by_outcome=by_outcome)
    found = []
    for task in tasks:
        sketch = index.sketch(task)
        found += index.find(sketch)
        index.add(sketch)
    return found


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The near-duplicates among the tasks of one domain, or among those of several.

    Attributes:
        domain: Its name, or what several are called together.
    """

    domain: str
    num_tasks: int
    pairs: tuple[Duplicate, ...]

    @property
    def superfluous(self) -> float:
        """Share of the tasks that nearly repeat an earlier one."""
        return len({each.second for each in self.pairs}) / self.num_tasks if self.num_tasks else 0.0

    @property
    def over_splits(self) -> list[Duplicate]:
        """Pairs of which one could train on what the other tests."""
        return [each for each in self.pairs if each.crosses_splits]

    @property
    def objections(self) -> list[str]:
        """What the gate has against them; empty if they pass."""
        found = [
            f"tasks {each.first!r} and {each.second!r} of different splits are {each.likeness:.0%} "
            "alike"
            for each in self.over_splits
        ]
        if self.superfluous > MAX_SUPERFLUOUS:
            found.append(f"{self.superfluous:.0%} of the tasks nearly repeat another")
        return [f"{self.domain}: {each}" for each in found]


def find_duplicates(contents: Contents) -> Duplicates:
    """Find the near-duplicates among a domain's tasks."""
    return Duplicates(
        contents.manifest.name, len(contents.tasks), tuple(near_duplicates(contents.tasks))
    )


def find_duplicates_between(suite: Sequence[Contents]) -> Duplicates:
    """Find tasks that nearly repeat one of another domain.

    Splits are those of whole domains here: training and held-out ones. Texts of fewer than
    `TELLING_WORDS` words, values apart, are counted, but cross no splits.
    """
    domains = {
        f"{contents.manifest.name}/{task.id}": contents.manifest
        for contents in suite
        for task in contents.tasks
    }
    tasks = [
        replace(task, id=f"{contents.manifest.name}/{task.id}")
        for contents in suite
        for task in contents.tasks
    ]
    telling = {task.id for task in tasks if len(plain_text(task).split()) >= TELLING_WORDS}
    pairs = [
        replace(each, crosses_splits=each.second in telling and _are_apart(domains, each))
        for each in near_duplicates(tasks, by_outcome=False)
        if domains[each.first].name != domains[each.second].name
    ]
    return Duplicates("one of another domain", len(tasks), tuple(pairs))


def _are_apart(domains: Mapping[str, Manifest], pair: Duplicate) -> bool:
    return domains[pair.first].split != domains[pair.second].split


def min_hashes(shingles: frozenset[int]) -> npt.NDArray[np.uint64]:
    """Return the least value of each of many hash functions over a set; zeros for an empty one."""
    if not shingles:
        return np.zeros(NUM_BANDS * ROWS_A_BAND, np.uint64)
    values = np.fromiter(sorted(shingles), np.uint64, len(shingles))
    mixed = (values[None, :] ^ _SALTS[:, None]) * _FACTORS[:, None]  # hash functions x shingles
    return np.asarray((mixed ^ (mixed >> np.uint64(29))).min(axis=1))


def _salts(seed: int) -> npt.NDArray[np.uint64]:
    generator = np.random.default_rng(seed)
    return generator.integers(0, 2**64, NUM_BANDS * ROWS_A_BAND, np.uint64)


_SALTS = _salts(1)
_FACTORS = _salts(2) | np.uint64(1)
"""Odd, so that multiplying by them loses nothing."""
