"""The two functions of restore tests: one writes the marker into the database, one looks at copies and at nothing else.

Neither could do the other's work: the marker's has the master's secret and no way to a copy, the other's has the copies
and neither secret nor route to the database itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.networks import MYSQL_PORT
from constructs_lib.network.security_group import HTTPS_ANYWHERE, GovernedSecurityGroup, SecurityGroupRule
from constructs_lib.observability.telemetry.alarms import restore_test_alarms
from constructs_lib.security.role import allow
from constructs_lib.security.secret_policy import use_secrets_key
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_iam as iam
    from constructs import Construct

    from constructs_lib.database.database import GovernedDatabase

_RUNTIME = Path(__file__).parents[2] / "runtime"
_CODE = _RUNTIME / "restore_validation"
_ROTATION = _RUNTIME / "rotation" / "mysql_rotation"
# How a database is reached, with the authorities of RDS, is the rotation's.
_MODULES = tuple(sorted(path for path in _ROTATION.iterdir() if path.suffix in (".py", ".pem")))
_DISTRIBUTIONS = ("PyMySQL", "aws-lambda-powertools", "jmespath", "typing_extensions")
_MARKER_SECONDS = 60
_VALIDATION_SECONDS = 900  # a new password takes minutes; Lambda's longest
_COPIES = "awsbackup-restore-test-*"


def marker_function(scope: Construct, *, vpc: ec2.IVpc, database: GovernedDatabase) -> GovernedFunction:
    """What writes the marker, as the master user."""
    stack = GovernedStack.of_construct(scope)
    group = _group(scope, "Marker", vpc, server=database.security_group, reason="the database that it marks")
    database.admit(group.security_group, reason="MySQL from the function that writes the marker")
    secret = database.secret.secret.secret_arn
    return GovernedFunction(
        scope,
        "Marker",
        kind="restore-marker",
        description="Writes the row by which a restored copy of the database is known",
        code=_CODE,
        modules=_MODULES,
        distributions=_DISTRIBUTIONS,
        statements=[
            allow("secretsmanager:GetSecretValue", on=secret, sid="LogIn"),
            use_secrets_key(stack, [secret]),
        ],
        environment={"MASTER_SECRET_ARN": secret},
        timeout_seconds=_MARKER_SECONDS,
        vpc=vpc,
        security_group=group,
        alarms=restore_test_alarms(timeout_seconds=_MARKER_SECONDS, slug="marker-failed"),
    )


def validation_function(
    scope: Construct, *, vpc: ec2.IVpc, copies: GovernedSecurityGroup, plans: Mapping[str, str]
) -> GovernedFunction:
    """What looks at copies, tells AWS Backup, and reports the age of the last success by plan."""
    stack = GovernedStack.of_construct(scope)
    group = _group(scope, "Validation", vpc, server=copies.security_group, reason="restored copies")
    copies.connect(group.security_group, port=MYSQL_PORT, reason="MySQL from the function that looks at copies")
    governed = GovernedFunction(
        scope,
        "Validation",
        kind="restore-validation",
        description="Looks at what AWS Backup restored as a test, and tells it the result",
        code=_CODE,
        modules=_MODULES,
        distributions=_DISTRIBUTIONS,
        statements=_statements(stack),
        environment={"PLANS": stack.to_json_string(dict(plans))},
        timeout_seconds=_VALIDATION_SECONDS,
        vpc=vpc,
        security_group=group,
        alarms=restore_test_alarms(timeout_seconds=_VALIDATION_SECONDS, slug="test-failed"),
    )
    _accept(governed, stack)
    return governed


def _group(
    scope: Construct, name: str, vpc: ec2.IVpc, *, server: ec2.ISecurityGroup, reason: str
) -> GovernedSecurityGroup:
    return GovernedSecurityGroup(
        scope,
        f"{name}Group",
        vpc=vpc,
        kind=f"restore-{name.lower()}",
        description=f"Restore tests: AWS endpoints, and {reason}",
        egress=(HTTPS_ANYWHERE, SecurityGroupRule(port=MYSQL_PORT, group=server, reason=f"MySQL of {reason}")),
    )


def _arns(stack: GovernedStack, partition: str) -> dict[str, str]:
    region, account = stack.region, stack.account
    return {
        "copies": f"arn:{partition}:rds:{region}:{account}:db:{_COPIES}",
        "file_systems": f"arn:{partition}:elasticfilesystem:{region}:{account}:file-system/*",
        "plans": f"arn:{partition}:backup:{region}:{account}:restore-testing-plan:*",
    }


def _statements(stack: GovernedStack) -> list[iam.PolicyStatement]:
    arns = _arns(stack, cdk.Aws.PARTITION)
    return [
        # None of these knows a resource (Service Authorization Reference, AWS Backup).
        allow(
            "backup:DescribeRestoreJob",
            "backup:ListRestoreJobs",
            "backup:PutRestoreValidationResult",
            on="*",
            sid="Jobs",
        ),
        allow("backup:GetRestoreTestingPlan", on=arns["plans"], sid="Plans"),
        allow("rds:DescribeDBInstances", "rds:ModifyDBInstance", on=arns["copies"], sid="TakeOverCopies"),
        allow("elasticfilesystem:DescribeFileSystems", on=arns["file_systems"], sid="LookAtFileSystems"),
    ]


def _accept(governed: GovernedFunction, stack: GovernedStack) -> None:
    arns = _arns(stack, "<AWS::Partition>")
    policy = governed.role.node.find_child("DefaultPolicy")
    reasons = {
        "*": "Restore jobs and X-Ray's actions know no resource (Service Authorization Reference)",
        arns["copies"]: "AWS Backup names its copies; nothing else begins so",
        arns["file_systems"]: "A restored file system gets an id that nobody knows before; it is only described",
        arns["plans"]: "The ARN of a plan ends in an id that AWS Backup gives; it is only read",
    }
    for resource, reason in reasons.items():
        by_design(policy, f"AwsSolutions::AwsSolutions-IAM5[Resource::{resource}]", reason=reason)
