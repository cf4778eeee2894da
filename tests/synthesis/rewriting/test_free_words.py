"""The words around what has to stay may change how something is asked for, never what."""

import pytest

from autoforge_envs.synthesis.model_design.stems import stems
from autoforge_envs.synthesis.rewriting.frames import frame_of
from autoforge_envs.synthesis.rewriting.free_words import Bounds, problems_of_words

TEXT = "Please cancel my latest order, I do not need the tent. What is the refund?"
FRAME = frame_of(TEXT, ["my latest order", "tent", "refund"], ["order", "orders", "tent"])
BOUNDS = Bounds(
    ("order", "orders", "tent"),
    tuple(sorted(stems("cancel order call off"))),
    tuple(sorted(stems("return replace ship"))),
)


def problems(words: str) -> list[str]:
    return [f"{each.kind}: {each.reason}" for each in problems_of_words(words, FRAME, BOUNDS, "1")]


@pytest.mark.parametrize(
    "words",
    [
        TEXT,
        "Hi, I'd love to cancel my latest order, I do not like the tent. And what is the refund?",
        "My wish: call off my latest order. I do not want the tent. Let me hear the refund.",
        "cancelling my latest order would help me, as I do not use the tent. Tell me the refund.",
    ],
)
def test_other_words_for_the_same_pass(words: str) -> None:
    assert problems(words) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Please cancel my order, I do not need the tent. What is the refund?",
            "[my latest order]",
        ),
        (
            "Please cancel my latest order, I need the tent. What is the refund?",
            "has to keep [not]",
        ),
        ("What is the refund? Please cancel my latest order, I do not need the tent.", "[refund]"),
        (TEXT + " Or cancel all of them.", "adds 'Or'"),
        (TEXT + " The price was 40.", "adds '40'"),
        (TEXT + " Send the tent.", "adds 'tent'"),
        (TEXT + " Greetings from Lisbon.", "adds 'Lisbon'"),
        (TEXT + " Unless that costs me something.", "adds 'Unless'"),
        (
            "Please return my latest order, I do not need the tent. What is the refund?",
            "asks for something else with 'return'",
        ),
        (
            "Please keep my latest order, I do not need the tent. What is the refund?",
            "no longer says what to do",
        ),
        ("", "must be one line"),
        (TEXT + "\n", "must be one line"),
        (TEXT + " Thanks" * 60, "must be one line"),
        (
            "Bitte cancel die Bestellung my latest order, die ich und der Mann nicht mit haben, "
            "I do not need the tent. What is the refund?",
            "write English",
        ),
    ],
)
def test_what_changes_the_request_is_told(words: str, told: str) -> None:
    assert any(told in each for each in problems(words)), problems(words)


def test_only_words_that_may_be_said_are_advised() -> None:
    frame = frame_of("Please file a complaint about my order.", ["complaint"], ["complaint"])
    bounds = Bounds(("complaint", "file"), tuple(sorted(stems("file complaint lodge"))))
    (problem,) = problems_of_words("Please take my complaint.", frame, bounds, "1")
    assert "begins with one of lodg…" in problem.reason


def test_words_are_alike_without_their_endings() -> None:
    assert stems("cancel cancels cancelled cancelling") == {"cancel"}
    assert stems("please do it for me") == {"it"}


def test_letters_that_only_look_right_are_refused() -> None:
    assert problems(TEXT.replace("not", "n\u043et")) == [
        "a text: has 'n\u043et' in Cyrillic and Latin letters; write it in Latin ones"
    ]
