from __future__ import annotations

import pytest

from aspects.judge.rules.exposure.services_are_not_open_to_everybody import SWITCHES
from governed_cdk.schemas.reader import children, schemas
from tests.aspects.judge.rules.support import findings_of, judged, unknown_of

RULE = "services-are-not-open-to-everybody"
SECTIONS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"


def thing(type_: str, properties: str) -> str:
    return f"It: {{Type: {type_}, Properties: {properties}}}"


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::Transfer::Server", "{}"),
        ("AWS::Transfer::Server", "{EndpointType: PUBLIC}"),
        ("AWS::Transfer::Server", "{EndpointType: !If [Chosen, VPC, PUBLIC]}"),
        ("AWS::AppRunner::Service", "{}"),
        ("AWS::AppRunner::Service", "{NetworkConfiguration: {EgressConfiguration: {EgressType: VPC}}}"),
        ("AWS::AppRunner::Service", "{NetworkConfiguration: {IngressConfiguration: {IsPubliclyAccessible: 'true'}}}"),
        ("AWS::SageMaker::NotebookInstance", "{}"),
        ("AWS::SageMaker::NotebookInstance", "{DirectInternetAccess: Enabled}"),
        ("AWS::SageMaker::Domain", "{}"),
        ("AWS::Cognito::IdentityPool", "{AllowUnauthenticatedIdentities: true}"),
        ("AWS::EC2::VPCEndpointService", "{AcceptanceRequired: false}"),
        ("AWS::MWAA::Environment", "{WebserverAccessMode: PUBLIC_ONLY}"),
        ("AWS::MWAA::Environment", "{WebserverAccessMode: PUBLIC_AND_PRIVATE}"),
        ("AWS::CodeBuild::Project", "{Visibility: PUBLIC_READ}"),
        ("AWS::CodePipeline::Webhook", "{Authentication: UNAUTHENTICATED}"),
        ("AWS::M2::Environment", "{PubliclyAccessible: true}"),
        ("AWS::AppStream::Fleet", "{EnableDefaultInternetAccess: true}"),
        ("AWS::WorkSpaces::Directory", "{WorkspaceCreationProperties: {EnableInternetAccess: true}}"),
    ],
)
def test_a_service_that_everybody_reaches_is_a_finding(type_: str, properties: str) -> None:
    assert [name for name, _ in findings_of(RULE, thing(type_, properties), SECTIONS)] == ["It"]


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::Transfer::Server", "{EndpointType: VPC}"),
        ("AWS::Transfer::Server", "{EndpointType: VPC_ENDPOINT}"),
        ("AWS::AppRunner::Service", "{NetworkConfiguration: {IngressConfiguration: {IsPubliclyAccessible: false}}}"),
        ("AWS::SageMaker::NotebookInstance", "{DirectInternetAccess: Disabled}"),
        ("AWS::SageMaker::Domain", "{AppNetworkAccessType: VpcOnly}"),
        ("AWS::Cognito::IdentityPool", "{AllowUnauthenticatedIdentities: 'false'}"),
        ("AWS::EC2::VPCEndpointService", "{AcceptanceRequired: true}"),
        ("AWS::EC2::VPCEndpointService", "{}"),
        ("AWS::MWAA::Environment", "{}"),
        ("AWS::CodeBuild::Project", "{}"),
        ("AWS::CodePipeline::Webhook", "{Authentication: GITHUB_HMAC}"),
        ("AWS::AppStream::Fleet", "{}"),
    ],
)
def test_a_service_that_is_closed_is_none(type_: str, properties: str) -> None:
    assert findings_of(RULE, thing(type_, properties), SECTIONS) == []


def test_what_only_the_deploy_knows_is_unknown() -> None:
    server = thing("AWS::Transfer::Server", "{EndpointType: !Ref Given}")
    assert unknown_of(RULE, server, SECTIONS) == [("It", "EndpointType")]


def test_it_only_warns_in_the_version_that_brings_it() -> None:
    (found,) = (one for one in judged(thing("AWS::Transfer::Server", "{}")).findings if one.rule.id == RULE)
    assert (found.severity, found.rule.settled) == ("warning", "error")


@pytest.mark.parametrize("type_", sorted(SWITCHES))
def test_every_switch_is_a_property_of_its_type(type_: str) -> None:
    schema = node = schemas()[type_]
    for part in SWITCHES[type_].path.split("."):
        found = children(schema, node)
        assert part in found
        node = found[part]
