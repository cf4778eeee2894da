"""A scripted endpoint over HTTP on the loopback interface."""

import json
import threading
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Reply = Response | Callable[[Request], Response]


def chat_answer(content: str | None = "Hello.", **message: object) -> dict[str, Any]:
    """Returns the JSON of a well-formed answer of 12 tokens."""
    choice = {
        "index": 0,
        "finish_reason": "tool_calls" if "tool_calls" in message else "stop",
        "message": {"role": "assistant", "content": content, **message},
    }
    usage = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
    return {"id": "1", "object": "chat.completion", "choices": [choice], "usage": usage}


class ScriptedEndpoint:
    """Gives the scripted replies in turn, the last one for ever, and keeps what it was asked."""

    def __init__(self, server: HTTPServer) -> None:
        self.base_url = server.url_for("/v1")
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._replies: list[Reply] = []
        self._lock = threading.Lock()
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(
            self._reply
        )

    def script(self, *replies: Reply | dict[str, Any] | int) -> None:
        """Replaces the replies: JSON documents, statuses, ready responses or handlers."""
        self._replies = [_reply(reply) for reply in replies]

    def _reply(self, request: Request) -> Response:
        with self._lock:
            self.bodies.append(json.loads(request.get_data()))
            self.headers.append(dict(request.headers))
            reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        return reply if isinstance(reply, Response) else reply(request)


def _reply(reply: Reply | dict[str, Any] | int) -> Reply:
    if isinstance(reply, dict):
        return Response(json.dumps(reply), content_type="application/json")
    if isinstance(reply, int):
        body = json.dumps({"error": {"message": f"scripted {reply}"}})
        return Response(body, status=reply, content_type="application/json")
    return reply
