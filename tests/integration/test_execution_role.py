"""CloudFormation works as its role, under the policies that `governed-cdk deploy-policy` prints and no others."""

from __future__ import annotations

import contextlib
import json
import random
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from aspects.judge.catalogue.permissions import handler_actions
from governed_cdk.deploy_policy.special import is_key_use, is_left_out
from governed_cdk.deploy_policy.views import deploy_policies
from governed_cdk.rehearsal import execution_policies, teardown
from tests.integration.support import ACCOUNT, HOME, rehearsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.support import Deployed, Rehearsed

ROLE = f"cdk-hnb659fds-cfn-exec-role-{ACCOUNT}-{HOME}"
STACK = "prod-kms"
PROBE = "deployer"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
WORK = {"Effect": "Allow", "Action": "cloudformation:*", "Resource": "*"}


def test_the_role_has_the_printed_policies_and_no_others(deployed: Deployed) -> None:
    attached = deployed.client("iam").list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    printed = deploy_policies(deployed.stacks, "prod")
    assert {one["PolicyArn"] for one in attached} == set(printed.arns)
    for one in attached:
        found = deployed.client("iam").get_policy_version(PolicyArn=one["PolicyArn"], VersionId="v1")["PolicyVersion"]
        text = found["Document"]
        document = json.loads(text) if isinstance(text, str) else text
        assert document == printed.policies[one["PolicyName"]]


def test_prod_is_deployed_changed_and_destroyed_under_it(prod_assembly: Path, changed_assembly: Path) -> None:
    with rehearsed(prod_assembly) as fresh:
        for assembly in (prod_assembly, changed_assembly):
            run = fresh.deploy(assembly=assembly)
            assert run.exit_code == 0, run.output
        teardown.unprotect(fresh.emulator, fresh.stacks)
        assert fresh.cdk.destroy(fresh.assembly).exit_code == 0
        assert teardown.statuses(fresh.emulator, fresh.stacks) == {}


def test_without_one_action_a_resource_fails_as_in_aws_and_with_it_the_next_deploy_goes_on(
    prod_assembly: Path, seed: int
) -> None:
    with rehearsed(prod_assembly) as fresh:
        action = random.Random(seed).choice(needed_to_create("AWS::KMS::Key"))  # noqa: S311 - a draw, not a secret
        with without(fresh, action):
            run = fresh.deploy(STACK)
            assert run.exit_code != 0, action
            said = reasons(fresh)
            assert any(
                f"assumed-role/{ROLE}/AWSCloudFormation is not authorized to perform: {action}" in one for one in said
            ), (action, said)
        assert fresh.status(STACK) == "ROLLBACK_COMPLETE"
        teardown.unprotect(fresh.emulator, [fresh.stack(STACK)])
        run = fresh.deploy(STACK)
        assert run.exit_code == 0, run.output


def test_whoever_may_not_pass_the_role_deploys_nothing_as_it(fresh: Rehearsed) -> None:
    with working_as(fresh, WORK) as cloudformation:
        assert "not authorized to perform: iam:PassRole" in refused(cloudformation, ROLE)
    passing = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"}
    with working_as(fresh, WORK, passing) as cloudformation:
        assert refused(cloudformation, ROLE) == ""
        assert "not authorized to perform: iam:PassRole" in refused(cloudformation, ROLE.replace(HOME, "us-east-1"))


def test_a_role_that_does_not_trust_cloudformation_is_none_for_it(fresh: Rehearsed) -> None:
    deploying = ROLE.replace("cfn-exec", "deploy")
    assert "invalid or cannot be assumed" in refused(fresh.client("cloudformation"), deploying)


def test_a_role_is_made_with_the_boundary_only_keeps_it_and_may_do_no_more_than_it_whatever_its_policies_say(
    fresh: Rehearsed,
) -> None:
    cloudformation, iam = fresh.client("cloudformation"), fresh.client("iam")
    trusting = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    everything = {"PolicyName": "all", "PolicyDocument": json.loads(document(EVERYTHING))}
    role = {"RoleName": "prod-network-probe", "AssumeRolePolicyDocument": json.loads(document(trusting)),
            "Policies": [everything]}  # fmt: skip
    bounded = {**role, "PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/cdk-boundary-prod"}

    assert deploying_role(cloudformation, role, cloudformation.create_stack) == "ROLLBACK_COMPLETE"
    assert "not authorized to perform: iam:CreateRole" in str(reasons(fresh, PROBE))
    cloudformation.delete_stack(StackName=PROBE)
    assert deploying_role(cloudformation, bounded, cloudformation.create_stack) == "CREATE_COMPLETE"
    assert deploying_role(cloudformation, role, cloudformation.update_stack) == "UPDATE_ROLLBACK_COMPLETE"
    assert "not authorized to perform: iam:DeleteRolePermissionsBoundary" in str(reasons(fresh, PROBE))

    arn = iam.get_role(RoleName=role["RoleName"])["Role"]["Arn"]
    as_role = fresh.client("sts").assume_role(RoleArn=arn, RoleSessionName=PROBE)["Credentials"]
    inside = {service: client_of(fresh, service, as_role) for service in ("iam", "sns")}
    with pytest.raises(ClientError, match="AccessDenied"):
        inside["iam"].create_user(UserName="mallory")
    with pytest.raises(ClientError, match="AccessDenied"):
        inside["iam"].delete_role_permissions_boundary(RoleName=role["RoleName"])
    with pytest.raises(ClientError, match="NotFound"):  # it may publish, and there is no such topic
        inside["sns"].publish(TopicArn=f"arn:aws:sns:{HOME}:{ACCOUNT}:nope", Message="x")


def deploying_role(cloudformation: Any, properties: dict[str, Any], call: Any) -> str:
    """The status that a stack with a role comes to, which CloudFormation makes as its own role."""
    body = json.dumps({"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}})
    call(
        StackName=PROBE, TemplateBody=body, RoleARN=f"arn:aws:iam::{ACCOUNT}:role/{ROLE}",
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )  # fmt: skip
    status = "IN_PROGRESS"
    while status.endswith("IN_PROGRESS"):
        status = cloudformation.describe_stacks(StackName=PROBE)["Stacks"][0]["StackStatus"]
    return status


@pytest.fixture
def seed() -> int:
    """Printed where a test fails, so that the same draw can be made again."""
    return random.randrange(2**32)  # noqa: S311 - a draw, not a secret


def needed_to_create(type_: str) -> list[str]:
    """The actions that creating a resource of a type surely asks for."""
    actions = (handler_actions(type_) or {}).items()
    return sorted(
        action
        for action, letters in actions
        if "c" in letters and not is_key_use(action) and not is_left_out(action, {type_}, bounded=False)
    )


@contextlib.contextmanager
def without(fresh: Rehearsed, action: str) -> Iterator[None]:
    """An account whose execution policies lack an action, for a while."""
    iam = fresh.client("iam")
    made = deploy_policies(fresh.stacks, "prod")
    for name, document in made.policies.items():
        statements = [lacking(one, action) for one in document["Statement"]]
        text = json.dumps({**document, "Statement": [one for one in statements if one["Action"]]})
        iam.create_policy_version(PolicyArn=made.arn(name), PolicyDocument=text, SetAsDefault=True)
    yield
    execution_policies.create(fresh.emulator, fresh.stacks)


def lacking(statement: dict[str, Any], action: str) -> dict[str, Any]:
    return {**statement, "Action": [one for one in statement["Action"] if one != action]}


def reasons(fresh: Rehearsed, stack: str = STACK) -> list[str]:
    events = fresh.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return [one["ResourceStatusReason"] for one in events if one.get("ResourceStatusReason")]


@contextlib.contextmanager
def working_as(fresh: Rehearsed, *statements: dict[str, Any]) -> Iterator[Any]:
    """CloudFormation's API for a role that may do what the statements say."""
    iam = fresh.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=PROBE, AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=PROBE, PolicyName=PROBE, PolicyDocument=document(*statements))
    session = fresh.client("sts").assume_role(RoleArn=role, RoleSessionName=PROBE)["Credentials"]
    yield client_of(fresh, "cloudformation", session)
    iam.delete_role_policy(RoleName=PROBE, PolicyName=PROBE)
    iam.delete_role(RoleName=PROBE)


def client_of(fresh: Rehearsed, service: str, session: dict[str, Any]) -> Any:
    """A client that signs with a session's credentials."""
    return boto3.client(
        service, region_name=HOME, endpoint_url=fresh.emulator.endpoint,
        aws_access_key_id=session["AccessKeyId"], aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )  # fmt: skip


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def refused(cloudformation: Any, role: str) -> str:
    """Why a stack is not created as a role; nothing where it is."""
    body = json.dumps({"Resources": {"Topic": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}})
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    try:
        cloudformation.create_stack(StackName="probe", TemplateBody=body, RoleARN=arn)
    except ClientError as error:
        return str(error)
    return ""
