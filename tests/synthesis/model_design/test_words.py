"""Names mean one thing, and texts are English."""

import pytest

from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.naming import objection


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("cancel_booking", "snake"),
        ("Booking", "camel"),
        ("MOST_SEATS", "constant"),
        ("a2_b", "snake"),
        ("owners", "snake"),
        ("changes", "snake"),
    ],
)
def test_good_names_are_taken(name: str, style: str) -> None:
    assert objection(name, style) == ""


@pytest.mark.parametrize(
    ("name", "style", "told"),
    [
        ("", "snake", "is no name"),
        ("__import__", "snake", "is no name"),
        ("../x", "snake", "is no name"),
        ("Cancel", "snake", "write such_as_this"),
        ("booking", "camel", "write SuchAsThis"),
        ("x" * 61, "snake", "at most 60 characters"),
        ("naïve", "snake", "is no name"),
        ("class", "snake", "is a word of Python"),
        ("list", "snake", "is a word of Python"),
        ("state", "snake", "is there already in every business"),
        ("hang_up", "snake", "is there already in every business"),
        ("decline_request", "snake", "is there already in every business"),
        ("Money", "camel", "is there already in every business"),
        ("Model", "camel", "is there already in every business"),
        ("OWNERS", "constant", "is there already in every business"),
    ],
)
def test_other_names_are_told_why(name: str, style: str, told: str) -> None:
    assert told in objection(name, style)


@pytest.mark.parametrize(
    "text",
    [
        "A booking can be changed or cancelled until two days before it begins, and not later.",
        "Windward", "First Steps on the Water", "", "Zürich café crème",
    ],
)  # fmt: skip
def test_english_passes(text: str) -> None:
    assert is_english([text])


@pytest.mark.parametrize(
    "text",
    [
        "Eine Buchung kann nur bis zwei Tage vor dem Beginn und nicht später storniert werden.",
        "Une réservation ne peut être annulée que par le client dans les deux jours.",
        "Una reserva no se puede cancelar por el cliente en los últimos dos días.",
        "Бронирование можно отменить за два дня.",
        "予約は二日前まで変更できます。",
        "يمكن إلغاء الحجز",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert not is_english([text])
    english = "The table of all the courses that can be booked by a customer of this school."
    assert not is_english([english, english, text])
