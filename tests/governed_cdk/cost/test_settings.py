from __future__ import annotations

from pathlib import Path

import pytest

from aspects.judge.template import Template
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cost import settings
from governed_cdk.cost.quantities import QUANTITIES
from governed_cdk.cost.settings import CostSettings, parse_costs, read_costs

NAT = Template(Path(), {"Resources": {"Nat": {"Type": "AWS::EC2::NatGateway"}}}).resources["Nat"]


def test_one_resource_goes_before_its_type_and_that_before_what_is_assumed() -> None:
    assert CostSettings().used(NAT, "prod-network", "processed_gb") == 50
    mine = parse_costs("usage: {'AWS::EC2::NatGateway': {processed_gb: 7}}", "costs.yaml")
    assert mine.used(NAT, "prod-network", "processed_gb") == 7
    text = "usage: {'AWS::EC2::NatGateway': {processed_gb: 7}}\nresources: {prod-network/Nat: {processed_gb: 9}}"
    assert parse_costs(text, "costs.yaml").used(NAT, "prod-network", "processed_gb") == 9


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_costs(tmp_path / "costs.yaml") == CostSettings() == parse_costs("", "costs.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hours: 0", "costs.yaml:1: hours: given 0"),
        ("thresholds: {warning_percent: -1}", "warning_percent"),
        ("thresholds: {block: 1}", "block"),
        ("usage: {'AWS::S3::Bucket': {stored_gb: much}}", "stored_gb"),
        ("prices: {}", "prices"),
    ],
)
def test_a_wrong_value_is_one_line(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        parse_costs(text, "costs.yaml")


def test_what_is_assumed_is_of_types_that_are_billed_for_use() -> None:
    assert set(settings._assumed()) <= set(QUANTITIES)
