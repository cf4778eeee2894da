"""What tokens cost, by configuration: prices change too often to stand in a package."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeGuard

from autoforge_envs.errors import OptionError
from autoforge_envs.files import read_regular

_MAX_BYTES = 2**20
_MILLION = 1_000_000
_HIGHEST = 1_000_000_000
"""The highest price of a million tokens that is believed."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, for a million tokens, in millionths of the currency."""

    prompt: int
    completion: int


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Prices by model; a model that is not there costs nothing that we know of.

    Attributes:
        currency: As people write it: "USD".
    """

    prices: Mapping[str, Price] = field(default_factory=dict)
    currency: str = ""

    def knows(self, model: str) -> bool:
        """Tell whether a model has a price."""
        return model in self.prices

    def cost(self, model: str, prompt_tokens: int, completion_tokens: int) -> int:
        """Return what tokens cost, in millionths of the currency, rounded up; 0 if unknown."""
        price = self.prices.get(model)
        if price is None:
            return 0
        total = prompt_tokens * price.prompt + completion_tokens * price.completion
        return -(-total // _MILLION)

    def show(self, millionths: int) -> str:
        """Write a cost for people: "0.0123 USD"."""
        return f"{Decimal(millionths) / _MILLION:.4f} {self.currency}".strip()


def read_prices(path: Path) -> PriceTable:
    """Read a price table.

    Args:
        path: TOML: `currency = "USD"`, and for each model a table
            `[models."NAME"]` with `prompt` and `completion`, the prices of a million tokens.

    Raises:
        OptionError: It cannot be read, or something in it is no price.
    """
    try:
        data = tomllib.loads(read_regular(path, _MAX_BYTES).decode(), parse_float=Decimal)
    except OSError as error:
        raise OptionError(f"prices {path}: {error.strerror}; give a TOML file") from None
    except UnicodeDecodeError:
        raise OptionError(f"prices {path} is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # no TOML, an endless number or nesting
        raise OptionError(f"prices {path}: no TOML, {error}; mend the line") from None
    models = data.get("models", {})
    if not isinstance(models, dict) or not isinstance(data.get("currency", ""), str):
        raise OptionError(f'prices {path}: write currency = "USD" and a table for each model')
    if not models:
        raise OptionError(f'prices {path}: no model has a price; write [models."NAME"] for each')
    prices = {name: _price(values, f"{path}, models.{name}") for name, values in models.items()}
    return PriceTable(prices, data.get("currency", ""))


def _price(values: Any, where: str) -> Price:
    found = []
    for name in ("prompt", "completion"):
        value = values.get(name) if isinstance(values, dict) else None
        if not _is_price(value):
            shown = value if isinstance(value, Decimal) else repr(value)
            raise OptionError(
                f"prices {where}: {name} is {shown}, must be the price of a million tokens"
            )
        found.append(int(value * _MILLION))
    return Price(*found)


def _is_price(value: Any) -> TypeGuard[int | Decimal]:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return Decimal(value).is_finite() and 0 <= value <= _HIGHEST
