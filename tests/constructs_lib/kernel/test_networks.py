from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.networks import check_load_balancers_fit, check_networks, check_vpc, is_no_place, overlap


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
    assert overlap("10.0.0.0/8", "10.9.0.0/16")
    assert overlap("10.9.0.0/16", "10.0.0.0/8")
    assert not overlap("10.0.0.0/16", "10.1.0.0/16")


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "172.31.0.0/16", "192.168.0.0/20", "100.127.0.0/16"])
def test_private_and_shared_addresses_make_a_vpc(cidr: str) -> None:
    check_vpc(cidr, allow_public_range=False)


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
