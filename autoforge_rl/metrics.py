"""What a run measures: one JSON object an update, and TensorBoard if it is wanted."""

import json
import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from autoforge_rl.errors import MetricsError

Metrics = Mapping[str, Any]
"""Numbers, texts, and mappings of them."""


class MetricsLog:
    """A file of JSON lines that grows by whole lines, and the same as TensorBoard's events."""

    def __init__(self, folder: Path, update: int, *, tensorboard: bool = False) -> None:
        """Open the log of a run that goes on after so many updates.

        Later lines are dropped; at 0 the run begins again, and all are.

        Args:
            folder: The run's.
            update: Updates made so far.
            tensorboard: Whether to write events into `folder/tensorboard` as well.

        Raises:
            MetricsError: TensorBoard is not installed, or a line of the log cannot be read.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._events: Any = _open_events(folder / "tensorboard", update) if tensorboard else None
        self.path = folder / "metrics.jsonl"
        _cut(self.path, update)
        self._file = self.path.open("a", encoding="utf-8")

    def write(self, update: int, metrics: Metrics) -> None:
        """Add what one update measured.

        Args:
            update: Number of updates made, this one included.
            metrics: What it measured; numbers that are not finite become null.
        """
        line = json.dumps({"update": update, **_plain(metrics)}, ensure_ascii=False)
        self._file.write(line + "\n")
        self._file.flush()
        if self._events is not None:
            for name, value in flattened(metrics):
                self._events.add_scalar(name, value, update)
            self._events.flush()

    def __enter__(self) -> "MetricsLog":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if self._events is not None:
            self._events.close()


def flattened(metrics: Metrics, prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield all finite numbers with their names, parts joined by slashes."""
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{name}/")
        elif isinstance(value, int | float) and math.isfinite(value):
            yield f"{prefix}{name}", float(value)


def read_metrics(path: Path) -> list[dict[str, Any]]:
    """Read the lines of a log; a last one cut off by a kill is left out.

    Raises:
        MetricsError: The file cannot be read, or a line is no JSON object with its update.
    """
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except OSError as error:
        raise MetricsError(f"{path} cannot be read: {error}") from error
    return [_read_line(line, f"{path}, line {number}") for number, line in enumerate(lines, 1)]


def _read_line(line: bytes, where: str) -> dict[str, Any]:
    try:
        data = json.loads(line.decode("utf-8"))
    except ValueError as error:
        raise MetricsError(f"{where}: this is no JSON: {error}; remove the line") from error
    if not isinstance(data, dict) or not isinstance(data.get("update"), int):
        raise MetricsError(f"{where}: an object with its `update` is missing; remove the line")
    return data


def _cut(path: Path, update: int) -> None:
    """Drop the lines of updates that will be made again: those after this one, at 0 all."""
    if not update:
        path.unlink(missing_ok=True)
    if not path.exists():
        return
    kept = [line for line in read_metrics(path) if line["update"] <= update]
    scratch = path.with_suffix(".new")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)
    scratch.write_text(text, encoding="utf-8")
    scratch.replace(path)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def _open_events(folder: Path, update: int) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter  # an extra
    except ImportError as error:
        raise MetricsError(
            f"run.tensorboard needs tensorboard ({error}); install it with "
            "`pip install 'autoforge-envs[rl]'`, or set it to false"
        ) from error
    return SummaryWriter(str(folder), purge_step=update + 1 if update else 0)
