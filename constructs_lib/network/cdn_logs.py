"""The access log of a distribution, by standard logging v2: a delivery of CloudWatch Logs into a governed log group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs

from constructs_lib.kernel.conditions import Policy
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.role import service_principal
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_cloudfront as cloudfront
    from constructs import Construct

# CloudFront Developer Guide, "Standard logging reference": no cookie, no query and no referrer, which may hold
# credentials.
_FIELDS = (
    "date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status",
    "cs(User-Agent)", "x-edge-result-type", "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes",
    "time-taken", "ssl-protocol", "ssl-cipher", "x-edge-response-result-type", "cs-protocol-version",
    "x-edge-detailed-result-type", "time-to-first-byte",
)  # fmt: skip


def log_requests(scope: Construct, distribution: cloudfront.Distribution, *, name: str) -> None:
    """Deliver what the distribution is asked to `/aws/cloudfront/<name>`."""
    stack = GovernedStack.of_construct(scope)
    group = GovernedLogGroup(scope, "LogGroup", name=f"/aws/cloudfront/{name}")
    policy = _admit_deliveries(scope, stack, group.name, name=name)
    source = logs.CfnDeliverySource(
        scope, "LogSource", name=name, log_type="ACCESS_LOGS", resource_arn=distribution.distribution_arn
    )
    target = logs.CfnDeliveryDestination(
        scope,
        "LogTarget",
        name=name,
        destination_resource_arn=f"arn:aws:logs:{stack.region}:{stack.account}:log-group:{group.name}",
        output_format="json",
    )
    delivery = logs.CfnDelivery(
        scope,
        "LogDelivery",
        delivery_source_name=source.ref,
        delivery_destination_arn=target.attr_arn,
        record_fields=list(_FIELDS),
    )
    target.node.add_dependency(group)
    delivery.node.add_dependency(policy)


def _admit_deliveries(scope: Construct, stack: GovernedStack, group: str, *, name: str) -> logs.ResourcePolicy:
    return logs.ResourcePolicy(
        scope,
        "LogPolicy",
        resource_policy_name=f"{name}-requests",
        policy_statements=[
            iam.PolicyStatement(
                sid="Requests",
                principals=[
                    service_principal(
                        "delivery.logs.amazonaws.com",
                        account=stack.account,
                        source_arn=f"arn:aws:logs:{stack.region}:{stack.account}:*",
                        policy=Policy.LOG_GROUP,
                    )
                ],
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[f"arn:aws:logs:{stack.region}:{stack.account}:log-group:{group}:log-stream:*"],
            )
        ],
    )
