from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from governed_cdk.cost.book import price_book
from governed_cdk.cost.rise import rise
from governed_cdk.cost.settings import CostThresholds
from governed_cdk.cost.views import as_json, as_markdown, as_text, said
from tests.governed_cdk.cost.test_estimate import of

if TYPE_CHECKING:
    from pathlib import Path

Given = tuple[str, dict[str, Any]]
KEY: Given = ("AWS::KMS::Key", {})
NAT: Given = ("AWS::EC2::NatGateway", {})
GRID: Given = ("AWS::Grafana::Workspace", {})


def test_the_text_says_the_sum_the_share_and_what_has_no_price(tmp_path: Path) -> None:
    text = as_text(of(tmp_path, Key=KEY, Nat=NAT, Grid=GRID), price_book())
    assert text.splitlines()[:4] == [
        "    44.07  prod-app", "      43.07  Nat (EC2 NatGateway)", "       1.00  Key (KMS Key)",
        "unpriced: 1 Grafana Workspace",
    ]  # fmt: skip
    assert text.splitlines()[-1].startswith("44.07 US dollars a month; 66 % of 3 resources are priced or free, 1 are")


def test_the_json_has_the_source_of_each_price(tmp_path: Path) -> None:
    (line,) = json.loads(as_json(of(tmp_path, Key=KEY), price_book()))["lines"]
    assert (line["usd"], line["unit"], line["region"]) == ("1.0000", "key-month", "ap-northeast-2")
    assert line["source"].startswith("https://")
    assert line["published"]


def test_the_markdown_shows_what_changes_and_nothing_else(tmp_path: Path) -> None:
    before, now = of(tmp_path / "a", Key=KEY), of(tmp_path / "b", Key=KEY, Nat=NAT)
    text = "\n".join(as_markdown(now, before, rise(before.usd, now.usd, CostThresholds()), price_book()))
    assert "**prod-app**: 1.00 → 44.07" in text
    assert "Nat (EC2 NatGateway): nothing → 43.07" in text
    assert "KMS Key" not in text


def test_a_rise_says_what_it_takes() -> None:
    def risen(now: int) -> str:
        return said(rise(Decimal(100), Decimal(now), CostThresholds()))

    assert risen(100) == "100.00 → 100.00 US dollars a month, unchanged (+0.0 %)"
    assert risen(115).endswith("+15.00 (+15.0 %): a warning, and one approval more")
    assert risen(150).endswith(": two approvals more")
