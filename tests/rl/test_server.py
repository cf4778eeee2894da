import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import gymnasium
import numpy
import pytest
import torch

from autoforge_rl import server as client
from autoforge_rl import serving
from autoforge_rl.chat import ChatRenderer
from autoforge_rl.errors import ChoiceError, ServerError
from autoforge_rl.initial_policy import PolicyShape, make_policy
from autoforge_rl.learner import Learner, PolicyChoices
from autoforge_rl.lineup import EnvironmentChoices, Lineup
from autoforge_rl.log_probs import score_tokens
from autoforge_rl.processes import Processes
from autoforge_rl.recipe import Recipe, TrainingChoices
from autoforge_rl.rollouts import Assignment, RolloutChoices, play
from autoforge_rl.sampling import SamplingChoices, Turn
from autoforge_rl.server import ServerChoices, ServerSampler, ServerTurns, read_turn
from autoforge_rl.serving import check_agreement
from autoforge_rl.training import make_player

CHOICES = SamplingChoices(temperature=0.8, max_turn_tokens=6)
END = 2


@dataclass
class Server:
    """A scripted server on this machine: it answers what stands for a path, in order.

    Attributes:
        url: Its address.
        answers: Status and JSON; bytes are sent as they are.
        asked: Path and JSON of each request.
        together: Where requests wait for each other.
        held: Where they wait to be let go.
        is_impatient: Whether one was answered without having been let go.
    """

    url: str = ""
    answers: dict[str, list[tuple[int, Any] | bytes]] = field(default_factory=dict)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    together: threading.Barrier | None = None
    held: threading.Event | None = None
    is_impatient: bool = False

    def take(self, path: str, body: Any) -> tuple[int, Any] | bytes:
        if self.together is not None:
            self.together.wait(10)
        self.asked.append((path, body))
        if self.held is not None and not self.held.wait(10):
            self.is_impatient = True
        known = self.answers.get(path, [])
        return known.pop(0) if known else (200, said([7, 8, END]))


def said(ids: list[int], log_probs: list[float] | None = None, reason: str = "stop") -> Any:
    scores = {"token_logprobs": [-0.5] * len(ids) if log_probs is None else log_probs}
    choice = {"token_ids": ids, "logprobs": scores, "finish_reason": reason, "text": "?"}
    return {"choices": [choice]}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    script = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken = script.take(self.path, body)
            if isinstance(taken, bytes):
                self.wfile.write(taken)
                return
            status, answer = taken
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"" if answer is None else json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(client, "PAUSE", 0.0)
    script.url = f"http://127.0.0.1:{listener.server_port}"
    yield script
    listener.shutdown()
    listener.server_close()
    thread.join()


def sampler(server: Server, **options: Any) -> ServerSampler:
    return ServerSampler(ServerChoices(server.url, "policy", **options), CHOICES)


def begin(turns: ServerTurns, conversation: int, prompt: list[int]) -> None:
    turns.begin(conversation, prompt, numpy.random.default_rng(conversation))


def wait_for(turns: ServerTurns, count: int) -> dict[int, Turn]:
    found: dict[int, Turn] = {}
    while len(found) < count:
        found |= turns.advance()
    return found


def test_tokens_go_in_and_tokens_with_their_log_probabilities_come_out(server: Server) -> None:
    turns = sampler(server).open(END)
    begin(turns, 3, [10, 11, 12])
    assert wait_for(turns, 1) == {3: Turn((7, 8, END), (-0.5, -0.5, -0.5), 0)}
    turns.close()
    ((path, body),) = server.asked
    assert path == "/v1/completions"
    assert (body["prompt"], body["model"]) == ([10, 11, 12], "policy")
    assert (body["temperature"], body["max_tokens"]) == (0.8, 6)
    assert (body["stop_token_ids"], body["return_token_ids"]) == ([END], True)


def test_many_turns_are_sampled_at_once_and_come_as_they_end(server: Server) -> None:
    server.together = threading.Barrier(5)
    turns = sampler(server).open(END)
    for conversation in range(5):
        begin(turns, conversation, [conversation])
    assert sorted(wait_for(turns, 5)) == [0, 1, 2, 3, 4]
    turns.close()


def test_a_conversation_asks_with_the_same_seed_whatever_else_is_asked(server: Server) -> None:
    for others in ([], [5, 6]):
        turns = sampler(server).open(END)
        for conversation in [*others, 1]:
            begin(turns, conversation, [1])
        wait_for(turns, len(others) + 1)
        turns.close()
    seeds = [body["seed"] for _, body in server.asked]
    assert seeds.count(seeds[0]) == 2
    assert len(set(seeds)) == 3


def test_what_is_asked_for_a_conversation_that_left_is_not_heard(server: Server) -> None:
    turns = sampler(server).open(END)
    begin(turns, 1, [1])
    turns.leave(1)
    begin(turns, 2, [2])
    assert list(wait_for(turns, 1)) == [2]
    turns.close()


class Echo(gymnasium.Env[Any, Any]):
    """Ends after two turns."""

    def reset(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        self._num_steps = 0
        return {"role": "user", "content": "Hello"}, {"task_id": "echo"}

    def step(self, action: str) -> tuple[dict[str, str], float, bool, bool, dict[str, Any]]:
        self._num_steps += 1
        message = {"role": "user", "content": action}
        return message, 1.0, self._num_steps == 2, False, {}


def make_echo(environment_id: str) -> Echo:
    return Echo()


@pytest.mark.parametrize("num_threads", [0, 2])
def test_rollouts_are_played_with_a_server(
    server: Server, tokenizer: Any, num_threads: int
) -> None:
    end_id = ChatRenderer(tokenizer).end_id
    ids = [*tokenizer.encode("yes", add_special_tokens=False), end_id]
    server.answers["/v1/completions"] = [(200, said(ids)) for _ in range(12)]
    speaker = sampler(server)
    speaker.version = 4
    rollouts = play(
        speaker, tokenizer, [Assignment("echo", None, seed) for seed in range(6)],
        make_echo, RolloutChoices(3, num_threads=num_threads),
    )  # fmt: skip
    assert [rollout.reward for rollout in rollouts] == [2.0] * 6
    for rollout in rollouts:
        (segment,) = rollout.segments
        sampled = [n for n, turn in enumerate(segment.turns) if turn >= 0]
        assert [segment.ids[n] for n in sampled] == ids * 2
        assert {segment.log_probs[n] for n in sampled} == {-0.5}
        assert {segment.versions[n] for n in sampled} == {4}


def test_weights_are_pushed_by_way_of_a_folder(server: Server, tmp_path: Path) -> None:
    speaker = sampler(server, shared_folder=str(tmp_path))
    for version in (1, 2):
        server.answers = {"/collective_rpc": [(200, None)], "/reset_prefix_cache": [(200, None)]}
        server.asked.clear()

        def write(folder: Path, version: int = version) -> None:
            (folder / "model.safetensors").write_text(f"weights {version}", encoding="ascii")

        speaker.push(write, version)
        assert speaker.version == version
        (reload, body), (reset, _) = server.asked
        assert (reload, reset) == ("/collective_rpc", "/reset_prefix_cache")
        path = Path(body["kwargs"]["weights_path"])
        assert (path / "model.safetensors").read_text(encoding="ascii") == f"weights {version}"
        assert [each.name for each in tmp_path.iterdir()] == [f"weights-{version}"]
    begin(turns := speaker.open(END), 1, [1])
    assert wait_for(turns, 1)[1].version == 2
    turns.close()


def test_a_server_that_refuses_weights_keeps_its_version(server: Server, tmp_path: Path) -> None:
    server.answers = {"/collective_rpc": [(404, {"detail": "Not Found"})]}
    speaker = sampler(server, shared_folder=str(tmp_path))
    with pytest.raises(ServerError, match=r"collective_rpc refused: 404 .*Not Found"):
        speaker.push(lambda folder: None, 1)
    assert speaker.version is None
    with pytest.raises(ChoiceError, match="shared_folder"):
        sampler(server).push(lambda folder: None, 1)


def test_a_run_pushes_its_weights_before_it_plays_with_new_ones(
    server: Server, tokenizer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "check_agreement", lambda *_: None)
    end_id = ChatRenderer(tokenizer).end_id
    ids = [*tokenizer.encode("a", add_special_tokens=False), end_id]
    desk = EnvironmentChoices("tests.rl.toy_desk:toy/desk-v0", num_tasks=4)
    recipe = Recipe(
        training=TrainingChoices(sampler="server"),
        server=ServerChoices(server.url, "policy", str(tmp_path / "shared")),
    )
    make_policy(PolicyShape("qwen3", 320, 16, 1, 2), tokenizer, 3).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    learner = Learner(PolicyChoices(device="cpu"), tmp_path, recipe.optimizer)
    player = make_player(recipe, learner, Lineup({"desk": desk}), CHOICES, Processes())
    for update, path in ((0, "weights-0"), (0, "weights-0"), (1, "weights-1")):
        server.answers["/v1/completions"] = [(200, said(ids))]
        learner.update = update
        (rollout,) = player([Assignment("desk", None, 5)])
        assert (rollout.reward, max(rollout.segments[0].versions)) == (1.0, update)
        assert (tmp_path / "shared" / path / "model.safetensors").is_file()
    pushed = [
        body["kwargs"]["weights_path"] for path, body in server.asked if path[1:8] == "collect"
    ]
    assert [Path(path).name for path in pushed] == ["weights-0", "weights-1"]


@pytest.mark.parametrize("head", ["tied", "own"])
def test_a_server_that_speaks_with_other_weights_is_found_out(
    server: Server, tokenizer: Any, head: Literal["tied", "own"]
) -> None:
    speaker, stranger = (
        make_policy(PolicyShape("qwen3", 320, 16, 1, 2, head=head), tokenizer, seed)
        for seed in (3, 4)
    )
    for weights in stranger.parameters():
        weights.data *= 30.0  # random policies hardly prefer one token to another
    choices = ServerChoices(server.url)

    def answer_with(model: Any) -> None:
        def take(path: str, body: Any) -> tuple[int, Any]:
            ids = torch.tensor([[*body["prompt"], 7, 8, END]])
            log_probs = score_tokens(model, ids).log_probs_BT[0, -3:]
            return 200, said([7, 8, END], log_probs.tolist())

        server.take = take  # type: ignore[method-assign]

    answer_with(speaker)
    check_agreement(choices, speaker, END, len(tokenizer))
    answer_with(stranger)
    with pytest.raises(ServerError, match=r"speaks with others: .* nats .*--head own"):
        check_agreement(choices, speaker, END, len(tokenizer))


def test_a_server_that_is_busy_is_asked_again(server: Server) -> None:
    busy = [(503, None), (429, None)]
    server.answers["/v1/completions"] = [*busy, (200, said([9, END]))]
    turns = sampler(server).open(END)
    begin(turns, 1, [1])
    assert wait_for(turns, 1)[1].ids == (9, END)
    server.answers["/v1/completions"] = [(503, None)] * 3
    begin(turns, 1, [1])
    with pytest.raises(ServerError, match="did not answer in 3 attempts: 503"):
        wait_for(turns, 1)
    turns.close()


CUT = b"HTTP/1.1 %d Anything\r\nContent-Length: 500\r\n\r\n{"


@pytest.mark.parametrize(
    ("unreadable", "reason"),
    [
        (CUT % 200, "IncompleteRead"),
        (CUT % 503, "503 .*IncompleteRead"),
        (b"garbage\r\n\r\n", "BadStatusLine: garbage"),
        (b"", "RemoteDisconnected"),
        (b"HTTP/1.1 200 OK\r\n\r\n{", "JSONDecodeError"),
    ],
)
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    server: Server, unreadable: bytes, reason: str
) -> None:
    choices = ServerChoices(server.url, attempts=2)
    server.answers["/x"] = [unreadable, (200, {"a": 1})]
    assert client.post(choices, "/x", {}) == {"a": 1}
    server.answers["/x"] = [unreadable] * 2
    with pytest.raises(ServerError, match=f"did not answer in 2 attempts: {reason}"):
        client.post(choices, "/x", {})


def test_a_refusal_that_is_cut_short_is_a_refusal(server: Server) -> None:
    server.answers["/x"] = [CUT % 404]
    with pytest.raises(ServerError, match=r"/x refused: 404 .*IncompleteRead"):
        client.post(ServerChoices(server.url), "/x", {})
    assert len(server.asked) == 1


def test_what_was_given_up_is_not_asked_for_again(server: Server) -> None:
    given_up = threading.Event()
    given_up.set()
    server.answers["/x"] = [(503, None)]
    with pytest.raises(ServerError, match="/x was given up after 1 attempts: 503"):
        client.post(ServerChoices(server.url), "/x", {}, given_up)
    assert len(server.asked) == 1


def test_closing_waits_for_no_answer_and_nothing_is_asked_for_again(server: Server) -> None:
    server.held = threading.Event()
    server.answers["/v1/completions"] = [(503, None)]
    turns = sampler(server, max_connections=1).open(END)
    begin(turns, 1, [1])
    begin(turns, 2, [2])
    while not server.asked:
        assert not turns.advance()
    turns.close()
    assert not server.is_impatient
    server.held.set()
    turns._threads.shutdown()  # here, and not in `close`, the answer is waited for
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_named(server: Server) -> None:
    gone = replace(ServerChoices(server.url, "policy"), url="http://127.0.0.1:9", attempts=2)
    with pytest.raises(ServerError, match=r"127\.0\.0\.1:9/x did not answer in 2 attempts"):
        client.post(gone, "/x", {})


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "lacks tokens"),
        ({"choices": []}, "lacks tokens"),
        ({"choices": [{"text": "yes", "finish_reason": "stop"}]}, "must know `return_token_ids`"),
        (said([]), "returned 0 tokens"),
        (said([1, END], [-0.5]), "each token needs a finite one"),
        (said([1, END], [-0.5, float("nan")]), "each token needs a finite one"),
        (said([1, 5]), "ended a turn with token 5 instead of 2"),
    ],
)
def test_answers_that_cannot_be_trained_on_are_refused(answer: Any, message: str) -> None:
    with pytest.raises(ServerError, match=message):
        read_turn(answer, END, 0)


def test_a_turn_may_be_cut_off() -> None:
    assert read_turn(said([1, 5], reason="length"), END, 3) == Turn((1, 5), (-0.5, -0.5), 3)


def test_choices_that_mean_nothing_are_refused() -> None:
    with pytest.raises(ChoiceError, match="got 'localhost'"):
        ServerChoices("localhost", "policy")
    with pytest.raises(ChoiceError, match="its url is empty"):
        ServerSampler(ServerChoices(), CHOICES)
    with pytest.raises(ChoiceError, match="must be positive"):
        ServerChoices("http://localhost", "policy", attempts=0)
