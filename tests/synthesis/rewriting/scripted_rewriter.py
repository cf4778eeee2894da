"""A model over HTTP on the loopback interface that answers about tasks, scripted mistakes first."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.language_models.scripted_endpoint import chat_answer

from .answering import Part, answer_to, part_of

Saying = str | dict[str, Any] | Response
"""An answer's text, the JSON of a chat answer, or a whole HTTP response."""

Mistake = Callable[[str], Saying]
"""Makes what is said instead of a question's right answer."""


class ScriptedRewriter:
    """Answers each question about a task: first the mistakes that were scripted, then rightly.

    What it has said last to a question while it made none is what it says to it from then on, so
    that it can make mistakes on the way to the same end.
    """

    def __init__(self, server: HTTPServer, settled: dict[str, str] | None = None) -> None:
        """Answer on a server.

        Args:
            server: Runs already.
            settled: Question -> what was said to it last when no mistakes were made.
        """
        self.base_url = server.url_for("/v1")
        self.bodies: list[dict[str, Any]] = []
        self.most_at_once = 0
        self.latency: Callable[[], None] = lambda: None
        self._at_once = 0
        self._mistakes: dict[Part, Sequence[Mistake]] = {}
        self._settled = {} if settled is None else settled
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(
            self._reply
        )

    def script(self, mistakes: Mapping[Part, Sequence[Mistake]]) -> None:
        """Say what the answers to each question begin with, and take every question for new."""
        self._mistakes = dict(mistakes)
        self.forget()

    def forget(self) -> None:
        """Take every question for new."""
        self._asked.clear()
        self.bodies.clear()

    def count(self, part: Part) -> int:
        """Return how often a part was asked about."""
        return sum(part_of(body) == part for body in self.bodies)

    def _reply(self, request: Request) -> Response:
        body = json.loads(request.get_data())
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self.latency()
            return self._say(body)
        finally:
            with self._lock:
                self._at_once -= 1

    def _say(self, body: dict[str, Any]) -> Response:
        part = part_of(body)
        assert part is not None, "asked about something else than a task"
        question = body["messages"][1]["content"]
        with self._lock:
            self.bodies.append(body)
            number = self._asked[question]
            self._asked[question] += 1
            mistakes = self._mistakes.get(part, ())
            if mistakes:
                right = self._settled.get(question) or answer_to(body["messages"][:2])
            else:
                right = self._settled[question] = answer_to(body["messages"])
        said = mistakes[number](right) if number < len(mistakes) else right
        if isinstance(said, str):
            said = chat_answer(said)
        return _json(said) if isinstance(said, dict) else said


def _json(document: dict[str, Any]) -> Response:
    return Response(json.dumps(document), content_type="application/json")
