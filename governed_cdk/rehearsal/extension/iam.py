"""IAM: OpenID Connect providers, and the permissions boundary of a role, which the emulator's CloudFormation drops."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _create(properties: Properties, _name: str) -> Made:
    wanted = arguments("iam", "CreateOpenIDConnectProvider", properties)
    # AWS finds the thumbprint itself where the template gives none; the API's model wants the member.
    made = client("iam").create_open_id_connect_provider(**{"ThumbprintList": [], **wanted})
    return made["OpenIDConnectProviderArn"], {"Arn": made["OpenIDConnectProviderArn"]}


def _delete(arn: str, _properties: Properties) -> None:
    unless_gone(client("iam").delete_open_id_connect_provider, OpenIDConnectProviderArn=arn)


def bound_role(role: str, properties: Properties) -> None:
    """Put a role's boundary through the API, which refuses one that is not there; take off what is no more."""
    boundary = properties.get("PermissionsBoundary")
    if boundary:
        client("iam").put_role_permissions_boundary(RoleName=role, PermissionsBoundary=boundary)
    else:
        unless_gone(client("iam").delete_role_permissions_boundary, RoleName=role)


HANDLERS = [Handler("AWS::IAM::OIDCProvider", _create, _delete)]
