"""Recorded model users: replayed word for word, audited, and judged by a recorded model."""

from dataclasses import replace

import pytest

from autoforge_envs.language_models import UnrecordedError
from autoforge_envs.language_models.exchanges import Exchange
from autoforge_envs.users.auditing.audit import audit_certain
from autoforge_envs.users.auditing.turns import user_turns
from autoforge_envs.users.user_errors import ERROR_KINDS
from benchmarks.auditing.model_users import audited, judge_rows, recorded_judge
from benchmarks.auditing.recorded import Recorded, read_recorded, replay, user_tools
from benchmarks.auditing.scores import score


@pytest.fixture(scope="module")
def recorded() -> list[Recorded]:
    return list(read_recorded())


def said(each: Recorded) -> list[str]:
    """What the model answered in words, as it stands in the recording."""
    answers = [m["content"] for m in each.messages if m["role"] == "assistant"]
    return [text for text in [*answers, each.exchange.completion.content] if text]


def test_a_replayed_user_says_what_was_recorded(recorded: list[Recorded]) -> None:
    for each in recorded[::12]:
        transcript = replay(each, user_tools(each.domain))
        words = [m.content for m in transcript if m.party == "user" and m.is_words and m.content]
        assert [text for text in said(each) if text in words] == said(each)
        assert transcript == replay(each, user_tools(each.domain))


def test_a_user_told_something_else_has_no_recording(recorded: list[Recorded]) -> None:
    each = recorded[0]
    first, *others = each.messages
    changed = [{**first, "content": f"{first['content']} "}, *others]
    exchange = Exchange({**each.exchange.body, "messages": changed}, each.exchange.completion)
    with pytest.raises(UnrecordedError, match="record again"):
        replay(replace(each, exchange=exchange), user_tools(each.domain))


def test_every_marked_error_is_in_a_turn_of_the_user(recorded: list[Recorded]) -> None:
    kinds = set()
    for each in recorded:
        turns = [turn.number for turn in user_turns(replay(each, user_tools(each.domain)))]
        assert all(number in turns for number, _ in each.errors)
        kinds |= {kind for _, kind in each.errors}
    assert kinds == set(ERROR_KINDS)


def test_what_is_certain_of_model_users_is_right_and_most_of_their_errors(
    recorded: list[Recorded],
) -> None:
    counts = score(audited(recorded, audit_certain))
    assert (counts.clean, counts.alarmed) == (169, 0)
    assert counts.faults == 44
    assert counts.found >= 37
    assert counts.right_findings == counts.findings


def test_the_recorded_judge_finds_what_the_rules_miss(recorded: list[Recorded]) -> None:
    sample = [each for each in recorded if each.judged]
    rules, judge = score(audited(sample, audit_certain)), score(audited(sample, recorded_judge()))
    assert (judge.faults, judge.found, judge.alarmed) == (13, 13, 0)
    assert rules.found < judge.found
    assert len(list(judge_rows(recorded))) == 4
