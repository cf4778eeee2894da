"""How well the audit finds user errors: injected faults by kind, voice and rate; false alarms.

The reference agent plays every task of the domains with a faulty user. What was injected is known
from the labels; the audit sees the transcript, the instructions and the facts alone.

Run with `python -m benchmarks.auditing [--seeds N] [--show KIND]` from the checkout.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import gymnasium
import numpy

import autoforge_envs
from autoforge_envs.benchmark.agents import Agent, ReferenceAgent
from autoforge_envs.benchmark.evaluation import episode_seed, make_brief
from autoforge_envs.benchmark.styles import STYLES, StyledAgent
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Message
from autoforge_envs.episode.verdict import Verdict
from autoforge_envs.users.auditing.audit import audit
from autoforge_envs.users.faults.faulty import EVEN_MIX, FaultOptions, FaultyUser, Injected
from autoforge_envs.users.faults.words import VOICES, Voice
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind, UserError
from autoforge_envs.users.vocabulary import content_stems
from benchmarks.conversations import NAMES, Conversation, read_conversations, spoiled_copies
from benchmarks.misreading import MisreadingAgent
from benchmarks.timing import print_table

BOOKSHOP = Path(__file__).parents[1] / "tests" / "domains" / "bookshop_v0"
RATES = (0.05, 0.2, 0.5, 1.0)


SPOILING: tuple[ErrorKind, ...] = (
    "wrong_value",
    "contradiction",
    "invented_fact",
    "extra_request",
    "premature_hang_up",
    "wrong_confirmation",
)
"""Kinds that can be put into a conversation without playing it anew."""

CONSEQUENCES = ("kind", "faulty episodes", "failed", "blamed on the user", "successes blamed")


@dataclass(frozen=True, slots=True)
class Played:
    """One episode: what was injected, what the audit found, and how it ended."""

    task: Task
    transcript: tuple[Message, ...]
    injected: tuple[Injected, ...]
    found: tuple[UserError, ...]
    verdict: Verdict | None


ByKind = Mapping[tuple[Voice, ErrorKind], Sequence[Played]]


@dataclass(slots=True)
class Score:
    """Counts of faults and findings."""

    faults: int = 0
    found: int = 0
    named: int = 0
    findings: int = 0
    right_findings: int = 0
    clean: int = 0
    alarmed: int = 0

    def add(self, played: Played) -> None:
        """Count an episode.

        A fault is found if an error is reported in its turn, or one of its kind later (a forgotten
        request shows when the user leaves). A finding is right if such a fault is behind it.
        """
        for fault in played.injected:
            self.faults += 1
            self.found += any(_shows(error, fault) for error in played.found)
            self.named += any(error.kind == fault.kind for error in played.found)
        self.findings += len(played.found)
        for error in played.found:
            self.right_findings += any(_shows(error, fault) for fault in played.injected)
        if not played.injected:
            self.clean += 1
            self.alarmed += bool(played.found)

    def row(self, *names: str) -> list[str]:
        """Return a line of a table."""
        return [
            *names,
            str(self.faults),
            _share(self.found, self.faults),
            _share(self.named, self.faults),
            _share(self.right_findings, self.findings),
            str(self.clean),
            _share(self.alarmed, self.clean),
        ]


def _shows(error: UserError, fault: Injected) -> bool:
    return error.turn == fault.turn or (error.kind == fault.kind and error.turn > fault.turn)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="episodes a task and setting")
    parser.add_argument("--show", choices=ERROR_KINDS, help="print the faults of a kind missed")
    arguments = parser.parse_args()
    stages = [Stage(name) for name in environments()]
    if arguments.show:
        show_missed(stages, arguments.show, arguments.seeds)
        return
    header = ("kind", "voice", "faults", "found", "kind right", "precision", "clean", "alarms")
    by_kind = play_kinds(stages, arguments.seeds)
    print_table("Injected faults", header, kind_rows(by_kind))
    print_table("Whether they mattered", CONSEQUENCES, consequence_rows(by_kind))
    print_table("By rate", ("rate", *header[1:]), rate_rows(stages, arguments.seeds))
    print_table("Faults in conversations by hand", header[:6], spoiled_rows(stages))
    rows = [*clean_rows(stages, arguments.seeds), *conversation_rows(stages)]
    print_table("No faults", ("spoken by", "clean", "alarms"), rows)


def environments() -> list[str]:
    """Name the domains: all bundled ones, and the test domain whose customers have a device."""
    (bookshop,) = autoforge_envs.register_domains(BOOKSHOP)
    bundled = [name for name in gymnasium.registry if name.startswith("autoforge/")]
    return sorted({bookshop, *(name for name in bundled if _is_domain(name))})


def _is_domain(name: str) -> bool:
    spec = gymnasium.spec(name)
    folder = spec.kwargs.get("domain")
    is_agents_view = str(spec.entry_point).endswith(":AutoForgeEnv")
    return is_agents_view and folder is not None and (Path(folder) / "tasks.jsonl").is_file()


class Stage:
    """A domain on which many episodes are played."""

    def __init__(self, environment: str) -> None:
        """Open it."""
        self.name = environment
        self._users: list[FaultyUser] = []
        self._options = FaultOptions(0.0)
        made = gymnasium.make(
            environment, split="all", isolation="none", user=self._make_user,
            disable_env_checker=True,
        )  # fmt: skip
        self.env = cast(AutoForgeEnv, made.unwrapped)
        self.wishes = tuple(
            request.text for task in self.env.tasks for request in task.user.requests
        )

    def _make_user(self) -> FaultyUser:
        self._users.append(FaultyUser(ScriptedUser(), self._options))
        return self._users[-1]

    @property
    def user_tools(self) -> list[ToolInfo]:
        """The user's own tools."""
        return [tool for tool in self.env.tools if tool.caller == "user"]

    def play(self, task: Task, seed: int, options: FaultOptions, agent: Agent) -> Played:
        """Play an episode and audit it."""
        user = self._users[0]
        user.__init__(ScriptedUser(), options)  # type: ignore[misc]
        env = self.env
        observation, info = env.reset(seed=seed, options={"task_id": task.id})
        agent.reset(make_brief(env, agent, info, seed), observation)
        while env.episode.ending is None:
            observation, *_ = env.step(agent.act(observation))
        transcript = tuple(env.episode.transcript)
        found = tuple(audit(transcript, task.user, self.user_tools))
        return Played(task, transcript, tuple(user.injected), found, env.episode.verdict())


def play_all(
    stages: Iterable[Stage],
    seeds: int,
    options: Callable[[Stage, Task], FaultOptions],
    make_agent: Callable[[], Agent] = ReferenceAgent,
) -> list[Played]:
    """Play every task with several seeds."""
    return [
        stage.play(task, episode_seed(0, task.id, seed), options(stage, task), make_agent())
        for stage in stages
        for task in stage.env.tasks
        for seed in range(seeds)
    ]


def fault_options(
    stage: Stage, task: Task, rate: float, mix: Mapping[ErrorKind, float], voice: Voice
) -> FaultOptions:
    """Make the options of one task: extra wishes are those of the domain's other tasks."""
    own = content_stems(" ".join(request.text for request in task.user.requests))
    others = tuple(wish for wish in stage.wishes if len(content_stems(wish) - own) > 1)
    return FaultOptions(rate, mix, voice, others)


def play_kinds(stages: Sequence[Stage], seeds: int) -> ByKind:
    """Play everything with faults of each kind, in each voice."""
    return {
        (voice, kind): play_kind(stages, kind, voice, seeds)
        for voice in VOICES
        for kind in ERROR_KINDS
    }


def kind_rows(by_kind: ByKind) -> list[list[str]]:
    """Score each kind in each voice, and all of a voice."""
    rows = []
    for voice in VOICES:
        total = Score()
        for kind in ERROR_KINDS:
            score = Score()
            for played in by_kind[voice, kind]:
                score.add(played)
                total.add(played)
            rows.append(score.row(kind, voice))
        rows.append(total.row("all", voice))
    return rows


def consequence_rows(by_kind: ByKind) -> list[list[str]]:
    """Tell how often an agent that knows the plan failed, and on whom that was blamed."""
    rows = []
    for kind in ERROR_KINDS:
        faulty = [each for voice in VOICES for each in by_kind[voice, kind] if each.injected]
        verdicts = [each.verdict for each in faulty if each.verdict is not None]
        failed = [verdict for verdict in verdicts if verdict.reward < 1.0]
        blamed = sum(verdict.blame == "user" for verdict in failed)
        cleared = sum(verdict.spoiled for verdict in verdicts if verdict.reward == 1.0)
        counts = (len(verdicts), len(failed), blamed, cleared)
        rows.append([kind, *map(str, counts)])
    return rows


def play_kind(stages: Sequence[Stage], kind: ErrorKind, voice: Voice, seeds: int) -> list[Played]:
    """Play everything with faults of one kind; wrong confirmations also meet wrong read-backs."""
    agent = MisreadingAgent if kind == "wrong_confirmation" else ReferenceAgent
    scarce = kind in ("false_claim", "tool_misuse", "forgotten_request")
    return play_all(
        stages,
        seeds * (4 if scarce else 1),
        lambda stage, task: fault_options(stage, task, 1.0, {kind: 1.0}, voice),
        agent,
    )


def rate_rows(stages: Sequence[Stage], seeds: int) -> list[list[str]]:
    """Score an even mix at several rates, in the voice that the audit was not written with."""
    rows = []
    for rate in RATES:
        score = Score()
        for played in play_all(
            stages,
            seeds,
            lambda stage, task, rate=rate: fault_options(stage, task, rate, EVEN_MIX, "second"),  # type: ignore[misc]
        ):
            score.add(played)
        rows.append(score.row(f"{rate:.0%}", "second"))
    return rows


def by_hand(stages: Sequence[Stage], name: str) -> Iterator[tuple[Conversation, Task, Stage]]:
    """Yield conversations written by hand with their tasks."""
    by_name = {stage.name: stage for stage in stages}
    for each in read_conversations(name):
        stage = by_name[f"autoforge/{each.domain.replace('_v', '-v')}"]
        yield each, next(task for task in stage.env.tasks if task.id == each.task_id), stage


def conversation_rows(stages: Sequence[Stage]) -> list[list[str]]:
    """Count alarms in conversations written by hand, with users who use their own words."""
    rows = []
    for name in NAMES:
        alarms = [
            bool(audit(each.transcript, task.user, stage.user_tools))
            for each, task, stage in by_hand(stages, name)
        ]
        rows.append([f"by hand ({name})", str(len(alarms)), _share(sum(alarms), len(alarms))])
    return rows


def spoiled_rows(stages: Sequence[Stage]) -> list[list[str]]:
    """Score faults put into the conversations written by hand, at every place, in each voice."""
    rows = []
    generator = numpy.random.default_rng(0)
    for kind in SPOILING:
        for voice in VOICES:
            score = Score()
            for name in NAMES:
                for each, task, stage in by_hand(stages, name):
                    for turn, copy in spoiled_copies(each, task.user, kind, voice, generator):
                        found = tuple(audit(copy.transcript, task.user, stage.user_tools))
                        injected = (Injected(turn, kind, ""),)
                        score.add(Played(task, copy.transcript, injected, found, None))
            rows.append(score.row(kind, voice)[:6])
    return rows


def clean_rows(stages: Sequence[Stage], seeds: int) -> list[list[str]]:
    """Count alarms where nothing was injected, for agents that talk differently."""
    agents: dict[str, Callable[[], Agent]] = {
        "reference": ReferenceAgent,
        "misreading": MisreadingAgent,
        **{name: lambda style=style: StyledAgent(style) for name, style in STYLES.items()},  # type: ignore[misc]
    }
    rows = []
    for name, make_agent in agents.items():
        score = Score()
        for played in play_all(stages, seeds, lambda stage, task: FaultOptions(0.0), make_agent):
            score.add(played)
        rows.append([name, str(score.clean), _share(score.alarmed, score.clean)])
    return rows


def show_missed(stages: Sequence[Stage], kind: ErrorKind, seeds: int) -> None:
    """Print the faults of a kind that were missed or misnamed, in the first voice only.

    The second voice is for measuring: who improves the audit does not look at it.
    """
    for played in play_kind(stages, kind, "first", seeds):
        named = {error.kind for error in played.found}
        for fault in played.injected:
            if fault.kind not in named:
                print(f"{played.task.id} {fault}")
                print(f"   found {[(e.turn, e.kind, e.evidence) for e in played.found]}")
                words = [m for m in played.transcript if m.party == "user"]
                print("   ", [m.content or m.call for m in words])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


if __name__ == "__main__":
    main()
