from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from constructs_lib import ConfigurationError
from constructs_lib.kernel.facts.refusals import protections
from governed_cdk.rehearsal import way_out

MADE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "AWS::RDS::DBInstance": (
        "rds", "modify_db_instance",
        {"DBInstanceIdentifier": "x", "DeletionProtection": False, "ApplyImmediately": True},
    ),
    "AWS::RDS::DBCluster": (
        "rds", "modify_db_cluster",
        {"DBClusterIdentifier": "x", "DeletionProtection": False, "ApplyImmediately": True},
    ),
    "AWS::DynamoDB::Table": ("dynamodb", "update_table", {"TableName": "x", "DeletionProtectionEnabled": False}),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "elbv2", "modify_load_balancer_attributes",
        {"LoadBalancerArn": "x", "Attributes": [{"Key": "deletion_protection.enabled", "Value": "false"}]},
    ),
    "AWS::Cognito::UserPool": (
        "cognito-idp", "update_user_pool", {"UserPoolId": "x", "DeletionProtection": "INACTIVE"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("type_", [name for name, row in protections().items() if row.property])
def test_the_command_that_lifts_a_protection_is_the_call_that_does(type_: str) -> None:
    service, operation, wanted = MADE[type_]
    client = boto3.client(service, region_name="ap-northeast-2", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stubbed:
        stubbed.add_response(operation, {}, wanted)
        command = protections()[type_].way_out.format(id="x")
        answer = way_out.call(command, lambda name: client if name == service else None)
        assert answer == {}, "the stub answers what was asked as it is wanted, and nothing else"
        stubbed.assert_no_pending_responses()


@pytest.mark.parametrize("command", ["rm -rf /tmp/x", "aws rds modify-db-instance --nonsense 1"])
def test_another_command_is_refused(command: str) -> None:
    client = boto3.client("rds", region_name="ap-northeast-2", aws_access_key_id="x", aws_secret_access_key="x")
    with pytest.raises(ConfigurationError):
        way_out.call(f"{command}   ", lambda _service: client)
