"""Editing, behind locks: tasks are collected, and changed as somebody outside proposes.

Whatever is proposed is composed and executed on the rows and has to pass every check that other
tasks pass. Each task is changed for itself, so it does not matter in which order proposals come.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.domain.tasks import SPLITS, Request, Split, Task
from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.certificates import certify_staged
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.comparison.duplicates import Sketch, TaskIndex
from autoforge_envs.synthesis.composition.candidates import Candidate, Rejection, SubGoal
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.grading import grade, measure
from autoforge_envs.synthesis.pipeline.attempts import Attempt, Entry, Outcome
from autoforge_envs.synthesis.pipeline.collecting import CERTIFICATE_SEED, Notes, collect
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import TaskComposer
from autoforge_envs.synthesis.pipeline.stages import StageReport, core_seconds
from autoforge_envs.synthesis.pipeline.tally import Tally
from autoforge_envs.synthesis.rewriting.frames import frame_of
from autoforge_envs.synthesis.rewriting.known_words import KnownWords, learn_words
from autoforge_envs.synthesis.rewriting.nodes import nodes_for
from autoforge_envs.synthesis.rewriting.offers import Offer, Wording
from autoforge_envs.synthesis.rewriting.recomposing import outline_of

GO_ON, RECOMPOSE, REWORD, SHOW, FINISH = "go on", "recompose", "reword", "show", "finish"
"""Orders: make the next task; change one; show it as it is; no more will be changed."""

Exchange = Callable[[object], Sequence[Any]]
"""Answers the order at hand, and returns the next with its arguments."""


@dataclass(frozen=True, slots=True)
class Version:
    """A certified form of a task.

    Attributes:
        attempt: The attempt that first gave it.
        candidate: As it was composed.
        entry: As it would be emitted.
        sketch: What it is found by among the others.
    """

    attempt: Attempt
    candidate: Candidate
    entry: Entry
    sketch: Sketch


class Objection(Exception):  # noqa: N818 - a verdict on a proposal
    """What is wrong with a proposal: a kind, where, and the reason."""

    def __init__(self, kind: str, where: str, reason: str) -> None:
        """Keep the parts."""
        super().__init__(kind, where, reason)
        self.problem = [kind, where, reason]


class Editor:
    """Collects a domain's tasks and takes orders about them in between."""

    def __init__(self, exchange: Exchange, phrasebook: Phrasebook) -> None:
        """Wait for `gather`.

        Args:
            exchange: Leads to whoever gives the orders.
            phrasebook: How people speak there.
        """
        self._exchange = exchange
        self._phrasebook = phrasebook
        self._desk: _Desk | None = None

    def gather(
        self,
        stage: Stage,
        composer: TaskComposer,
        quota: Quota,
        notes: Notes,
        on_outcome: Callable[[Outcome], None],
    ) -> Tally:
        """Make the tasks, as `collecting.collect` does.

        Raises:
            OptionError: The composer composes nothing twice.
        """
        if not isinstance(composer, Composer):
            raise OptionError(f"{type(composer).__name__} composes no task twice; take a Composer")
        desk = self._desk = _Desk(stage, composer, learn_words(composer.atlas, self._phrasebook))

        def note(outcome: Outcome) -> None:
            on_outcome(outcome)
            if outcome.entry is not None:
                self._serve(desk, {"offer": desk.take(outcome).as_json()})

        tally = collect(stage, desk, quota, notes, note)
        if not tally.missing():
            self._serve(desk, {"offer": None})
            tally.entries[:] = desk.final(tally.entries)
        return tally

    def reports(self) -> list[StageReport]:
        """Return what became of the proposals."""
        return [] if self._desk is None else self._desk.reports()

    def _serve(self, desk: "_Desk", reply: object) -> None:
        """Answer with what has come about, and do what is ordered until collecting may go on."""
        name, *arguments = self._exchange(reply)
        while name not in (GO_ON, FINISH):
            name, *arguments = self._exchange(desk.perform(name, arguments))


class _Desk:
    """The tasks of one domain, and what is done to them; composes for whoever collects."""

    def __init__(self, stage: Stage, composer: Composer, words: KnownWords) -> None:
        self._stage = stage
        self._composer = composer
        self._words = words
        self._acting = {tool.name for tool in composer.atlas.acting_tools()}
        self._composed: Candidate | Rejection | None = None
        self._versions: dict[str, Version] = {}
        self._index = TaskIndex()  # of tasks as composed, filled while the model is asked
        self._operations: Mapping[str, Callable[..., Version]] = {
            RECOMPOSE: self._recomposed, REWORD: self._reworded,
        }  # fmt: skip
        self._seconds = {RECOMPOSE: 0.0, REWORD: 0.0}
        self._accepted = {RECOMPOSE: 0, REWORD: 0}
        self._rejected: dict[str, dict[str, int]] = {RECOMPOSE: {}, REWORD: {}}

    # --- composing

    def compose(self, split: Split, level: int, number: int) -> Candidate | Rejection:
        """Compose a task and remember it."""
        self._composed = self._composer.compose(split, level, number)
        return self._composed

    def close(self) -> None:
        """Leave the composer open: whoever made it closes it."""

    def take(self, outcome: Outcome) -> Offer:
        """Keep the task that has just come through, and offer it."""
        if outcome.entry is None or not isinstance(self._composed, Candidate):
            raise OptionError(f"attempt {outcome.attempt} was not composed here; keep no notes")
        sketch = self._index.sketch(outcome.entry.task)
        version = Version(outcome.attempt, self._composed, outcome.entry, sketch)
        self._versions[outcome.entry.task.id] = version
        self._index.add(sketch)
        return self._offer(outcome.entry.task.id, version)

    # --- orders

    def perform(self, name: str, arguments: Sequence[Any]) -> object:
        """Change a task as is proposed; if it does not hold, tell why and leave it."""
        key, proposal = arguments
        if name == SHOW:
            return {"task": self._versions[key].entry.task.as_json()}
        start = core_seconds()
        try:
            version = self._operations[name](self._versions[key], proposal)
        except Objection as objection:
            kind = objection.problem[0]
            self._rejected[name][kind] = self._rejected[name].get(kind, 0) + 1
            return {"problems": [objection.problem]}
        finally:
            self._seconds[name] += core_seconds() - start
        self._accepted[name] += 1
        self._versions[key] = version
        return {"offer": self._offer(key, version).as_json()}

    def _recomposed(self, version: Version, names: Sequence[str]) -> Version:
        """Compose a task once more, by other nodes."""
        (split, level), number = version.attempt
        candidate = version.candidate
        outline = outline_of(candidate, names, self._composer.atlas)
        found = self._composer.recompose(split, level, number, candidate.customer, outline.merge)
        if isinstance(found, Rejection):
            reason = f"{found.reason}; choose another node"
            raise Objection("cannot be composed", found.detail or "the task", reason)
        wanted = version.entry.task.level
        graded = grade(measure(self._stage.other_session, found.task)).level
        if graded != wanted:
            reason = f"would be of level {graded}, and has to stay at level {wanted}"
            raise Objection("another level", "the task", reason)
        certified = self._certified(replace(found.task, level=graded))
        entry = Entry(certified, found.signature, found.customer)
        return Version(version.attempt, found, entry, self._index.sketch(certified))

    def _reworded(self, version: Version, texts: Sequence[tuple[str, str | None]]) -> Version:
        """Put a task's requests into other words."""
        task = version.entry.task
        old = task.user.requests
        new = tuple(
            replace(request, text=text, fallback=fallback)
            for request, (text, fallback) in zip(old, texts, strict=True)
        )
        self._check_words(old, new)
        user = replace(task.user, requests=new)
        certified = self._certified(replace(task, user=user, certificate={}))
        entry = replace(version.entry, task=certified)
        return replace(version, entry=entry, sketch=self._index.sketch(certified))

    def _check_words(self, old: Sequence[Request], new: Sequence[Request]) -> None:
        """Check what takes the rows of the business, or all requests at once, to see.

        Raises:
            Objection: A request says a value that it did not, or what another one says.
        """
        for position, (before, after) in enumerate(zip(old, new, strict=True), 1):
            added = self._words.added_values(_all_of(after), _all_of(before))
            if added:
                reason = f"says {added[0]!r}, which is a value of this business; leave it out"
                raise Objection("something added", f"request {position}", reason)
            if any(after.text in other.text for other in new if other is not after):
                reason = "says the same as another one; word each otherwise"
                raise Objection("a repetition", f"request {position}", reason)

    def _certified(self, task: Task) -> Task:
        """Make every check on a task and return it with its certificate.

        Raises:
            Objection: One fails.
        """
        certificate = certify_staged(self._stage, task, CERTIFICATE_SEED)
        if not certificate.passed:
            name, evidence = next(iter(certificate.failures.items()))
            raise Objection(f"check {name}", "the task", evidence[0])
        return replace(task, certificate=certificate.as_json())

    # --- what comes of it

    def _offer(self, key: str, version: Version) -> Offer:
        candidate, task = version.candidate, version.entry.task
        phrases = (*candidate.phrases, *_facts(task))
        requests = zip(candidate.goals, task.user.requests, strict=True)
        return Offer(key, tuple(self._wording(goal, each, phrases) for goal, each in requests))

    def _wording(self, goal: SubGoal, request: Request, phrases: Sequence[str]) -> Wording:
        nouns = self._words.nouns
        fallback = request.fallback
        instead = goal[2].rpartition(", else ")[2]
        return Wording(
            text=frame_of(request.text, phrases, nouns),
            fallback=None if fallback is None else frame_of(fallback, phrases, nouns),
            nodes=nodes_for(goal, self._acting, has_fallback=fallback is not None),
            bounds=self._words.bounds(goal[0]),
            fallback_bounds=self._words.bounds(instead),
        )

    def final(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the tasks as they are; those that would nearly repeat another stay as composed."""
        return [self._unless_repeated(entry) for entry in sorted(entries, key=_place)]

    def _unless_repeated(self, entry: Entry) -> Entry:
        version = self._versions[entry.task.id]
        if version.entry is entry:
            return entry
        itself = (entry.task.id, version.entry.task.id)
        if any(each.first not in itself for each in self._index.find(version.sketch)):
            return entry
        self._index.add(version.sketch)
        return version.entry

    def reports(self) -> list[StageReport]:
        """Return what became of the proposals."""
        return [*self._reports()]

    def _reports(self) -> Iterator[StageReport]:
        for name, accepted in self._accepted.items():
            rejected = self._rejected[name]
            num_in = accepted + sum(rejected.values())
            yield StageReport(name, num_in, accepted, self._seconds[name], rejected)


def _facts(task: Task) -> list[str]:
    return [str(part) for fact in task.user.facts for part in (fact.label, fact.value)]


def _all_of(request: Request) -> str:
    return f"{request.text} {request.fallback or ''}"


def _place(entry: Entry) -> tuple[int, int, str]:
    return SPLITS.index(entry.task.split), entry.task.level, entry.task.id
