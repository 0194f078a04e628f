"""Whatever fails, nothing is lost and nothing is stuck."""

from __future__ import annotations

import contextlib
import re
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from governed_cdk.rehearsal import proof, teardown
from governed_cdk.rehearsal.emulator import stop
from tests.integration.support import rehearsed

if TYPE_CHECKING:
    from tests.integration.support import Rehearsed


def test_a_resource_that_fails_while_it_is_created_leaves_nothing_and_is_made_by_the_next_deploy(
    fresh: Rehearsed,
) -> None:
    fresh.emulator.fail("create AWS::SSM::Parameter")  # the keys are there by then
    run = fresh.deploy("prod-kms")
    assert run.exit_code != 0
    assert "told to fail: create AWS::SSM::Parameter" in run.output
    assert fresh.status("prod-kms") == "ROLLBACK_COMPLETE"
    assert proof.left_over(fresh.emulator, [fresh.stack("prod-kms")]) == []
    kms = fresh.client("kms")
    states = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    assert [key["KeyState"] for key in states if key["Description"] and key["KeyState"] == "Enabled"] == []
    fresh.emulator.fail()
    teardown.unprotect(fresh.emulator, fresh.stacks)
    assert fresh.deploy("prod-kms").exit_code == 0


def test_a_failed_first_deploy_is_not_deleted_while_its_stack_is_protected(fresh: Rehearsed) -> None:
    fresh.emulator.fail("create AWS::KMS::Key")
    assert fresh.deploy("prod-kms").exit_code != 0
    fresh.emulator.fail()
    run = fresh.deploy("prod-kms")
    assert run.exit_code != 0
    assert "cannot be deleted while TerminationProtection is enabled" in run.output


def test_a_resource_that_fails_while_it_is_updated_gets_its_old_values_back(
    fresh: Rehearsed, changed_assembly: Path
) -> None:
    assert fresh.deploy("prod-logging").exit_code == 0
    stacks = [stack for stack in fresh.stacks if stack.stack_name in ("prod-kms", "prod-monitoring", "prod-logging")]
    before = _topic_tags(fresh)
    assert before["CostCenter"] == "infrastructure"
    fresh.emulator.fail("update AWS::SSM::Parameter")  # topics and log groups are updated by then
    run = fresh.deploy("prod-logging", assembly=changed_assembly)
    assert run.exit_code != 0
    assert "told to fail: update AWS::SSM::Parameter" in run.output
    assert "UPDATE_ROLLBACK_COMPLETE" in {fresh.status(stack.stack_name) for stack in stacks}
    assert proof.log_groups(fresh.emulator, stacks)[1] == []
    assert proof.parameters(fresh.emulator, stacks)[1] == []
    assert _topic_tags(fresh) == before
    fresh.emulator.fail()
    assert fresh.deploy("prod-logging", assembly=changed_assembly).exit_code == 0
    assert _topic_tags(fresh)["CostCenter"] == "rehearsal"


def _topic_tags(fresh: Rehearsed) -> dict[str, str]:
    topic = fresh.client("ssm").get_parameter(Name="/prod/monitoring/critical-topic-arn")["Parameter"]["Value"]
    tags = fresh.client("sns").list_tags_for_resource(ResourceArn=topic)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in tags}


def test_a_consumer_before_its_producer_fails_with_the_parameter_and_makes_nothing(fresh: Rehearsed) -> None:
    run = fresh.deploy("prod-secrets", options=("--exclusively",))
    assert run.exit_code != 0
    assert re.search(r"failed to resolve: SSM parameter .*/prod/[a-z]+/[a-z-]+", run.error), run.output
    assert fresh.status("prod-secrets") in (None, "REVIEW_IN_PROGRESS")
    assert fresh.client("secretsmanager").list_secrets()["SecretList"] == []


def test_a_parameter_that_is_gone_is_named_and_nothing_is_touched(fresh: Rehearsed, changed_assembly: Path) -> None:
    assert fresh.deploy("prod-secrets").exit_code == 0
    fresh.client("ssm").delete_parameter(Name="/prod/kms/secrets-key-arn")
    run = fresh.deploy("prod-secrets", assembly=changed_assembly, options=("--exclusively",))
    assert run.exit_code != 0
    assert "/prod/kms/secrets-key-arn" in run.error
    assert fresh.status("prod-secrets") == "CREATE_COMPLETE"


def test_producers_are_deployed_before_their_consumers(fresh: Rehearsed) -> None:
    run = fresh.deploy()
    assert run.exit_code == 0, run.output
    begun = {step.stack: step.seconds for step in run.steps if step.state == "begun"}
    done = {step.stack: step.seconds for step in run.steps if step.state == "done"}
    pairs = [
        (parameter["Default"].split("/")[2], stack.stack_name)
        for stack in fresh.stacks
        for parameter in stack.parameters.values()
        if str(parameter.get("Default", "")).startswith("/prod/")
    ]
    assert pairs
    for producer, consumer in pairs:
        assert done[f"prod-{producer}"] <= begun[consumer], (producer, consumer)
    assert any(
        begun[one] < begun[other] < done[one] for one in begun for other in begun if one != other
    ), "nothing ran at the same time"  # fmt: skip


def test_two_deploys_at_once_leave_one_good_deploy(fresh: Rehearsed) -> None:
    options = ("deploy", "prod-monitoring", "--require-approval", "never", "--app", str(fresh.assembly))
    with fresh.cdk.started(*options) as one, fresh.cdk.started(*options) as other:
        said = [process.communicate()[0] for process in (one, other)]
        assert 0 in {one.returncode, other.returncode}, said
    again = fresh.deploy("prod-monitoring")
    assert again.exit_code == 0, again.output
    assert fresh.status("prod-monitoring") == "CREATE_COMPLETE"
    wanted = [fresh.stack("prod-kms"), fresh.stack("prod-monitoring")]
    assert proof.parameters(fresh.emulator, wanted)[1] == []


def test_an_emulator_that_is_restarted_goes_on_where_it_was(prod_assembly: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        with rehearsed(prod_assembly, keep=Path(name)) as before:
            assert before.deploy("prod-secrets").exit_code == 0
            start = time.monotonic()
            stop(before.emulator.process)
            assert time.monotonic() - start < 10
        with rehearsed(prod_assembly, keep=Path(name)) as after:
            run = after.deploy("prod-secrets")
            assert run.exit_code == 0, run.output
            assert {"prod-kms", "prod-monitoring", "prod-network", "prod-secrets"} <= set(run.stacks("unchanged"))
            assert run.stacks("done") == []
            stacks = [stack for stack in after.stacks if stack.stack_name in run.stacks("unchanged")]
            assert proof.parameters(after.emulator, stacks)[1] == []


def test_an_emulator_that_is_lost_ends_the_deploy_and_the_next_one_starts_from_nothing(prod_assembly: Path) -> None:
    with rehearsed(prod_assembly) as lost:
        options = ("deploy", "--all", "--require-approval", "never", "--app", str(lost.assembly))
        with lost.cdk.started(*options) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1.5)
            stop(lost.emulator.process, kill=True)
            process.communicate(timeout=180)
            assert process.returncode != 0
    with rehearsed(prod_assembly) as anew:
        assert anew.deploy("prod-kms").exit_code == 0
