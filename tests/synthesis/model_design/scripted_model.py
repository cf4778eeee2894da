"""A model over HTTP on the loopback interface that says what was written for it, mistakes first."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.language_models.scripted_endpoint import chat_answer

from .questions import PARTS, part_of
from .written_by_hand import ANSWERS

Saying = str | Response | Callable[[Request], Response] | dict[str, Any]
"""An answer's text, a whole HTTP response, what makes one, or the JSON of a chat answer."""

GOOD = dict(zip(PARTS, (answer for _, answer in ANSWERS), strict=True))
"""The right answers about the sailing school."""


class ScriptedModel:
    """Answers each question of a design: the mistakes that were scripted for it, then rightly."""

    def __init__(self, server: HTTPServer, answers: Mapping[str, Any] = GOOD) -> None:
        self.base_url = server.url_for("/v1")
        self.bodies: list[dict[str, Any]] = []
        self.offers_formats = True
        self.latency: Callable[[str], object] = lambda part: None
        self.most_at_once = 0
        self._at_once = 0
        self._good = {part: json.dumps(answer) for part, answer in answers.items()}
        self._mistakes: dict[str, list[Saying]] = {}
        self._made: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(
            self._reply
        )

    def script(self, mistakes: Mapping[str, Sequence[Saying]]) -> None:
        """Say what the answers to a part of the design begin with, in every design."""
        self._mistakes = {part: list(said) for part, said in mistakes.items()}

    def forget_designs(self) -> None:
        """Take the next design for the first of its kind."""
        self._made.clear()
        self.bodies.clear()

    def parts_asked(self) -> list[str]:
        """Return the parts in the order in which they were asked for."""
        return [part_of(body) for body in self.bodies]

    def _reply(self, request: Request) -> Response:
        body = json.loads(request.get_data())
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self.latency(part_of(body))
            return self._say(body, request)
        finally:
            with self._lock:
                self._at_once -= 1

    def _say(self, body: dict[str, Any], request: Request) -> Response:
        if "response_format" in body and not self.offers_formats:
            return _json({"error": {"message": "response_format is not supported"}}, 400)
        part = part_of(body)
        with self._lock:
            self.bodies.append(body)
            design = body["messages"][1]["content"]
            number = self._made[part, design]
            self._made[part, design] += 1
        mistakes = self._mistakes.get(part, [])
        said: Saying = mistakes[number] if number < len(mistakes) else self._good[part]
        if isinstance(said, str):
            said = chat_answer(said)
        if isinstance(said, dict):
            return _json(said)
        return said if isinstance(said, Response) else said(request)


def _json(document: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(document), status=status, content_type="application/json")
