from __future__ import annotations

import ipaddress

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform.atlantis.atlantis_config import (
    GITHUB_HOOKS,
    HEALTH_CHECKERS,
    admitted_networks,
    server_config,
)

SOURCE = {
    "repository": {"allowed_overrides": []},
    "workflows": {"terraform": {"plan": {"steps": ["init", "plan"]}}, "cdk": {"plan": {"steps": []}}},
}


def test_each_repository_follows_its_workflow_by_its_full_name() -> None:
    repositories = {"terraform": ["network"], "cdk": ["platform", "fileflow"]}
    config = server_config(SOURCE, owner="example-org", repositories=repositories)
    assert {repo["id"]: repo["workflow"] for repo in config["repos"]} == {
        "github.com/example-org/network": "terraform",
        "github.com/example-org/platform": "cdk",
        "github.com/example-org/fileflow": "cdk",
    }
    assert all(repo["allowed_overrides"] == [] for repo in config["repos"])
    assert config["workflows"] == SOURCE["workflows"]


def test_an_unknown_workflow_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="terraform, cdk"):
        server_config(SOURCE, owner="example-org", repositories={"pulumi": ["x"]})


def test_published_networks_are_no_private_ones_and_do_not_overlap() -> None:
    networks = [ipaddress.ip_network(text) for text in (*GITHUB_HOOKS, *HEALTH_CHECKERS)]
    assert all(network.is_global for network in networks)
    assert not any(a.overlaps(b) for place, a in enumerate(networks) for b in networks[:place])


@pytest.mark.parametrize("network", ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/7"])
def test_the_internet_is_refused(network: str) -> None:
    with pytest.raises(ConfigurationError, match="not for the internet"):
        admitted_networks(GITHUB_HOOKS, HEALTH_CHECKERS, [network])


def test_more_networks_than_a_security_group_holds_are_refused() -> None:
    people = [f"198.51.100.{number}/32" for number in range(10)]
    with pytest.raises(ConfigurationError, match="31 networks in all"):
        admitted_networks(GITHUB_HOOKS, HEALTH_CHECKERS, people)


@pytest.mark.parametrize("network", ["198.51.100.1/24", "198.51.100.1", "office", "2001:db8::/32"])
def test_what_is_no_network_is_refused_in_one_line(network: str) -> None:
    with pytest.raises(ConfigurationError, match=f"allowed_networks: given '{network}'"):
        admitted_networks(GITHUB_HOOKS, HEALTH_CHECKERS, [network])
