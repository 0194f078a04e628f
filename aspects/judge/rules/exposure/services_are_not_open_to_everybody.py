"""Services are not open to everybody.

Each service that can be, beside databases, functions and load balancers, by its own switch: servers for file transfer,
App Runner, notebooks and studios that bypass the VPC, consoles of workflows, endpoint services that take any consumer,
builds, webhooks, identity pools that give everybody credentials. A switch that is absent counts as the service's
default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.readings.switches import DEFAULT, OFF, ON, switched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource


class _Switch(NamedTuple):
    path: str
    """The positions in which a switch is open, in words what that means, and what closes it."""

    open: frozenset[str]
    found: str
    closed: Any = False
    beside: dict[str, Any] = {}  # noqa: RUF012 - never changed


_REACHED, _STREAM = "The internet reaches it", "It reaches the internet past the VPC"
_DESKTOPS = _Switch("EnableDefaultInternetAccess", frozenset({ON}), _STREAM)

_NOTEBOOK = {"SubnetId": "<private subnet id>", "SecurityGroupIds": ["<security group id>"]}
_FILES = {"EndpointDetails.VpcId": "<vpc id>", "EndpointDetails.SubnetIds": ["<private subnet id>"]}

# Defaults from the API reference of each service: App Runner, CreateService (IngressConfiguration); Transfer Family,
# CreateServer; SageMaker, CreateNotebookInstance and CreateDomain; EC2, CreateVpcEndpointServiceConfiguration.
SWITCHES: dict[str, _Switch] = {
    "AWS::AppRunner::Service": _Switch(
        "NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible", frozenset({ON, DEFAULT}), _REACHED
    ),
    "AWS::AppStream::AppBlockBuilder": _DESKTOPS,
    "AWS::AppStream::Fleet": _DESKTOPS,
    "AWS::AppStream::ImageBuilder": _DESKTOPS,
    "AWS::CodeBuild::Project": _Switch(
        "Visibility", frozenset({"public_read"}), "Everybody may read its builds", "PRIVATE"
    ),
    "AWS::CodePipeline::Webhook": _Switch(
        "Authentication",
        frozenset({"unauthenticated"}),
        "Everybody may start the pipeline",
        "GITHUB_HMAC",
        {"AuthenticationConfiguration.SecretToken": "{{resolve:secretsmanager:<name of the secret>}}"},
    ),
    "AWS::Cognito::IdentityPool": _Switch(
        "AllowUnauthenticatedIdentities", frozenset({ON}), "Everybody gets credentials from it"
    ),
    "AWS::EC2::VPCEndpointService": _Switch(
        "AcceptanceRequired", frozenset({OFF}), "Whoever is permitted connects without being accepted", True
    ),
    "AWS::M2::Environment": _Switch("PubliclyAccessible", frozenset({ON}), _REACHED),
    "AWS::MWAA::Environment": _Switch(
        "WebserverAccessMode",
        frozenset({"public_only", "public_and_private"}),
        "The internet reaches its console",
        "PRIVATE_ONLY",
    ),
    "AWS::SageMaker::Domain": _Switch(
        "AppNetworkAccessType", frozenset({"publicinternetonly", DEFAULT}), _STREAM, "VpcOnly"
    ),
    "AWS::SageMaker::NotebookInstance": _Switch(
        "DirectInternetAccess", frozenset({"enabled", DEFAULT}), _STREAM, "Disabled", _NOTEBOOK
    ),
    "AWS::Transfer::Server": _Switch("EndpointType", frozenset({"public", DEFAULT}), _REACHED, "VPC", _FILES),
    "AWS::WorkSpaces::Directory": _Switch("WorkspaceCreationProperties.EnableInternetAccess", frozenset({ON}), _STREAM),
}

TYPES = tuple(SWITCHES)
SINCE = "0.2.0"
WHY = "What everybody reaches is tried by everybody, and needs somebody who decided that it should be."
FIX = "endpoint_type='VPC', is_publicly_accessible=False, acceptance_required=True: the switch that the finding names"

BAD = """
Files:
  Type: AWS::Transfer::Server
  Properties: {Protocols: [SFTP]}
Notebook:
  Type: AWS::SageMaker::NotebookInstance
  Properties: {InstanceType: ml.t3.medium, RoleArn: "arn:aws:iam::111122223333:role/prod-notebook"}
"""
GOOD = """
Files:
  Type: AWS::Transfer::Server
  Properties: {Protocols: [SFTP], EndpointType: VPC, EndpointDetails: {VpcId: vpc-0a1b2c3d4e5f60718}}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the switch of a type."""
    switch = SWITCHES[resource.type]
    yield from switched(
        resource, switch.path, switch.open, switch.found, to=switch.closed, beside=switch.beside, fits=False
    )
