from pathlib import Path
from typing import Any

import pytest
import torch

from autoforge_rl.conversations import Conversation
from autoforge_rl.errors import BatchError, ChoiceError, EnvironmentCrash
from autoforge_rl.imitation import (
    ImitationChoices,
    count_updates,
    draw_share,
    encode,
    imitate,
    offered_conversations,
    with_prompt,
)
from autoforge_rl.initial_policy import PolicyShape, make_policy
from autoforge_rl.learner import Learner, PolicyChoices
from autoforge_rl.lineup import EnvironmentChoices, Lineup
from autoforge_rl.packing import PackingChoices
from autoforge_rl.processes import Processes
from autoforge_rl.replies import read_reply
from tests.rl.toy_desk import ToyDesk

DESK = "tests.rl.toy_desk:toy/desk-v0"


def test_exactly_what_the_assistant_said_is_marked(
    tokenizer: Any, conversation: Conversation
) -> None:
    (segment,) = encode(conversation, tokenizer)
    said = [token for token, mine in zip(segment.ids, segment.mask, strict=True) if mine]
    texts = tokenizer.decode(said).split("<|im_end|>")
    replies = [read_reply(text) for text in texts[:-1]]
    assert [reply.words for reply in replies] == ["", "It is on its way.", "I see no such order."]
    assert replies[0].calls == ('{"name": "find_order", "arguments": {"order_id": "1042"}}',)
    assert replies[1].thinking == "It is sent."
    assert texts[-1] == ""


def test_what_is_imitated_reads_as_the_template_has_it(
    tokenizer: Any, conversation: Conversation
) -> None:
    (segment,) = encode(conversation, tokenizer)
    expected = tokenizer.apply_chat_template(
        list(conversation.messages), tools=list(conversation.tools), tokenize=False
    )
    assert tokenizer.decode(list(segment.ids)) + "\n" == expected


@pytest.mark.parametrize(
    ("roles", "message"),
    [
        (["user"], "needs an assistant who answers somebody"),
        (["assistant", "user"], "needs an assistant who answers somebody"),
        (["user", "assistant", "assistant"], "says two things in a row"),
    ],
)
def test_what_cannot_be_imitated_is_told(tokenizer: Any, roles: list[str], message: str) -> None:
    messages = tuple({"role": role, "content": "Hm."} for role in roles)
    with pytest.raises(BatchError, match=message):
        encode(Conversation(messages), tokenizer)


def test_a_share_is_drawn_by_the_seed(conversation: Conversation) -> None:
    many = [Conversation(({"role": "user", "content": str(number)},)) for number in range(20)]
    choices = ImitationChoices(share=0.25)
    assert len(draw_share(many, choices, 1)) == 5
    assert draw_share(many, choices, 1) == draw_share(many, choices, 1)
    assert draw_share(many, choices, 1) != draw_share(many, choices, 2)
    with pytest.raises(BatchError, match="no conversations to imitate"):
        draw_share([], choices, 1)


def test_conversations_that_an_environment_offers_are_taken() -> None:
    lineup = Lineup({"desk": EnvironmentChoices(DESK, num_tasks=2)})
    environment, tasks = lineup.make("desk"), lineup.task_ids("desk")
    found = offered_conversations(environment, tasks, "reference")
    assert [each.messages[0]["content"] for each in found] == ["Say a letter."] * 2
    assert [each.messages[-1] for each in found] == [{"role": "assistant", "content": "a"}] * 2
    with pytest.raises(BatchError, match="info has no 'demonstration' for task"):
        offered_conversations(environment, tasks, "demonstration")


def test_a_trajectory_begins_as_a_rollout_does(conversation: Conversation) -> None:
    bare = Conversation(({"role": "user", "content": "Hi"},), environment="toy/desk-v0")
    info = {"policy_document": "Say a letter.", "tools": [{"type": "function"}]}
    begun = with_prompt(bare, info)
    assert begun.messages == ({"role": "system", "content": "Say a letter."}, *bare.messages)
    assert begun.tools == ({"type": "function"},)
    assert with_prompt(bare, {}) == bare
    assert with_prompt(conversation, info) == conversation


def test_a_policy_comes_to_say_what_it_imitates(
    tmp_path: Path, tokenizer: Any, conversation: Conversation
) -> None:
    make_policy(PolicyShape("qwen3", 320, 32, 1, 2), tokenizer, 1).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    choices = ImitationChoices(passes=90, batch_size=1, learning_rate=1e-2)
    learner = Learner(PolicyChoices(str(tmp_path)), tmp_path, choices.optimizer())
    seen: list[dict[str, Any]] = []
    examples = [encode(conversation, tokenizer)]
    imitate(learner, examples, choices, PackingChoices(), 1, Processes(), seen.append)
    assert learner.update == len(seen) == count_updates(1, choices) == 90
    assert seen[0]["loss"] > 5
    assert seen[-1]["loss"] < 0.5


def test_wrong_choices_are_refused() -> None:
    with pytest.raises(ChoiceError, match="share must be above 0 and at most 1, got 0"):
        ImitationChoices(share=0)
    with pytest.raises(ChoiceError, match="got 0 and 16"):
        ImitationChoices(passes=0)


def tiny_learner(path: Path, tokenizer: Any, choices: ImitationChoices) -> Learner:
    make_policy(PolicyShape("qwen3", 320, 16, 1, 2), tokenizer, 1).save_pretrained(path)
    tokenizer.save_pretrained(path)
    return Learner(PolicyChoices(str(path)), path, choices.optimizer())


def test_weights_that_are_no_numbers_imitate_nothing(
    tmp_path: Path, tokenizer: Any, conversation: Conversation
) -> None:
    choices = ImitationChoices(batch_size=1)
    learner = tiny_learner(tmp_path, tokenizer, choices)
    next(learner.model.parameters()).data.fill_(torch.nan)
    examples, seen = [encode(conversation, tokenizer)], list[dict[str, Any]]()
    with pytest.raises(BatchError, match="loss of imitation is nan in update 1"):
        imitate(learner, examples, choices, PackingChoices(), 1, Processes(), seen.append)
    assert not seen


def test_a_gradient_that_is_no_number_makes_no_step(
    tmp_path: Path, tokenizer: Any, conversation: Conversation
) -> None:
    choices = ImitationChoices(batch_size=1)
    learner = tiny_learner(tmp_path, tokenizer, choices)
    first = next(learner.model.parameters())
    before = first.detach().clone()
    first.register_hook(lambda gradient: gradient * torch.inf)
    examples, seen = [encode(conversation, tokenizer)], list[dict[str, Any]]()
    imitate(learner, examples, choices, PackingChoices(), 1, Processes(), seen.append)
    assert [each["refused_steps"] for each in seen] == [1]
    assert torch.equal(first, before)


@pytest.mark.parametrize(
    ("offered", "error", "message"),
    [
        ({"reference": [{"role": "user", "content": b"Hm."}]}, BatchError, "plain JSON values"),
        ({"reference": 3}, BatchError, "must be a list"),
        ({"tools": None}, EnvironmentCrash, "`tools` is None"),
        (None, ChoiceError, "cannot begin task 'task 1': TypeError"),
    ],
)
def test_what_an_environment_offers_wrongly_is_told(
    monkeypatch: pytest.MonkeyPatch, offered: Any, error: type[Exception], message: str
) -> None:
    environment = Lineup({"desk": EnvironmentChoices(DESK, num_tasks=2)}).make("desk")
    reset = ToyDesk.reset

    def reset_wrongly(self: ToyDesk, **options: Any) -> Any:
        observation, info = reset(self, **options)
        return observation, {**info, **offered}

    monkeypatch.setattr(ToyDesk, "reset", reset_wrongly)
    with pytest.raises(error, match=message):
        offered_conversations(environment, ["task 1"], "reference")
