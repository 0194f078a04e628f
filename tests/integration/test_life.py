"""The rest of a stack's life: nothing to do, differences, destroying, and adopting what is there already."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from governed_cdk.rehearsal import teardown
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Deployed, Rehearsed

_BUCKET = "prod-legacy-reports"


def test_a_deploy_without_a_change_does_nothing(deployed: Deployed) -> None:
    run = deployed.rehearsed.deploy()
    assert run.exit_code == 0, run.output
    assert sorted(run.stacks("unchanged")) == sorted(stack.stack_name for stack in deployed.stacks)
    assert run.stacks("done") == []


def test_diff_says_what_would_change_and_nothing_where_nothing_would(
    deployed: Deployed, changed_assembly: Path
) -> None:
    cdk_ = deployed.rehearsed.cdk
    same = cdk_.diff(deployed.rehearsed.assembly)
    assert same.exit_code == 0, same.output
    different = cdk_.diff(changed_assembly, "prod-logging")
    assert different.exit_code == 1
    assert "CostCenter" in different.output or "RetentionInDays" in different.output


def test_a_change_of_tags_keeps_the_gateway_and_its_address(fresh: Rehearsed, changed_assembly: Path) -> None:
    assert fresh.deploy("prod-network").exit_code == 0
    before = _gateway(fresh)
    run = fresh.deploy("prod-network", assembly=changed_assembly)
    assert run.exit_code == 0, run.output
    after = _gateway(fresh)
    assert (after["NatGatewayId"], after["NatGatewayAddresses"]) == (
        before["NatGatewayId"], before["NatGatewayAddresses"],
    )  # fmt: skip
    assert {"Key": "CostCenter", "Value": "rehearsal"} in after["Tags"]


def _gateway(fresh: Rehearsed) -> dict[str, Any]:
    gateways = fresh.client("ec2").describe_nat_gateways()["NatGateways"]
    found: list[dict[str, Any]] = [item for item in gateways if item["State"] == "available"]
    (gateway,) = found
    return gateway


def test_destroy_is_refused_while_stacks_are_protected_and_leaves_none_afterwards(fresh: Rehearsed) -> None:
    assert fresh.deploy("prod-secrets").exit_code == 0
    names = ["prod-secrets", "prod-logging", "prod-logging-dr", "prod-network", "prod-monitoring", "prod-kms"]
    refused = fresh.cdk.destroy(fresh.assembly, names)
    assert refused.exit_code != 0
    assert "TerminationProtection" in refused.output
    assert fresh.status("prod-kms") == "CREATE_COMPLETE"
    teardown.unprotect(fresh.emulator, fresh.stacks)
    run = fresh.cdk.destroy(fresh.assembly, names)
    assert run.exit_code == 0, run.output
    assert teardown.statuses(fresh.emulator, fresh.stacks) == {}
    done = run.stacks("done")
    assert done.index("prod-secrets") < done.index("prod-kms"), "the consumer goes first"
    keys = fresh.client("kms").list_keys()["Keys"]
    assert len(keys) >= 9, "keys are retained: what they encrypted must stay readable"


def test_a_bucket_that_is_there_already_is_adopted_as_it_is(fresh: Rehearsed, tmp_path: Path) -> None:
    client = fresh.client("s3")
    client.create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": HOME})
    client.put_object(Bucket=_BUCKET, Key="report", Body=b"kept")
    app = cdk.App(
        outdir=str(tmp_path / "assembly"), analytics_reporting=False, builtin_cloud_formation_validation=False
    )
    stack = cdk.Stack(app, "prod-adopted", env=cdk.Environment(account=ACCOUNT, region=HOME))
    bucket = s3.Bucket(stack, "Reports", bucket_name=_BUCKET, removal_policy=cdk.RemovalPolicy.RETAIN)
    element = bucket.node.default_child
    assert isinstance(element, cdk.CfnElement)
    logical_id = stack.resolve(element.logical_id)
    app.synth()
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({logical_id: {"BucketName": _BUCKET}}), encoding="utf-8")
    run = fresh.cdk.run(
        "import", "prod-adopted", "--resource-mapping", str(mapping), "--app", str(tmp_path / "assembly")
    )
    assert run.exit_code == 0, run.output
    events = fresh.client("cloudformation").describe_stack_events(StackName="prod-adopted")["StackEvents"]
    imported = {event["PhysicalResourceId"] for event in events if event["ResourceStatus"] == "IMPORT_COMPLETE"}
    assert _BUCKET in imported
    assert client.get_object(Bucket=_BUCKET, Key="report")["Body"].read() == b"kept"
    again = fresh.cdk.deploy(tmp_path / "assembly", ["prod-adopted"])
    assert again.exit_code == 0, again.output
    assert client.get_object(Bucket=_BUCKET, Key="report")["Body"].read() == b"kept"
