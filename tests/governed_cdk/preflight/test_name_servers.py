from __future__ import annotations

import sys

import pytest
from dns.resolver import Resolver

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight.name_servers import name_servers
from tests.governed_cdk.preflight.name_server import HERE, Parent, serving

OURS = frozenset(("ns-1.awsdns-01.com", "ns-2.awsdns-02.net"))


@pytest.mark.parametrize("serves", [False, True], ids=["by a referral", "by an answer"])
def test_a_delegated_zone_has_the_servers_that_its_parent_names(*, serves: bool) -> None:
    with serving(Parent("example.com", {"dev.example.com": [*OURS]}, serves=serves)) as resolver:
        assert name_servers("dev.example.com", resolver) == OURS


def test_a_zone_that_the_parent_does_not_know_has_none() -> None:
    with serving(Parent("example.com", {})) as resolver:
        assert name_servers("dev.example.com", resolver) == frozenset()


def test_the_parent_may_be_further_up() -> None:
    with serving(Parent("example.com", {"a.b.example.com": [*OURS]})) as resolver:
        assert name_servers("a.b.example.com", resolver) == OURS


def test_a_server_that_fails_says_nothing() -> None:
    with serving(Parent("example.com", {}, fails=True)) as resolver:
        assert name_servers("dev.example.com", resolver) is None


def test_where_nobody_answers_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governed_cdk.preflight.name_servers._TIMEOUT_S", 0.1)
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = [HERE], 9
    assert name_servers("dev.example.com", resolver) is None


def test_without_a_dns_client_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dns", None)
    with pytest.raises(
        ConfigurationError, match=r'dnspython is missing; install it: pip install "governed-cdk\[aws\]"'
    ):
        name_servers("dev.example.com")
