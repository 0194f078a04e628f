from __future__ import annotations

import ipaddress

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.networks import (
    check_load_balancers_fit,
    check_networks,
    check_vpc,
    ipv4_network,
    is_no_place,
    is_too_wide,
    networks_overlap,
)
from tests.support import refusal


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
    assert networks_overlap("10.0.0.0/8", "10.9.0.0/16")
    assert networks_overlap("10.9.0.0/16", "10.0.0.0/8")
    assert not networks_overlap("10.0.0.0/16", "10.1.0.0/16")


@pytest.mark.parametrize("text", ["10.0.0.0/255.0.0.0", "10.0.0.0", "10.0.0.0/08"])
def test_a_network_is_spelled_as_ec2_takes_it(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"written as 10\.0\.0\.0/"):
        check_networks("10.0.0.0/8", {"public_cidrs": [text]})
    with pytest.raises(ConfigurationError, match=r"given '10\.0\.0\.0"):
        ipv4_network("cidr", text)


@pytest.mark.parametrize(
    ("text", "wide"),
    [("0.0.0.0/0", True), ("10.0.0.0/7", True), ("10.0.0.0/8", False), ("::/0", True), ("2000::/15", True),
     ("2000::/16", False)],
)  # fmt: skip
def test_a_network_that_holds_too_many_names_nobody(text: str, *, wide: bool) -> None:
    assert is_too_wide(ipaddress.ip_network(text)) is wide


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "172.31.0.0/16", "192.168.0.0/20", "100.127.0.0/16"])
def test_private_and_shared_addresses_make_a_vpc(cidr: str) -> None:
    assert refusal(check_vpc, cidr, allow_public_range=False) is None


def test_public_addresses_make_one_when_they_are_said_to_be_ones_own() -> None:
    check_vpc("8.8.0.0/16", allow_public_range=True)
    with pytest.raises(ConfigurationError, match=r"^cidr: given '8.8.0.0/16'; .* only with allow_public_range: true$"):
        check_vpc("8.8.0.0/16", allow_public_range=False)


@pytest.mark.parametrize("cidr", ["0.0.0.0/16", "127.1.0.0/16", "169.254.0.0/16", "239.0.0.0/16", "255.255.0.0/16"])
@pytest.mark.parametrize("allowed", [True, False])
def test_addresses_that_are_no_place_never_make_one(cidr: str, *, allowed: bool) -> None:
    assert is_no_place(cidr)
    with pytest.raises(ConfigurationError, match=r"^cidr: given "):
        check_vpc(cidr, allow_public_range=allowed)


def test_a_load_balancer_fits_into_a_27_and_not_into_a_28() -> None:
    check_load_balancers_fit({"public_cidrs": ["10.0.0.0/27"]})
    with pytest.raises(ConfigurationError) as caught:
        check_load_balancers_fit({"public_cidrs": ["10.0.0.0/28"], "private_cidrs": ["10.0.1.0/28"]})
    assert [mistake.split(":")[0] for mistake in caught.value.mistakes] == ["public_cidrs", "private_cidrs"]
