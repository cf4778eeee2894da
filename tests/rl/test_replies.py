import json

from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.replies import Reply, read_reply

CALL = '{"name": "find", "arguments": {"id": "7"}}'


def test_words_are_an_action_and_a_message() -> None:
    reply = read_reply(" It is on its way. ")
    assert reply.actions() == ["It is on its way."]
    assert reply.as_message() == {"role": "assistant", "content": "It is on its way."}


def test_thinking_is_kept_apart_with_and_without_its_opening_tag() -> None:
    for opening in ("<think>", ""):
        reply = read_reply(f"{opening}Hm.\n</think>\n\nYes.")
        assert (reply.thinking, reply.actions()) == ("Hm.", ["Yes."])
        assert reply.as_message()["reasoning_content"] == "Hm."


def test_thinking_that_was_cut_off_is_not_said() -> None:
    for text, words in (
        ("<think>He lies.", ""),
        ("Hello.<think>He lies.", "Hello."),
        (f"<think>He lies.<tool_call>{CALL}</tool_call>", ""),
        ("<think>Hm.</think>Hello.<think>He lies.", "Hello."),
    ):
        reply = read_reply(text)
        assert reply.actions() == [words]
        assert "He lies." in reply.thinking
        assert "think>" not in reply.as_message()["content"]


def test_words_come_before_tool_calls() -> None:
    reply = read_reply(f"One moment.<tool_call>\n{CALL}\n</tool_call><tool_call>{CALL}</tool_call>")
    assert reply.actions() == ["One moment.", CALL, CALL]
    message = reply.as_message()
    assert message["content"] == "One moment."
    assert message["tool_calls"][0]["function"] == {"name": "find", "arguments": {"id": "7"}}


def test_a_broken_call_reaches_the_environment_as_a_call() -> None:
    for broken in ("{not json", "find(7)", '["a"]', '{"name": 3}'):
        reply = read_reply(f"<tool_call>{broken}</tool_call>")
        assert reply.actions()[0].startswith("{")
        assert broken in reply.as_message()["content"]
        assert "tool_calls" not in reply.as_message()


def test_a_call_that_was_cut_off_is_still_a_call() -> None:
    assert read_reply('<tool_call>{"name": "fi').actions() == ['{"name": "fi']


def test_silence_is_an_action_too() -> None:
    assert read_reply("").actions() == [""]


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    reply = read_reply(text)
    assert reply.actions()
    json.dumps(reply.as_message())


@given(st.text("ab {}<>/\n"), st.text("xyz "))
def test_what_is_read_does_not_depend_on_thinking(words: str, thinking: str) -> None:
    plain = read_reply(words)
    if plain.thinking:
        return
    thought = read_reply(f"<think>{thinking}</think>{words}")
    assert thought == Reply(thinking.strip(), plain.words, plain.calls)
