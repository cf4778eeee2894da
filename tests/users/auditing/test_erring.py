"""Conversations whose errors were made by hand: their marks, and how many are certain."""

from autoforge_envs.users.auditing.audit import audit_certain
from autoforge_envs.users.auditing.turns import user_turns
from autoforge_envs.users.user_errors import ERROR_KINDS
from benchmarks.conversations import marked_errors, read_conversations, task_of
from tests.users.conftest import loaded


def test_every_marked_error_is_in_a_turn_of_the_user() -> None:
    kinds = set()
    for each, errors in zip(read_conversations("erring"), marked_errors("erring"), strict=True):
        turns = [turn.number for turn in user_turns(each.transcript)]
        assert all(turn in turns for turn, _ in errors)
        kinds |= {kind for _, kind in errors}
    assert kinds == set(ERROR_KINDS)


def test_most_errors_made_by_hand_are_certain_and_nothing_else_is() -> None:
    made = found = others = 0
    for each, errors in zip(read_conversations("erring"), marked_errors("erring"), strict=True):
        domain = loaded(each.domain)
        tools = [tool for tool in domain.tool_infos() if tool.caller == "user"]
        script = task_of(each, domain.contents.tasks).user
        turns = [error.turn for error in audit_certain(each.transcript, script, tools)]
        made += len(errors)
        found += sum(turn in turns for turn, _ in errors)
        others += sum(turn not in [at for at, _ in errors] for turn in turns)
    assert made == 55
    assert found >= 34
    assert others == 0
