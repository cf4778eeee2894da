"""Prices come from a file, costs are whole millionths, and what is unknown is said to be."""

from pathlib import Path

import pytest

from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import Price, PriceTable, read_prices


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    return path


def test_a_table_is_read_exactly(tmp_path: Path) -> None:
    text = 'currency = "USD"\n[models."a/b"]\nprompt = 0.1\ncompletion = 2\n'
    prices = read_prices(table(tmp_path, text))
    assert prices.prices == {"a/b": Price(100_000, 2_000_000)}
    assert prices.knows("a/b")
    assert not prices.knows("other")
    assert prices.cost("a/b", 1_000_000, 1_000_000) == 2_100_000
    assert prices.show(2_100_000) == "2.1000 USD"


def test_costs_are_rounded_up_to_a_millionth() -> None:
    prices = PriceTable({"m": Price(100_000, 0)}, "USD")
    assert [prices.cost("m", tokens, 0) for tokens in (0, 1, 10, 11)] == [0, 1, 1, 2]
    assert prices.cost("other", 10**9, 10**9) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("currency = ", "no TOML"),
        ("[models.m]\nprompt = 1\n", "models.m: completion is None, must be the price"),
        ("[models.m]\nprompt = -1\ncompletion = 1\n", "prompt is -1"),
        ('[models.m]\nprompt = "1"\ncompletion = 1\n', "prompt is '1'"),
        ("[models.m]\nprompt = true\ncompletion = 1\n", "prompt is True"),
        ("[models.m]\nprompt = nan\ncompletion = 1\n", "prompt is NaN, must be the price"),
        ("[models.m]\nprompt = 1\ncompletion = inf\n", "completion is Infinity"),
        ("[models.m]\nprompt = 1e999999\ncompletion = 1\n", "must be the price"),
        ("models = " + "[" * 5_000, "no TOML"),
        ("models = 3\n", "a table for each model"),
        ("currency = 3\n", "write currency"),
        ("", "no model has a price"),
        ('currency = "EUR"\n', "no model has a price"),
    ],
)
def test_what_is_no_price_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(OptionError, match=r"prices.toml") as raised:
        read_prices(table(tmp_path, text))
    assert told in str(raised.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="No such file or directory; give a TOML file"):
        read_prices(tmp_path / "absent.toml")
