"""GovernedApiGatewayLogs: the role as which API Gateway writes logs, once in an account and region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class GovernedApiGatewayLogs(Construct):
    """A role `<env>-<service>-<kind>`, and the setting of the region that API Gateway takes it for every REST API.

    There is one such setting: a second one overwrites it (CloudFormation, AWS::ApiGateway::Account). It stays when the
    stack goes. API Gateway tries the role out on a log group of its own when it is set, and refuses one that may less
    than AWS's policy (API Gateway Developer Guide, "Permissions for CloudWatch logging").

    Args:
        kind: last part of the role's name.
    """

    def __init__(self, scope: Construct, id: str, *, kind: str = "api-gateway") -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        role = GovernedRole(
            self,
            "Role",
            kind=kind,
            assumed_by="apigateway.amazonaws.com",
            description="API Gateway writes the logs of REST APIs",
            managed_policies=[_POLICY],
        )
        by_design(
            role,
            f"AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{_POLICY}]",
            reason="API Gateway refuses a role that may less, and AWS keeps this policy up to date with what it calls",
        )
        account = apigateway.CfnAccount(self, "Resource", cloud_watch_role_arn=role.role.role_arn)
        account.node.add_dependency(role)
        self.role: iam.IRole = role.role
