"""Every price has a source: an address, two days, and whose copy it was."""

from __future__ import annotations

import datetime

import pytest

from governed_cdk.cost.book import Price, PriceSource, price_book

BOOK = price_book()
SOURCES = {*BOOK.free.values(), *(price.source for price in BOOK.prices.values())}


@pytest.mark.parametrize("price", BOOK.prices.values(), ids=lambda price: f"{price.id}-{price.region}")
def test_a_price_has_a_unit_a_region_and_an_amount(price: Price) -> None:
    assert price.region in {"ap-northeast-1", "ap-northeast-2", "us-east-1"}
    assert price.unit
    assert price.what
    assert 0 < price.usd < 100
    assert price.usd == price.usd.normalize() or "." in str(price.usd)


@pytest.mark.parametrize("source", sorted(SOURCES, key=str), ids=str)
def test_a_source_has_an_address_of_aws_and_the_days_it_was_published_and_read(source: PriceSource) -> None:
    assert source.address.startswith("https://")
    assert source.address.split("/")[2].endswith(("amazonaws.com", "awsstatic.com", "aws.amazon.com"))
    published, read = (datetime.date.fromisoformat(day) for day in (source.published, source.read))
    assert published <= read
    assert source.through


def test_the_home_region_its_copy_and_the_region_of_global_services_are_there() -> None:
    found = {region: sum(1 for price in BOOK.prices.values() if price.region == region) for region in
             ("ap-northeast-2", "ap-northeast-1", "us-east-1")}  # fmt: skip
    assert min(found.values()) > 40, found


def test_the_book_says_how_old_it_is() -> None:
    first, last = BOOK.days
    assert "2024" <= first <= last <= "2026-11-30"


def test_a_price_that_nobody_read_is_none() -> None:
    assert BOOK.price("nat-hour", "eu-central-1") is None
    assert BOOK.price("mysql-db.r8g.large", "ap-northeast-2") is None
