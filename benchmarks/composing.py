"""What the composer gives: tasks a second, yield, certified share, statistics, examples.

python -m benchmarks.composing [FOLDER] [--tasks 100] [--examples 10] [--seed 0] [--no-certify]
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Split
from autoforge_envs.domain.wording import describe_script
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.certification.certificate import Certificate
from autoforge_envs.synthesis.composition.candidates import Candidate, Rejection
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner

SPLIT_OF: Sequence[Split] = ("train", "train", "train", "validation", "test")


@dataclass
class Tally:
    """What came of all attempts."""

    candidates: list[Candidate] = field(default_factory=list)
    rejections: Counter[str] = field(default_factory=Counter)
    certificates: list[Certificate] = field(default_factory=list)
    composing_s: float = 0.0
    certifying_s: float = 0.0


def compose(composer: Composer, count: int) -> Tally:
    """Compose on all levels and splits."""
    tally = Tally()
    started = time.process_time()
    for number in range(count):
        split = SPLIT_OF[number // 5 % len(SPLIT_OF)]
        outcome = composer.compose(split, number % 5 + 1, number)
        if isinstance(outcome, Rejection):
            tally.rejections[f"{outcome.reason} {outcome.detail}"[:100]] += 1
        else:
            tally.candidates.append(outcome)
    tally.composing_s = time.process_time() - started
    return tally


def certify(server: LocalServer, tally: Tally) -> None:
    """Certify every candidate."""
    started = time.process_time()
    with staged(server) as stage:
        for candidate in tally.candidates:
            tally.certificates.append(certify_staged(stage, candidate.task, 0))
    tally.certifying_s = time.process_time() - started


def report(tally: Tally, num_examples: int, failures: int) -> None:
    """Print everything."""
    found = len(tally.candidates)
    tried = found + sum(tally.rejections.values())
    print(f"{found} candidates of {tried}, {found / tally.composing_s:.1f} a second")
    for reason, count in tally.rejections.most_common(8):
        print(f"  {count:4}  {reason}")
    _print_levels(tally.candidates)
    if tally.certificates:
        _print_certificates(tally, failures)
    step = max(1, found // max(1, num_examples))
    for candidate in tally.candidates[::step][:num_examples]:
        _print_task(candidate)


def _print_task(candidate: Candidate) -> None:
    print()
    print(f"[{candidate.task.level}] {candidate.task.id}  {dict(candidate.statistics)}")
    print(describe_script(candidate.task.user))
    print("   ", " > ".join(_line(candidate)))


def _line(candidate: Candidate) -> list[str]:
    return [f"{step.name}{'?' if step.when else ''}" for step in candidate.task.plan]


def _print_levels(candidates: Sequence[Candidate]) -> None:
    print("level  tasks  calls  writes  reasoning  two or more  forbidden  conditional")
    for level in (*range(1, 6), 0):
        these = [c for c in candidates if level in (0, c.task.level)]
        if not these:
            continue
        calls, writes, nodes = (
            sum(c.statistics[name] for c in these) / len(these)
            for name in ("calls", "writes", "reasoning_nodes")
        )
        two = sum(c.num_reasoning_nodes > 1 for c in these) / len(these)
        forbidden = sum(c.has_forbidden for c in these) / len(these)
        conditional = sum(c.has_conditional for c in these) / len(these)
        print(
            f"{level or 'all':>5}  {len(these):5}  {calls:5.1f}  {writes:6.1f}  {nodes:9.1f}  "
            f"{two:11.0%}  {forbidden:9.0%}  {conditional:11.0%}"
        )


def _print_certificates(tally: Tally, failures: int) -> None:
    passed = sum(certificate.passed for certificate in tally.certificates)
    count = len(tally.certificates)
    print(
        f"{passed} of {count} certified ({passed / count:.0%}), "
        f"{count / tally.certifying_s:.1f} a second"
    )
    lines: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for candidate, certificate in zip(tally.candidates, tally.certificates, strict=True):
        for check, evidence in certificate.failures.items():
            lines[check] += 1
            where = f"{candidate.task.id}: {evidence[0]}"
            examples.setdefault(check, []).append(where)
    for check, number in lines.most_common():
        print(f"  {number:4}  {check}")
        for line in examples[check][:failures]:
            print(f"          {line[:300]}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("generated/outdoor_v0"))
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--failures", type=int, default=3)
    parser.add_argument("--show-failed", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-certify", action="store_true")
    parser.add_argument("--design", help="archetype and seed of a business to be designed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="autoforge-") as temporary:
        phrasebook = Phrasebook()
        if options.design:
            options.folder = Path(temporary)
            phrasebook = design(options.design, options.folder)
        run(options, phrasebook)


def design(which: str, folder: Path) -> Phrasebook:
    """Design a business and write it."""
    archetype, _, seed = which.partition(":")
    draft = TemplateDesigner(archetype=archetype).design(int(seed or 0))
    draft.write(folder)
    seal(folder)
    return draft.phrasebook


def run(options: argparse.Namespace, phrasebook: Phrasebook) -> None:
    """Compose, certify and report."""
    started = time.process_time()
    server = LocalServer(load_domain(options.folder), in_memory=True)
    composer = Composer(server, options.seed, phrasebook)
    print(f"opened in {time.process_time() - started:.2f} s")
    tally = compose(composer, options.tasks)
    if not options.no_certify:
        certify(server, tally)
    report(tally, options.examples, options.failures)
    if options.show_failed:
        for candidate, certificate in zip(tally.candidates, tally.certificates, strict=False):
            if not certificate.passed:
                _print_task(candidate)
                print(certificate.failures)
    composer.close()
    server.close()


if __name__ == "__main__":
    main()
