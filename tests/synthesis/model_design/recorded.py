"""What a large language model said about a boarding kennel, recorded on 2026-11-21.

`examples/kennel.jsonl` holds every exchange of one run over a topic line, through an
OpenAI-compatible endpoint. A recording replays as long as the prompts are what they were. When they
change, the same answers are recorded under the new ones:

    python -m tests.synthesis.model_design.recorded
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from autoforge_envs.cli import main
from tests.language_models.scripted_endpoint import chat_answer

RECORDING = Path(__file__).parents[3] / "examples" / "kennel.jsonl"
COMMAND = (
    "synthesize", "--model", "recorded", "--topic",
    "a boarding kennel for dogs and cats: owners book stays for their pets and add walks or "
    "grooming",
)  # fmt: skip
_FIRST_TOOL = re.compile(r"^Write these tools:\n- (\w+)", re.MULTILINE)


def question_of(request: Mapping[str, Any]) -> tuple[str, str]:
    """Tell questions apart: the stage, and the first tool that is asked for."""
    found = _FIRST_TOOL.search(request["messages"][1]["content"])
    return request["response_format"]["json_schema"]["name"], found[1] if found else ""


def answers() -> dict[tuple[str, str], dict[str, Any]]:
    """Return what was answered to each question, as an endpoint says it."""
    exchanges = [json.loads(line) for line in RECORDING.read_text().splitlines()]
    return {question_of(each["request"]): _answer(each["completion"]) for each in exchanges}


def _answer(completion: Mapping[str, Any]) -> dict[str, Any]:
    counts = {name: completion[name] for name in ("prompt_tokens", "completion_tokens")}
    return {**chat_answer(completion["content"]), "usage": counts}


def record_anew(tasks: int = 30) -> int:
    """Record the same answers under the present prompts; returns the command's exit code."""
    known = answers()

    def reply(request: Request) -> Response:
        said = known[question_of(json.loads(request.get_data()))]
        return Response(json.dumps(said), content_type="application/json")

    with HTTPServer(threaded=True) as server, TemporaryDirectory() as scratch:
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(reply)
        options = ["--base-url", server.url_for("/v1"), "--out", f"{scratch}/out"]
        return main([*COMMAND, *options, "--tasks", str(tasks), "--record", str(RECORDING)])


if __name__ == "__main__":
    raise SystemExit(record_anew())
