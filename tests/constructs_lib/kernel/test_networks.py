from __future__ import annotations

import ipaddress

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.networks import check_networks, ipv4_network, is_too_wide, networks_overlap


def test_networks_that_fit_pass() -> None:
    check_networks("10.0.0.0/16", {"public_cidrs": ["10.0.0.0/20"], "private_cidrs": ["10.0.32.0/19"]})


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
    with pytest.raises(ConfigurationError) as caught:
        check_networks("10.0.0.0/16", subnets)
    assert caught.value.mistakes == (text,)


def test_all_networks_that_do_not_fit_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_networks("10.0.0.0/16", {"public_cidrs": ["10.1.0.0/20", "10.2.0.0/20"]})
    assert len(caught.value.mistakes) == 2


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
