"""What another stack has can be granted by one call, and the grant reaches the key as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import GovernedRole, Output, ServiceStack, StackSettings, contract
from tests.support import as_list, environment, resolve, synthesize_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import aws_cdk as cdk
    from aws_cdk import aws_iam as iam
    from constructs import Construct

    from constructs_lib import Environment

    Grant = Callable[[Any, iam.IGrantable], iam.Grant]

QUEUE = Output.queue("orders", "queue-arn", "A queue")
TABLE = Output.table("orders", "table-arn", "A table")
TOPIC = Output.topic("orders", "topic-arn", "A topic")
BUCKET = Output.bucket("orders", "bucket-name", "A bucket")
SECRET = Output.secret("orders", "secret-arn", "A secret")


class Worker(ServiceStack[StackSettings]):
    slug = "worker"

    def __init__(self, scope: Construct, environment: Environment, output: Output[Any], give: Grant | None) -> None:
        super().__init__(scope, environment)
        role = GovernedRole(self, "Role", kind="worker", assumed_by="ecs-tasks.amazonaws.com", description="Works")
        read = self.read(output)
        if give:
            assert give(read, role).success


def template(folder: Path, output: Output[Any], give: Grant | None) -> dict[str, Any]:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        Worker(app, settings, output, give)

    return synthesize_with(settings, folder, build)["worker"]


@pytest.mark.parametrize(
    ("output", "give", "service", "key", "key_actions"),
    [
        (QUEUE, lambda it, to: it.grant_send_messages(to), "sqs", "messaging", {"Decrypt", "GenerateDataKey"}),
        (QUEUE, lambda it, to: it.grant_consume_messages(to), "sqs", "messaging", {"Decrypt"}),
        (TOPIC, lambda it, to: it.grant_publish(to), "sns", "messaging", {"Decrypt", "GenerateDataKey"}),
        (TABLE, lambda it, to: it.grant_read_data(to), "dynamodb", "rds", {"Decrypt"}),
        (TABLE, lambda it, to: it.grant_write_data(to), "dynamodb", "rds", {"Decrypt"}),
        (TABLE, lambda it, to: it.grant_read_write_data(to), "dynamodb", "rds", {"Decrypt"}),
        (BUCKET, lambda it, to: it.grant_read(to), "s3", "s3-data", {"Decrypt"}),
        (BUCKET, lambda it, to: it.grant_read_write(to), "s3", "s3-data", {"Decrypt", "GenerateDataKey"}),
        (SECRET, lambda it, to: it.grant_read(to), "secretsmanager", "secrets", {"Decrypt"}),
    ],
)
def test_a_grant_reaches_the_key_through_its_service(  # noqa: PLR0917 - a row of the table
    tmp_path: Path, output: Output[Any], give: Grant, service: str, key: str, key_actions: set[str]
) -> None:
    made = template(tmp_path, output, give)
    (policy,) = (one for one in made["Resources"].values() if one["Type"] == "AWS::IAM::Policy")
    *others, keys = policy["Properties"]["PolicyDocument"]["Statement"]
    assert {action.partition(":")[0] for one in others for action in as_list(one["Action"])} == {service}
    assert {action.removeprefix("kms:") for action in as_list(keys["Action"])} == key_actions
    assert keys["Condition"]["StringEquals"]["kms:ViaService"] == f"{service}.ap-northeast-2.amazonaws.com"
    (parameter,) = (name for name, one in made["Parameters"].items() if one["Default"] == f"/prod/kms/{key}-key-arn")
    assert resolve(keys["Resource"]) == f"${{{parameter}}}"


@pytest.mark.parametrize("output", [QUEUE, TOPIC, TABLE, BUCKET, SECRET])
def test_who_grants_nothing_reads_no_key(tmp_path: Path, output: Output[Any]) -> None:
    read = {one["Default"] for one in template(tmp_path, output, None)["Parameters"].values()}
    assert not [path for path in read if "/kms/" in path]


def test_the_trails_bucket_is_on_the_trails_key(tmp_path: Path) -> None:
    made = template(tmp_path, contract.CLOUDTRAIL_BUCKET_NAME, lambda it, to: it.grant_read(to))
    assert "/prod/cloudtrail/audit-key-arn" in {one["Default"] for one in made["Parameters"].values()}
