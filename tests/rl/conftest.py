"""Policies small enough to be made for each test run, on one thread."""

from typing import Any

import pytest
import torch

from autoforge_rl.conversations import Conversation
from autoforge_rl.initial_policy import PolicyShape, make_policy, train_tokenizer

torch.set_num_threads(1)

LOOK_UP = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "Find an order.",
        "parameters": {"type": "object", "properties": {"order_id": {"type": "string"}}},
    },
}


def called(name: str, **arguments: str) -> list[dict[str, Any]]:
    return [{"type": "function", "function": {"name": name, "arguments": arguments}}]


CONVERSATION = Conversation(
    (
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Where is my order 1042?"},
        {
            "role": "assistant",
            "reasoning_content": "I look it up.",
            "content": "",
            "tool_calls": called("find_order", order_id="1042"),
        },
        {"role": "tool", "name": "find_order", "content": '{"status": "sent", "to": "Zürich"}'},
        {"role": "assistant", "reasoning_content": "It is sent.", "content": "It is on its way."},
        {"role": "user", "content": "Thanks! And 77?"},
        {"role": "assistant", "content": "I see no such order."},
    ),
    (LOOK_UP,),
)
SHAPE = PolicyShape(vocabulary_size=320, hidden_size=32, num_layers=2, num_heads=2)


@pytest.fixture(scope="session")
def conversation() -> Conversation:
    return CONVERSATION


@pytest.fixture(scope="session")
def tokenizer() -> Any:
    return train_tokenizer([CONVERSATION], SHAPE.vocabulary_size)


@pytest.fixture(scope="session", params=["qwen3", "llama"])
def model(request: pytest.FixtureRequest, tokenizer: Any) -> Any:
    shape = PolicyShape(
        family=request.param, vocabulary_size=320, hidden_size=32, num_layers=2, num_heads=2
    )
    return make_policy(shape, tokenizer, seed=1)
