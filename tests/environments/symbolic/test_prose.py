"""Values in prose, said without being asked."""

import pytest

from autoforge_envs.environments.symbolic.prose import find_values, names


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "send my order to Lexstraat 16, 8777 AV Mariënvelde?",
            ("Lexstraat 16", "8777 AV", "Mariënvelde"),
        ),
        (
            "send my order for 9.50 to Calle Mayor 3 Piso 8, 30122 Santa Cruz, please?",
            ("Calle Mayor 3 Piso 8", "30122", "Santa Cruz"),
        ),
        (
            "send it to C. de Renato Uría 98, 30658 Asturias.",
            ("C. de Renato Uría 98", "30658", "Asturias"),
        ),
    ],
)
def test_an_address_is_cut_into_its_parts(text: str, address: tuple[str, str, str]) -> None:
    found = {kind: value for kind, value, _ in find_values(text)}
    assert (found["StreetAddress"], found["PostalCode"], found["City"]) == address


def test_a_code_comes_with_the_words_before_it() -> None:
    assert ("Label", "SAVE53", "promo code ") in list(find_values("use promo code SAVE53 now"))


def test_names_are_found_but_no_months_and_no_places_to_send_to() -> None:
    assert names("order the article Volt monitor placed on 3 March 2026") == ["Volt monitor"]
    assert names("send it to Lexstraat 16, 8777 AV Haarle") == []
    assert names("I want Salt and Stars") == ["Salt and Stars"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("order one of the lamp", [1]), ("2 of my cups", [2]), ("cancel the one of my orders", [])],
)
def test_small_numbers_count_pieces(text: str, pieces: list[int]) -> None:
    assert [value for kind, value, _ in find_values(text) if kind == "Quantity"] == pieces
