from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.networks import check_networks, networks_overlap


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
