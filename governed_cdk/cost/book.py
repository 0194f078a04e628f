"""The price book: each price with its unit, its region, the address that it was read at and the day.

A row of `prices` has `what` it is for, the `unit` that it is a price of, and under `usd` for each region the price as
text and its source. A source has the address, the day `published` by AWS, the day `read`, and `through` whom it was
read where that was a third party.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOOK = Path(__file__).with_name("prices.yaml")


@dataclass(frozen=True, slots=True)
class PriceSource:
    """Where prices were read: the address, the days `YYYY-MM-DD`, and the third party whose copy it was, if any."""

    address: str
    published: str
    read: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """A price of one unit in one region, in US dollars."""

    id: str
    what: str
    unit: str
    region: str
    usd: Decimal
    source: PriceSource


@dataclass(frozen=True)
class PriceBook:
    """Prices by id and region, and the types that cost nothing by themselves with where that stands."""

    prices: Mapping[tuple[str, str], Price]
    free: Mapping[str, PriceSource]

    def price(self, id_: str, region: str) -> Price | None:
        """A price, or None where nobody could read it."""
        return self.prices.get((id_, region))

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day on which AWS published a price of it."""
        found = sorted(price.source.published for price in self.prices.values())
        return found[0], found[-1]


@functools.cache
def price_book() -> PriceBook:
    """The book of this version."""
    data: dict[str, Any] = yaml.safe_load(_BOOK.read_text(encoding="utf-8"))
    sources = {name: PriceSource(**row) for name, row in data["sources"].items()}
    prices = {
        (id_, region): Price(id_, row["what"], row["unit"], region, Decimal(said["price"]), sources[said["source"]])
        for id_, row in data["prices"].items()
        for region, said in row["usd"].items()
    }
    return PriceBook(prices, {type_: sources[name] for type_, name in data["free"].items()})
