"""What Atlantis is told: its server configuration, its variables, and who may reach it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.networks import ipv4_network, is_too_wide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PORT = 4141
DATA_DIRECTORY = "/var/lib/atlantis"
# User and group `atlantis` of the Debian image.
USER = {"uid": 100, "gid": 1000}

# `hooks` of https://api.github.com/meta, IPv4.
GITHUB_HOOKS = ("192.30.252.0/22", "185.199.108.0/22", "140.82.112.0/20", "143.55.64.0/20")
# GetCheckerIpRanges of Route 53 (Route 53 Developer Guide, "IP address ranges of Amazon Route 53 servers"), IPv4.
HEALTH_CHECKERS = (
    "15.177.0.0/18", "54.183.255.128/26", "54.228.16.0/26", "54.232.40.64/26", "54.241.32.64/26", "54.243.31.192/26",
    "54.244.52.192/26", "54.245.168.0/26", "54.248.220.0/26", "54.250.253.192/26", "54.251.31.128/26",
    "54.252.79.128/26", "54.252.254.192/26", "54.255.254.192/26", "107.23.255.0/26", "176.34.159.192/26",
    "177.71.207.128/26",
)  # fmt: skip
# Hooks carry whole pull requests: more than 8 KB, and text that looks like an attack on whoever would interpret it.
# Their signature is what protects Atlantis (`--gh-webhook-secret`); the rules over the body count instead of block.
BODY_RULES = (
    "SizeRestrictions_BODY", "CrossSiteScripting_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY",
)  # fmt: skip

_HOST = "github.com"
# A security group holds 60 rules of a direction (Amazon VPC quotas); each network takes two, for ports 80 and 443.
_MOST_NETWORKS = 30


def admitted_networks(hooks: Sequence[str], health_checkers: Sequence[str], people: Sequence[str]) -> dict[str, str]:
    """Who may connect, each network with the reason why.

    Raises ConfigurationError for what is no network, for the open internet, and for more networks than a security
    group holds.
    """
    networks = {
        **dict.fromkeys(people, "people who use the web page"),
        **dict.fromkeys(health_checkers, "health checkers of Route 53"),
        **dict.fromkeys(hooks, "hooks of GitHub"),
    }
    for network in networks:
        if is_too_wide(ipv4_network("allowed_networks", network)):
            raise invalid("allowed_networks", network, "networks of /8 or narrower: Atlantis is not for the internet")
    if len(networks) > _MOST_NETWORKS:
        raise invalid("allowed_networks", f"{len(networks)} networks in all", f"{_MOST_NETWORKS}, as a security group")
    return networks


def repository_ids(owner: str, names: Sequence[str]) -> list[str]:
    """Repositories as Atlantis names them, `github.com/<owner>/<name>`: each by name, never a star."""
    return [f"{_HOST}/{owner}/{name}" for name in names]


def server_config(
    source: Mapping[str, Any], *, owner: str, repositories: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The server-side configuration ("Server Side Repo Config" in the Atlantis documentation).

    Args:
        source: `repository`, what holds for each of them, and `workflows`.
        owner: owner of the repositories.
        repositories: names by workflow.

    Raises:
        ConfigurationError: a workflow that `source` does not have.
    """
    for workflow in repositories:
        if workflow not in source["workflows"]:
            raise invalid("workflow", workflow, ", ".join(source["workflows"]))
    return {
        "repos": [
            {"id": id_, "workflow": workflow, **source["repository"], **_discovery(workflow)}
            for workflow, names in repositories.items()
            for id_ in repository_ids(owner, names)
        ],
        "workflows": source["workflows"],
    }


def _discovery(workflow: str) -> dict[str, Any]:
    """Terraform projects are found by their files; a CDK repository lists its own in atlantis.yaml."""
    return {} if workflow == "terraform" else {"autodiscover": {"mode": "disabled"}}


def variables(*, host: str, region: str, config: Mapping[str, Any], apply_team: str) -> dict[str, str]:
    """Variables of the server, none of them secret ("Server Configuration" in the Atlantis documentation).

    Without a list of teams, whoever may comment may apply (`--gh-team-allowlist`; its rules are `team:command`).
    """
    return {
        "ATLANTIS_PORT": str(PORT),
        "ATLANTIS_ATLANTIS_URL": f"https://{host}",
        "ATLANTIS_DATA_DIR": DATA_DIRECTORY,
        "ATLANTIS_REPO_ALLOWLIST": ",".join(repo["id"] for repo in config["repos"]),
        "ATLANTIS_REPO_CONFIG_JSON": json.dumps(config, sort_keys=True),
        "ATLANTIS_ALLOW_COMMANDS": "version,plan,apply,unlock",  # neither import nor state: they skip the review
        "ATLANTIS_GH_TEAM_ALLOWLIST": f"*:plan,*:unlock,*:version,{apply_team}:apply",
        "ATLANTIS_ALLOW_FORK_PRS": "false",
        "ATLANTIS_CHECKOUT_STRATEGY": "merge",  # what the requirement `undiverged` compares with
        "ATLANTIS_LOG_LEVEL": "info",
        "ATLANTIS_WEB_BASIC_AUTH": "true",
        "ATLANTIS_WRITE_GIT_CREDS": "true",
        "AWS_REGION": region,
    }


def run_variables(*, leave_out: str, providers: Sequence[str], modules: Sequence[str]) -> dict[str, str]:
    """What the workflow hands on to the tasks of plans and applies (docker/atlantis/atlantis_workflow).

    Args:
        leave_out: the stack that is never deployed from here: the one in which the server waits for the apply.
        providers: addresses of providers that Terraform may install.
        modules: sources of modules, beside those of the repository.
    """
    return {
        "ATLANTIS_RUN_LEAVE_OUT": leave_out,
        "ATLANTIS_RUN_TERRAFORM_PROVIDERS": ",".join(providers),
        "ATLANTIS_RUN_TERRAFORM_MODULES": ",".join(modules),
    }
