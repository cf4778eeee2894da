"""The tables: by kind and voice, by domain, by rate, and false alarms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy

from autoforge_envs.benchmark.agents import Agent, ReferenceAgent
from autoforge_envs.benchmark.evaluation import episode_seed
from autoforge_envs.benchmark.styles import STYLES, StyledAgent
from autoforge_envs.domain.tasks import Task
from autoforge_envs.users.auditing.audit import Auditor, audit, audit_certain
from autoforge_envs.users.faults.faulty import EVEN_MIX, FaultOptions, Injected
from autoforge_envs.users.faults.words import VOICES, Voice
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind
from benchmarks.auditing.scores import Played, Score, score
from benchmarks.auditing.stages import Stage
from benchmarks.conversations import (
    FREE,
    NAMES,
    Conversation,
    read_conversations,
    spoiled_copies,
    task_of,
)
from benchmarks.misreading import MisreadingAgent

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

AGENTS: Mapping[str, Callable[[], Agent]] = {
    "reference": ReferenceAgent,
    "misreading": MisreadingAgent,
    **{name: lambda style=style: StyledAgent(style) for name, style in STYLES.items()},  # type: ignore[misc]
}
"""Agents that talk differently."""

Setting = tuple[str, Voice, ErrorKind]
"""A domain, a voice and a kind of fault."""

SETTINGS: Mapping[str, Auditor] = {"certain": audit_certain, "with suspicions": audit}
"""What is reported of users who talk freely, by default and on demand."""

BySetting = Mapping[Setting, Sequence[Played]]


def play_settings(stages: Sequence[Stage], count: int) -> BySetting:
    """Play until each kind was made so often, in each voice, on each domain."""
    return {
        (stage.name, voice, kind): stage.play_kind(kind, voice, count)
        for stage in stages
        for voice in VOICES
        for kind in ERROR_KINDS
    }


def kind_rows(settings: BySetting) -> Iterator[list[str]]:
    """Score each kind in each voice, and all of a voice."""
    for voice in VOICES:
        for kind in ERROR_KINDS:
            counts = score(_chosen(settings, voice=voice, kind=kind))
            yield [kind, voice, *counts.faulty_cells()]
        yield ["all", voice, *score(_chosen(settings, voice=voice)).faulty_cells()]


def domain_rows(settings: BySetting) -> Iterator[list[str]]:
    """Score each domain in each voice."""
    for domain in dict.fromkeys(domain for domain, _, _ in settings):
        for voice in VOICES:
            counts = score(_chosen(settings, domain=domain, voice=voice))
            yield [domain, voice, *counts.faulty_cells()]


def _chosen(
    settings: BySetting, domain: str = "", voice: str = "", kind: str = ""
) -> Iterator[Played]:
    """Yield the faulty episodes of some settings; "" stands for all."""
    for (of_domain, of_voice, of_kind), episodes in settings.items():
        if domain in ("", of_domain) and voice in ("", of_voice) and kind in ("", of_kind):
            yield from (played for played in episodes if played.injected)


def consequence_rows(settings: BySetting) -> Iterator[list[str]]:
    """Tell how often an agent that knows the plan failed, and on whom that was blamed."""
    for kind in ERROR_KINDS:
        verdicts = [each.verdict for each in _chosen(settings, kind=kind) if each.verdict]
        failed = [verdict for verdict in verdicts if verdict.reward < 1.0]
        blamed = sum(verdict.blame == "user" for verdict in failed)
        cleared = sum(verdict.spoiled for verdict in verdicts if verdict.reward == 1.0)
        yield [kind, *map(str, (len(verdicts), len(failed), blamed, cleared))]


def rate_rows(stages: Sequence[Stage], count: int) -> Iterator[list[str]]:
    """Score an even mix at several rates, in the voice that nobody looked at."""
    for rate in RATES:
        counts = Score()
        for stage in stages:
            for trial, task in enumerate(stage.sample(count, f"rate {rate}")):
                options = stage.options(task, rate, EVEN_MIX, "held_out")
                seed = episode_seed(1, task.id, trial)
                counts.add(stage.play(task, seed, options, ReferenceAgent()))
        yield [f"{rate:.0%}", *counts.faulty_cells(), *counts.clean_cells()]


def clean_rows(stages: Sequence[Stage], count: int) -> Iterator[list[str]]:
    """Count alarms where nothing was injected, for agents that talk differently."""
    options = FaultOptions(0.0)
    total = Score()
    for name, make_agent in AGENTS.items():
        counts = Score()
        for stage in stages:
            for seed, task in enumerate(stage.sample(count, f"clean {name}")):
                played = stage.play(task, episode_seed(2, task.id, seed), options, make_agent())
                counts.add(played)
                total.add(played)
        yield [name, *counts.clean_cells()]
    yield ["all", *total.clean_cells()]


def by_hand(stages: Sequence[Stage], name: str) -> Iterator[tuple[Conversation, Task, Stage]]:
    """Yield conversations written by hand with their tasks."""
    by_name = {stage.name: stage for stage in stages}
    for each in read_conversations(name):
        stage = by_name[f"autoforge/{each.domain.replace('_v', '-v')}"]
        yield each, task_of(each, stage.tasks), stage


def conversation_rows(stages: Sequence[Stage]) -> Iterator[list[str]]:
    """Count alarms in conversations written by hand, with users who use their own words."""
    for name in NAMES:
        counts = Score()
        for each, task, stage in by_hand(stages, name):
            found = tuple(audit(each.transcript, task.user, stage.user_tools))
            counts.add(Played(task, each.transcript, (), found, None))
        yield [f"by hand ({name})", *counts.clean_cells()]


def spoiled_rows(stages: Sequence[Stage]) -> Iterator[list[str]]:
    """Score faults put into the conversations written by hand, at every place, in each voice."""
    generator = numpy.random.default_rng(0)
    for voice in VOICES:
        for kind, cells in _scored(stages, voice, NAMES, audit, generator):
            yield [kind, voice, *cells]


def setting_rows(stages: Sequence[Stage]) -> Iterator[list[str]]:
    """Score what is certain, and that with suspicions, in all conversations by hand."""
    for setting, auditor in SETTINGS.items():
        for name in FREE:
            counts = Score()
            for each, task, stage in by_hand(stages, name):
                found = tuple(auditor(each.transcript, task.user, stage.user_tools))
                counts.add(Played(task, each.transcript, (), found, None))
            yield [setting, f"no faults ({name})", *counts.clean_cells(), ""]
        generator = numpy.random.default_rng(0)
        for kind, cells in _scored(stages, "held_out", (*NAMES, *FREE), auditor, generator):
            yield [setting, kind, *cells]


def _scored(
    stages: Sequence[Stage],
    voice: Voice,
    names: Sequence[str],
    auditor: Auditor,
    generator: numpy.random.Generator,
) -> Iterator[tuple[str, list[str]]]:
    """Yield the cells of each kind of fault put into conversations, and of all."""
    total = Score()
    for kind in SPOILING:
        counts = Score()
        for played in _spoiled(stages, kind, voice, names, auditor, generator):
            counts.add(played)
            total.add(played)
        yield kind, counts.faulty_cells()
    yield "all", total.faulty_cells()


def _spoiled(
    stages: Sequence[Stage],
    kind: ErrorKind,
    voice: Voice,
    names: Sequence[str],
    auditor: Auditor,
    generator: numpy.random.Generator,
) -> Iterator[Played]:
    for name in names:
        for each, task, stage in by_hand(stages, name):
            for turn, copy in spoiled_copies(each, task.user, kind, voice, generator):
                found = tuple(auditor(copy.transcript, task.user, stage.user_tools))
                yield Played(task, copy.transcript, (Injected(turn, kind, ""),), found, None)


def missed(episodes: Iterable[Played]) -> Iterator[str]:
    """Describe the faults that were missed or misnamed."""
    for played in episodes:
        named = {error.kind for error in played.found}
        for fault in played.injected:
            if fault.kind not in named:
                words = [m.content or m.call for m in played.transcript if m.party == "user"]
                found = [(each.turn, each.kind, each.evidence) for each in played.found]
                yield f"{played.task.id} {fault}\n   found {found}\n   {words}"


def alarms(episodes: Iterable[Played]) -> Iterator[str]:
    """Describe what was found that nobody had done."""
    for played in episodes:
        if not played.injected and played.found:
            words = [m.content or m.call for m in played.transcript]
            yield f"{played.task.id} {list(played.found)}\n   {words}"
