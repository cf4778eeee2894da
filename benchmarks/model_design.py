"""What designing with a language model costs besides the model: time, with a model of known pace.

A scripted model answers every question rightly after a fixed time, over HTTP on the loopback
interface, in a process of its own. Its answers are those of the tests, written by hand. Everything
that a run takes beyond the model's own time is overhead.

    python -m benchmarks.model_design --seeds 4 --latency 0.2 --tasks 30
    python -m benchmarks.model_design --serve 8000     # the scripted model alone, to try things out
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.model_design.designer import LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.engines import Job
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.thread_engine import ThreadEngine
from tests.synthesis.model_design.scripted_model import PARTS, part_of
from tests.synthesis.model_design.written_by_hand import ANSWERS, DOCUMENTS

TEXTS = dict(zip(PARTS, (json.dumps(answer) for _, answer in ANSWERS), strict=True))
"""What the scripted model says to each question."""


class _Model(BaseHTTPRequestHandler):
    """Answers every question rightly, after a while."""

    protocol_version = "HTTP/1.1"
    latency = 0.0

    def do_POST(self) -> None:
        """Answer a chat request."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.latency)
        content = TEXTS[part_of(body)]
        asked = sum(len(message["content"]) for message in body["messages"])
        answer = json.dumps(
            {
                "choices": [{"message": {"role": "assistant", "content": content}}],
                "usage": {"prompt_tokens": asked // 4, "completion_tokens": len(content) // 4},
            }
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 512


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


class _Timed(Door):
    """A door that adds up how long the model itself took."""

    def __init__(self, options: EndpointOptions, latency: float) -> None:
        super().__init__(options, max_in_flight=1000)
        self.latency = latency
        self.num_asked = 0
        self.waited = 0.0
        self._counting = threading.Lock()

    def complete(self, *values: Any, **options: Any) -> Any:
        """Ask, and note how long it took."""
        start = time.monotonic()
        try:
            return super().complete(*values, **options)
        finally:
            with self._counting:
                self.num_asked += 1
                self.waited += time.monotonic() - start


@dataclass(frozen=True, slots=True)
class Measured:
    """One run, in seconds."""

    name: str
    answers: int
    model: float
    wall: float
    core: float

    @property
    def overhead(self) -> float:
        """The part of the wall time in which no design could have waited for the model."""
        return 1 - self.model / self.wall


def measure_designs(num_seeds: int, latency: float, address: str) -> Measured:
    """Design alone: questions, checks, trials behind locks; no tasks."""
    door = _Timed(EndpointOptions("scripted", base_url=address), latency)
    designer = LanguageModelDesigner(DOCUMENTS, door)
    start, core = time.monotonic(), _core_seconds()
    threads = [threading.Thread(target=designer.design, args=(n,)) for n in range(num_seeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _measured(f"design, {num_seeds} at once", door, num_seeds, start, core)


def measure_domains(num_seeds: int, num_tasks: int, latency: float, address: str) -> Measured:
    """Everything: design, tasks, certificates, files."""
    door = _Timed(EndpointOptions("scripted", base_url=address), latency)
    with tempfile.TemporaryDirectory() as scratch:
        designer = LanguageModelDesigner(DOCUMENTS, door, answers=Path(scratch) / "answers")
        recipe = Recipe(designer, Composer, Quota(num_tasks))
        start, core = time.monotonic(), _core_seconds()
        jobs = [Job(recipe, seed) for seed in range(num_seeds)]
        failures = Counter(product.failure for product in ThreadEngine(num_seeds).run(jobs))
    if failures != {"": num_seeds}:
        raise SystemExit(f"not every domain came about: {dict(failures)}")
    name = f"domain of {num_tasks} tasks, {num_seeds} at once"
    return _measured(name, door, num_seeds, start, core)


def _measured(name: str, door: _Timed, num_seeds: int, start: float, core: float) -> Measured:
    """The model's time is that of the longest chain: designs run side by side."""
    chain = door.latency * door.num_asked / num_seeds
    wall = time.monotonic() - start
    return Measured(name, door.num_asked, chain, wall, _core_seconds() - core)


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
    table = Table("what", "answers", "model", "wall", "overhead", "core", "core an answer")
    with scripted_model(arguments.latency) as address:
        measure_designs(1, arguments.latency, address)  # starts the nursery
        rows = [measure_designs(n, arguments.latency, address) for n in (1, arguments.seeds)]
        rows += [
            measure_domains(n, arguments.tasks, arguments.latency, address)
            for n in (1, arguments.seeds)
        ]
    for row in rows:
        table.add_row(
            row.name, str(row.answers), f"{row.model:.2f} s", f"{row.wall:.2f} s",
            f"{row.overhead:.0%}", f"{row.core:.2f} s", f"{row.core / row.answers:.3f} s",
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
