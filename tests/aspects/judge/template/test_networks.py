from __future__ import annotations

import pytest

from aspects.judge.template.networks import is_public, is_the_world, network_of, prefix_of
from aspects.judge.template.property_values import Partial, Unknown


def the_world(*texts: str) -> bool:
    networks = [network_of(text) for text in texts]
    return is_the_world(network for network in networks if network is not None)


@pytest.mark.parametrize("text", ["", "x", "10.0.0.0/33", "1.2.3/8", "::/129", "0/0", "0.0.0.0/-1"])
def test_text_that_is_no_network_is_none(text: str) -> None:
    assert network_of(text) is None


def test_host_bits_are_ignored_and_mapped_addresses_are_ipv4() -> None:
    assert str(network_of("10.1.2.3/8")) == "10.0.0.0/8"
    assert str(network_of("::ffff:10.0.0.0/104")) == "10.0.0.0/8"
    assert str(network_of("::/0")) == "::/0"


def test_exactly_as_many_addresses_as_the_widest_named_network_are_not_the_world() -> None:
    assert not the_world("20.0.0.0/8")
    assert the_world("20.0.0.0/8", "192.0.2.1/32")
    assert not the_world("2600::/16")
    assert the_world("2600::/16", "2a00::/64")


def test_overlaps_count_once_and_private_addresses_not_at_all() -> None:
    assert not the_world("20.0.0.0/8", "20.0.0.0/9", "20.1.0.0/16")
    assert not the_world("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "20.0.0.0/8")
    assert not the_world("fc00::/7", "fe80::/10", "ff00::/8")


def test_the_two_versions_are_not_added_up() -> None:
    assert not the_world("20.0.0.0/8", "2600::/16")


def test_a_network_is_public_when_any_of_its_addresses_is() -> None:
    found = {text: network_of(text) for text in ("10.0.0.0/8", "10.1.0.0/16", "8.0.0.0/6", "20.0.0.0/24")}
    assert [text for text, network in found.items() if network and is_public(network)] == ["8.0.0.0/6", "20.0.0.0/24"]


def test_the_prefix_of_an_unknown_address_is_its_own_text() -> None:
    assert prefix_of(Partial((Unknown("x"), "/32"))) == 32
    assert prefix_of(Partial(("10.0.0.0/", Unknown("x")))) is None
    assert prefix_of("10.0.0.0/8") is None
