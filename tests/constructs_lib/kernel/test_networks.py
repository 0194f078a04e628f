from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.networks import check_networks, overlap


def mistakes(vpc: str, subnets: dict[str, list[str]]) -> tuple[str, ...]:
    try:
        check_networks(vpc, subnets)
    except ConfigurationError as error:
        return error.mistakes
    return ()


@pytest.mark.parametrize(
    "subnets",
    [
        {"public_cidrs": ["10.0.0.0/20"], "private_cidrs": ["10.0.32.0/19"]},
        {"public_cidrs": ["10.0.0.0/17"], "private_cidrs": ["10.0.128.0/17"]},
        {"public_cidrs": ["10.0.0.0/16"]},
        {"public_cidrs": ["10.0.255.240/28"]},
        {},
    ],
    ids=["apart", "side by side", "largest", "smallest", "none"],
)
def test_networks_that_fit_are_taken(subnets: dict[str, list[str]]) -> None:
    assert mistakes("10.0.0.0/16", subnets) == ()


@pytest.mark.parametrize(
    ("subnets", "text"),
    [
        ({"public_cidrs": ["10.1.0.0/20"]}, "public_cidrs: 10.1.0.0/20: outside the VPC (10.0.0.0/16)"),
        ({"public_cidrs": ["10.0.0.0/29"]}, "public_cidrs: 10.0.0.0/29: a subnet has /16 to /28"),
        (
            {"public_cidrs": ["10.0.0.0/20"], "private_cidrs": ["10.0.8.0/24"]},
            "public_cidrs: 10.0.0.0/20: overlaps private_cidrs: 10.0.8.0/24",
        ),
        ({"public_cidrs": ["10.0.0.1/20"]}, "public_cidrs: 10.0.0.1/20: 10.0.0.1/20 has host bits set"),
    ],
)
def test_networks_that_do_not_fit_are_refused(subnets: dict[str, list[str]], text: str) -> None:
    assert mistakes("10.0.0.0/16", subnets) == (text,)


def test_all_networks_that_do_not_fit_are_told_at_once() -> None:
    assert len(mistakes("10.0.0.0/16", {"public_cidrs": ["10.1.0.0/20", "10.2.0.0/20"]})) == 2


def test_subnets_larger_than_aws_makes_them_are_refused() -> None:
    assert mistakes("10.0.0.0/8", {"public_cidrs": ["10.0.0.0/15"]}) == (
        "public_cidrs: 10.0.0.0/15: a subnet has /16 to /28",
    )


def test_overlap_goes_both_ways() -> None:
    assert overlap("10.0.0.0/8", "10.9.0.0/16")
    assert overlap("10.9.0.0/16", "10.0.0.0/8")
    assert not overlap("10.0.0.0/16", "10.1.0.0/16")
