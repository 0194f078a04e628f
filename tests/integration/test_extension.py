"""The emulator with our extension: what it refuses as AWS would, and how far it goes with a type."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.rehearsal.coverage import Coverage
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from tests.integration.support import Deployed

_PATIENCE_S = 30.0


def created(deployed: Deployed, name: str, **resources: dict[str, Any]) -> tuple[str, str]:
    """The status that a stack of these resources came to, and why."""
    cloudformation = deployed.client("cloudformation")
    cloudformation.create_stack(
        StackName=name, TemplateBody=json.dumps({"Resources": resources}), Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    deadline, status = time.monotonic() + _PATIENCE_S, "CREATE_IN_PROGRESS"
    while status.endswith("IN_PROGRESS") and time.monotonic() < deadline:
        status = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    reasons = [event.get("ResourceStatusReason", "") for event in events if event["ResourceStatus"] == "CREATE_FAILED"]
    cloudformation.delete_stack(StackName=name)
    return status, " ".join(reasons)


@pytest.mark.parametrize(
    ("type_", "properties", "said"),
    [
        (
            "AWS::Logs::LogGroup", {"KmsKeyId": f"arn:aws:kms:{HOME}:{ACCOUNT}:key/nope"},
            f"arn:aws:kms:{HOME}:{ACCOUNT}:key/nope does not exist",
        ),
        (
            "AWS::Lambda::Function",
            {
                "Runtime": "python3.13", "Handler": "a.b", "Code": {"ZipFile": "x = 1"},
                "Role": f"arn:aws:iam::{ACCOUNT}:role/nope",
            },
            f"arn:aws:iam::{ACCOUNT}:role/nope does not exist",
        ),
    ],
)  # fmt: skip
def test_a_key_or_role_that_is_not_there_is_refused(
    deployed: Deployed, type_: str, properties: dict[str, Any], said: str
) -> None:
    status, reason = created(
        deployed, f"probe-{type_.rsplit('::', 1)[-1]}", Probe={"Type": type_, "Properties": properties}
    )
    assert status == "ROLLBACK_COMPLETE"
    assert said in reason


def test_no_role_is_made_under_a_boundary_that_is_not_there_and_one_under_ours_has_it(deployed: Deployed) -> None:
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}},
    ]}  # fmt: skip
    nope = f"arn:aws:iam::{ACCOUNT}:policy/nope"
    properties = {"AssumeRolePolicyDocument": trust, "PermissionsBoundary": nope}
    status, reason = created(deployed, "probe-boundary", Probe={"Type": "AWS::IAM::Role", "Properties": properties})
    assert status == "ROLLBACK_COMPLETE"
    assert f"Scope ARN: {nope} does not exist or is not attachable" in reason
    found = deployed.client("iam").get_role(RoleName="prod-network-flow-log")["Role"]["PermissionsBoundary"]
    assert found["PermissionsBoundaryArn"] == f"arn:aws:iam::{ACCOUNT}:policy/cdk-boundary-prod"


def test_a_role_that_only_a_policy_names_is_taken(deployed: Deployed) -> None:
    policy = {
        "PolicyName": "assume",
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"arn:aws:iam::{ACCOUNT}:role/later"}
            ],
        },
    }
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
        ],
    }
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust, "Policies": [policy]}}
    assert created(deployed, "probe-policy", Role=role)[0] == "CREATE_COMPLETE"


def test_what_is_recorded_can_be_read_with_its_properties(deployed: Deployed) -> None:
    recorded = [type_ for type_, reached in deployed.rehearsed.emulator.coverage().items() if reached == "recorded"]
    assert recorded
    for type_ in recorded:
        for stack, physical_id, properties in deployed.each(type_):
            found = deployed.client("cloudcontrol", stack.region).get_resource(TypeName=type_, Identifier=physical_id)
            kept = json.loads(found["ResourceDescription"]["Properties"])
            assert set(properties) <= set(kept), type_


def test_every_type_of_prod_is_created_or_recorded(deployed: Deployed) -> None:
    reached = deployed.rehearsed.emulator.coverage()
    assert [type_ for type_, coverage in reached.items() if coverage is Coverage.NONE] == []
