"""A locked worker: one domain's unreviewed code, and the answers to its parent's requests.

The worker reads one `load` request and the domain's files, locks itself, and only then runs the
first line of the domain. From there on this interpreter belongs to the domain's code: everything
in it may have been tampered with, and the parent treats every answer accordingly.
"""

import os
from collections.abc import Callable
from typing import Any, NoReturn

from autoforge_envs.errors import AutoForgeError, ToolCrash
from autoforge_envs.isolation.answers import MAX_REPORT_LENGTH
from autoforge_envs.isolation.channel import pack, read_request, write_frame
from autoforge_envs.isolation.locks import CHANNEL_DESCRIPTOR, lock_process
from autoforge_envs.isolation.service import Service, take_folder

Perform = Callable[[str, list[Any]], object]
"""Does an operation on its arguments and returns plain JSON."""


def serve() -> NoReturn:
    """Load the domain that the first request names, then answer until the parent hangs up."""
    services: list[Service] = []

    def load(_: str, arguments: list[Any]) -> object:
        service = _load(*arguments)
        services.append(service)
        return service.perform("describe", [])

    _answer_next(load)
    while services:
        _answer_next(services[0].perform)
    os._exit(1)


def _load(folder: str, content_hash: str, clock: str, memory_bytes: int) -> Service:
    path = take_folder(folder, content_hash, clock)
    lock_process(memory_bytes)
    return Service(path)


def _answer_next(perform: Perform) -> None:
    try:
        request = read_request(CHANNEL_DESCRIPTOR)
    except EOFError:
        os._exit(0)
    write_frame(CHANNEL_DESCRIPTOR, answer(request, perform))


def answer(request: dict[str, Any], perform: Perform) -> bytes:
    """Perform a request and frame its outcome: a value, a refusal or an account of a failure.

    Whoever performs it may have answered it early and put another in its place.
    """
    try:
        value = perform(request["operation"], request["arguments"])
        return pack({"id": request["id"], "value": value})
    except ToolCrash as error:
        report = {"crash": str(error)[:MAX_REPORT_LENGTH]}
    except AutoForgeError as error:
        report = {"refused": type(error).__name__, "text": str(error)[:MAX_REPORT_LENGTH]}
    except BaseException as error:  # noqa: BLE001 - hostile code may raise anything
        report = {"raised": _account(error)}
    return pack({"id": request["id"], **report})


def _account(error: BaseException) -> str:
    """Name an exception whose own text may be hostile."""
    try:
        return f"{type(error).__name__}: {error}"[:MAX_REPORT_LENGTH]
    except BaseException:  # noqa: BLE001
        return "an exception that cannot be shown"
