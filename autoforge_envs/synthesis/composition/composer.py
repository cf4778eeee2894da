"""The composer: tasks of one domain, each a pure function of domain, seed, split, level, number."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.plans import PlannedCall, goal_of
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import SPLITS, Goal, Split, Task
from autoforge_envs.domain.wording import read_back
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.certification.hearing import heard_anyway
from autoforge_envs.synthesis.composition.atlas import Atlas
from autoforge_envs.synthesis.composition.candidates import Candidate, Reason, Rejection
from autoforge_envs.synthesis.composition.entering import enter
from autoforge_envs.synthesis.composition.merging import Merged, is_guarded, merge
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.composition.phrasing import Phrasing
from autoforge_envs.synthesis.composition.recipes import draw_recipe
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.scripting import script
from autoforge_envs.synthesis.composition.walking.draft import Draft
from autoforge_envs.synthesis.composition.walking.seeking import Seeker
from autoforge_envs.synthesis.composition.walking.walk import Walk
from autoforge_envs.synthesis.composition.wording.speech import Speech
from autoforge_envs.synthesis.overlays import Overlays

MAX_ATTEMPTS = 8
"""Customers and combinations tried for one number before it is given up."""

Merge = Callable[[Scene, Split, int], Merged | Rejection]
"""Adds the requests of a task of a split and level to a scene that has been entered."""

_AGAIN = 1
"""Sets the random stream of tasks that are composed once more apart."""


class Composer:
    """Composes candidates; close it when done."""

    def __init__(
        self, server: LocalServer, seed: int, phrasebook: Phrasebook | None = None
    ) -> None:
        """Survey the domain and open two sessions.

        Args:
            server: Serves the domain; whoever opened it closes it, after this.
            seed: Of everything that is drawn.
            phrasebook: How people speak here.
        """
        self.atlas = Atlas(server, seed)
        self._seed = seed
        self._phrasebook = phrasebook or Phrasebook()
        scratch = Overlays(server) if Overlays.fit(server) else server
        self._walk = Walk(self.atlas, scratch.open_session("agent"))
        self._session = scratch.open_session()

    def close(self) -> None:
        """Close the sessions."""
        self._walk.session.close()
        self._session.close()

    def compose(self, split: Split, level: int, number: int) -> Candidate | Rejection:
        """Compose one task, or say why not.

        Args:
            split: Which customers and combinations it may use.
            level: Difficulty from 1 to 5.
            number: Of the task within split and level; each number gives another one.
        """
        generator = numpy.random.default_rng([self._seed, SPLITS.index(split), level, number])
        customers = self.atlas.customers[split]
        if not customers:
            return Rejection(Reason.NO_WAY_IN, f"no customer belongs to {split}")
        rejection = Rejection(Reason.NO_WAY_IN)
        for _ in range(MAX_ATTEMPTS):
            scene = self._set(draw(customers, generator), generator)
            outcome = self._attempt(scene, split, level, number, _merge_by_recipe)
            if isinstance(outcome, Candidate):
                return outcome
            rejection = outcome
        return rejection

    def recompose(
        self, split: Split, level: int, number: int, customer: str, merge: Merge
    ) -> Candidate | Rejection:
        """Compose a task once more, for the same customer, of requests that somebody else chose.

        Args:
            split: As in `compose`; `level` and `number` too.
            level: Goes into the task as it is.
            number: Tells the task's random stream apart.
            customer: Key of whom it is about.
            merge: Adds the requests.
        """
        party = self._party(split, customer)
        place = [self._seed, SPLITS.index(split), level, number, _AGAIN]
        generator = numpy.random.default_rng(place)
        rejection = Rejection(Reason.OTHER_SPLIT)
        for _ in range(MAX_ATTEMPTS):
            outcome = self._attempt(self._set(party, generator), split, level, number, merge)
            if isinstance(outcome, Candidate) or outcome.reason != Reason.OTHER_SPLIT:
                return outcome
            rejection = outcome
        return rejection

    def _party(self, split: Split, customer: str) -> object:
        """Return a customer's row."""
        key = self.atlas.kinds[self.atlas.party].key
        return next(row for row in self.atlas.customers[split] if getattr(row, key) == customer)

    def _set(self, party: object, generator: numpy.random.Generator) -> Scene:
        """Begin a task for a customer."""
        self._walk.begin()
        speech = Speech(self._phrasebook, generator)
        draft = Draft(self._walk, speech, generator)
        return Scene(
            atlas=self.atlas,
            walk=self._walk,
            seeker=Seeker(self._walk, party, generator),
            draft=draft,
            speech=speech,
            say=Phrasing(self.atlas, draft, speech),
            generator=generator,
            party=party,
            used=[],
            hopeless=[],
        )

    def _attempt(
        self, scene: Scene, split: Split, level: int, number: int, merge: Merge
    ) -> Candidate | Rejection:
        if not enter(scene):
            return Rejection(Reason.NO_WAY_IN)
        merged = merge(scene, split, level)
        if isinstance(merged, Rejection):
            return merged
        if not is_guarded(scene):
            return Rejection(Reason.UNGUARDED)
        undone = scene.walk.find_undone()
        if undone:
            return Rejection(Reason.UNDONE, undone)
        plan = tuple(scene.draft.contents.steps)
        task = self._with_goal(Task("", split, level, script(scene, merged), plan, Goal((), ())))
        if isinstance(task, Rejection):
            return task
        return _candidate(scene, merged, replace(task, id=_task_id(task, merged.wishes, number)))

    def _with_goal(self, task: Task) -> Task | Rejection:
        """Execute a task's plan and give it its goal."""
        calls: list[PlannedCall] = []
        try:
            goal = goal_of(self._session, task, calls.append)
        except TaskError as error:
            return Rejection(Reason.PLAN_FAILS, str(error))
        proposals = [read_back(call.name, call.arguments) for call in calls if call.step.confirm]
        if any(heard_anyway(goal.told, proposals)):
            return Rejection(Reason.HEARD_ANYWAY)
        return replace(task, goal=goal)


def _merge_by_recipe(scene: Scene, split: Split, level: int) -> Merged | Rejection:
    return merge(scene, draw_recipe(level, scene.generator), split, level)


def _candidate(scene: Scene, merged: Merged, task: Task) -> Candidate:
    outcomes = {wish.outcome for wish in merged.wishes}
    return Candidate(
        task=task,
        signature=merged.signature,
        customer=scene.seeker.party.value,
        num_calls=scene.draft.num_calls,
        num_writes=scene.draft.num_writes,
        num_reasoning_nodes=scene.draft.num_reasoning_nodes,
        has_forbidden=bool(outcomes & {"declined", "handed_over"}),
        has_conditional="conditional" in outcomes or any(w.fallback for w in merged.wishes),
        goals=tuple((wish.intent, wish.outcome, wish.description) for wish in merged.wishes),
        phrases=tuple(dict.fromkeys(scene.speech.phrases)),
    )


def _task_id(task: Task, wishes: Sequence[Wish], number: int) -> str:
    """Name a task after its requests and its content."""
    words = "_then_".join(dict.fromkeys(wish.intent for wish in wishes))
    content = json.dumps([task.as_json(), number], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    return f"{words[:60].rstrip('_')}_{digest}"
