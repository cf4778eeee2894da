"""What a language model's domains cost besides the model: time, with a model of known pace.

A scripted model answers every question after a fixed time, over HTTP on the loopback interface, in
a process of its own: the questions about a business as in the tests, those about tasks by rule, so
that some answers have to be mended. It notes when it was busy. Two shares of the wall time are
told: what is beyond the model's own time, which is that of all its answers together; and, since
answers overlap, what is idle: no question at all was with it. Domains of drafts that are there
already are forged as well: so long composing and certifying take where no model is asked anything.

    python -m benchmarks.model_design --seeds 4 --latency 0.2 --tasks 30
    python -m benchmarks.model_design --serve 8000     # the scripted model alone, to try things out
"""

import argparse
import json
import multiprocessing
import os
import resource
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

from rich.console import Console
from rich.table import Table

from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.model_design.designer import LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.engines import Job
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.thread_engine import ThreadEngine
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter
from tests.synthesis.model_design.questions import PARTS, part_of
from tests.synthesis.model_design.written_by_hand import ANSWERS, DOCUMENTS
from tests.synthesis.rewriting.answering import answer_to
from tests.synthesis.rewriting.answering import part_of as part_of_rewriting

TEXTS = dict(zip(PARTS, (json.dumps(answer) for _, answer in ANSWERS), strict=True))
"""What the scripted model says to each question."""


Span = tuple[float, float]
"""From when to when the model was busy with a question, on the system's monotonic clock."""


class _Model(BaseHTTPRequestHandler):
    """Answers every question after a while, and tells on request when it was busy."""

    protocol_version = "HTTP/1.1"
    latency = 0.0
    spans: ClassVar[list[Span]] = []

    def do_GET(self) -> None:
        """Tell when the model was busy since it was last asked that."""
        spans, _Model.spans = _Model.spans, []
        self._send(json.dumps(spans).encode())

    def do_POST(self) -> None:
        """Answer a chat request."""
        begun = time.monotonic()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.latency)
        is_about_task = part_of_rewriting(body) is not None
        content = answer_to(body["messages"]) if is_about_task else TEXTS[part_of(body)]
        asked = sum(len(message["content"]) for message in body["messages"])
        answer = json.dumps(
            {
                "choices": [{"message": {"role": "assistant", "content": content}}],
                "usage": {"prompt_tokens": asked // 4, "completion_tokens": len(content) // 4},
            }
        ).encode()
        _Model.spans.append((begun, time.monotonic()))
        self._send(answer)

    def _send(self, answer: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 512

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a connection that sends what it is given at once, as servers in earnest do."""
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address


def serve(port: int, latency: float, ready: Connection | None = None) -> None:
    """Run the scripted model until the process ends."""
    _Model.latency = latency
    server = _Server(("127.0.0.1", port), _Model)
    if ready is not None:
        ready.send(server.server_port)
    server.serve_forever()


@contextmanager
def scripted_model(latency: float) -> Iterator[str]:
    """Run the scripted model in another process; gives its address."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(0, latency, there), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/v1"
    finally:
        process.terminate()
        process.join()


@dataclass(frozen=True)
class Designed:
    """Hands over drafts of a language model that are there already."""

    drafts: Sequence[Draft]
    name: str = "designed"

    def design(self, seed: int) -> Draft:
        """Return the draft of a seed."""
        return self.drafts[seed]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run, in seconds.

    Attributes:
        answers: How many the model gave.
        own: That the model took for them, one after another.
        open: During which at least one question was with the model.
        core: Of a core, the model's own not counted.
    """

    name: str
    answers: int
    wall: float
    own: float
    open: float
    core: float

    @property
    def beyond(self) -> float:
        """The part of the wall time beyond the time of all answers together; 0 if that is more."""
        return max(0.0, 1 - self.own / self.wall)

    @property
    def idle(self) -> float:
        """The part of the wall time during which the model had nothing to do."""
        return 1 - self.open / self.wall


@dataclass(frozen=True, slots=True)
class Bench:
    """Where runs are measured.

    Attributes:
        address: Of the scripted model.
        num_tasks: Of a domain.
    """

    address: str
    num_tasks: int

    def design(self, num_seeds: int) -> Measured:
        """Design alone: questions, checks, trials behind locks; no tasks."""
        designer = LanguageModelDesigner(DOCUMENTS, self._door())

        def run() -> None:
            with ThreadPoolExecutor(num_seeds) as pool:
                list(pool.map(designer.design, range(num_seeds)))

        return self._measure(f"design, {num_seeds} at once", run)

    def forge(self, num_seeds: int, *, is_rewritten: bool) -> Measured:
        """Everything: design, tasks, certificates, files."""
        door = self._door()
        with tempfile.TemporaryDirectory() as scratch:
            answers = Path(scratch) / "answers"
            rewriter = Rewriter(door, answers=answers) if is_rewritten else None
            designer = LanguageModelDesigner(DOCUMENTS, door, answers=answers)
            recipe = Recipe(designer, Composer, Quota(self.num_tasks), rewriter)
            return self._forge("rewritten" if is_rewritten else "as composed", recipe, num_seeds)

    def forge_designed(self, num_seeds: int) -> Measured:
        """Everything but the design: the model is asked nothing."""
        designer = LanguageModelDesigner(DOCUMENTS, self._door())
        drafts = [designer.design(seed) for seed in range(num_seeds)]
        recipe = Recipe(Designed(drafts), Composer, Quota(self.num_tasks))
        return self._forge("of drafts", recipe, num_seeds)

    def _forge(self, kind: str, recipe: Recipe, num_seeds: int) -> Measured:
        def run() -> None:
            jobs = [Job(recipe, seed) for seed in range(num_seeds)]
            failures = [each.failure for each in ThreadEngine().run(jobs) if each.failure]
            if failures:
                raise SystemExit(f"not every domain came about: {failures[0]}")

        return self._measure(f"{self.num_tasks} tasks {kind}, {num_seeds} at once", run)

    def _door(self) -> Door:
        """Return a door with the limit that the command has."""
        return Door(EndpointOptions("scripted", base_url=self.address))

    def _measure(self, name: str, run: Callable[[], None]) -> Measured:
        _busy(self.address)
        start, core = time.monotonic(), _core_seconds()
        run()
        end = time.monotonic()
        spent = _core_seconds() - core
        spans = _busy(self.address)
        own = sum(ended - begun for begun, ended in spans)
        return Measured(name, len(spans), end - start, own, _covered(spans, start, end), spent)


def _busy(address: str) -> list[Span]:
    """Return when the model was busy since this was last asked."""
    with urllib.request.urlopen(f"{address}/busy") as answer:
        return [(begun, ended) for begun, ended in json.load(answer)]


def _covered(spans: Sequence[Span], start: float, end: float) -> float:
    """Return how much of the time between start and end lies in at least one span."""
    covered, reached = 0.0, start
    for begun, ended in sorted(spans):
        covered += max(0.0, min(ended, end) - max(begun, reached))
        reached = max(reached, ended)
    return covered


def _core_seconds() -> float:
    """Return the time on a core: of this process, what it has run, and its locked processes."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used) + _locked_seconds()


def _locked_seconds() -> float:
    """Return the time of the nurseries of this process and of their workers that have ended."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_nursery = b"nursery" in (folder / "cmdline").read_bytes()
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if is_nursery and int(fields[1]) == os.getpid():
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="domains at once [%(default)s]")
    parser.add_argument(
        "--latency", type=float, default=0.2, help="seconds an answer [%(default)s]"
    )
    parser.add_argument("--tasks", type=int, default=30, help="a domain [%(default)s]")
    parser.add_argument("--serve", type=int, metavar="PORT", help="only run the scripted model")
    arguments = parser.parse_args()
    if arguments.serve is not None:
        serve(arguments.serve, arguments.latency)
    with scripted_model(arguments.latency) as address:
        bench = Bench(address, arguments.tasks)
        bench.design(1)  # starts the nursery
        rows = [bench.design(count) for count in (1, arguments.seeds)]
        for count in (1, arguments.seeds):
            rows += [bench.forge(count, is_rewritten=True), bench.forge(count, is_rewritten=False)]
            rows.append(bench.forge_designed(count))
    _print(rows)


def _print(rows: Sequence[Measured]) -> None:
    table = Table("what", "answers", "own", "wall", "beyond", "open", "idle", "core")
    for row in rows:
        table.add_row(
            row.name, str(row.answers), f"{row.own:.2f} s", f"{row.wall:.2f} s",
            f"{row.beyond:.0%}", f"{row.open:.2f} s", f"{row.idle:.1%}", f"{row.core:.2f} s",
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
