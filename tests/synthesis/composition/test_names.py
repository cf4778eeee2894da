"""Words made from names."""

import pytest

from autoforge_envs.synthesis.composition.wording.names import (
    article,
    class_words,
    column_words,
    participle,
    plural,
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Order", "order"),
        ("OrderItem", "order item"),
        ("LoanDetails", "loan"),
        ("Details", "details"),
    ],
)
def test_a_class_is_a_noun(name: str, words: str) -> None:
    assert class_words(name) == words


@pytest.mark.parametrize(
    ("name", "semantic", "words"),
    [
        ("unit_price", "Money", "unit price"),
        ("placed_at", "Timestamp", "placed date"),
        ("valid_until", "Date", "valid-until date"),
        ("order_id", "Reference", "order"),
        ("name", "PersonName", "full name"),
        ("at_most", "Money", "highest amount"),
        ("email", "Email", "e-mail address"),
        ("period_starts_on", "Date", "period start date"),
        ("takes_place_at", "Timestamp", "date"),
        ("born_on", "Date", "date of birth"),
    ],
)
def test_a_column_is_a_noun(name: str, semantic: str, words: str) -> None:
    assert column_words(name, semantic) == words


@pytest.mark.parametrize(
    ("name", "word"),
    [("placed_at", "placed"), ("due_on", "due"), ("starts_on", ""), ("total", "")],
)
def test_some_columns_hold_a_participle(name: str, word: str) -> None:
    assert participle(name) == word


@pytest.mark.parametrize(
    ("noun", "several"),
    [("order", "orders"), ("box", "boxes"), ("policy", "policies"), ("key", "keys"),
     ("way to pay", "ways to pay"), ("address", "addresses"),
     ("child", "children"), ("piece of luggage", "pieces of luggage"),
     ("person who may act for me", "people who may act for me")],
)  # fmt: skip
def test_nouns_have_plurals(noun: str, several: str) -> None:
    assert plural(noun) == several


@pytest.mark.parametrize(
    ("noun", "words"), [("order", "an order"), ("use", "a use"), ("unit", "a unit")]
)
def test_nouns_have_articles(noun: str, words: str) -> None:
    assert article(noun) == words
