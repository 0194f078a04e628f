"""What a deletion leaves when something of it fails, as CloudFormation does, and what takes it along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template import Template
from governed_cdk.rehearsal import way_out
from tests.integration.account import GONE, Account
from tests.integration.support import HOME, rehearsed
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GROUP, FILTER, LATE = "Group", "Filter", "Late"
NAME = "/connectly/prod/logging/probe"
BODY: dict[str, Any] = {
    "Resources": {
        GROUP: {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": NAME}},
        FILTER: {
            "Type": "AWS::Logs::MetricFilter",
            "Properties": {
                "LogGroupName": {"Ref": GROUP},
                "FilterPattern": "error",
                "MetricTransformations": [{"MetricName": "errors", "MetricNamespace": "probe", "MetricValue": "1"}],
            },
        },
        LATE: {"Type": "AWS::Logs::LogGroup", "DependsOn": FILTER, "Properties": {"LogGroupName": f"{NAME}/late"}},
    }
}
"""A group, a filter on it, and a group that comes to be after both."""


@pytest.fixture(scope="module")
def account(prod_assembly: Path) -> Iterator[Account]:
    with rehearsed(prod_assembly) as fresh:
        yield Account(fresh)


@pytest.fixture
def stack(account: Account, tmp_path: Path) -> Iterator[Template]:
    made = Template(tmp_path, BODY, stack_name="prod-logging-probe", region=HOME)
    yield made
    account.fresh.emulator.fail()
    account.delete(made)


def groups(account: Account) -> list[str]:
    found = account.client("logs", HOME).describe_log_groups(logGroupNamePrefix=NAME)["logGroups"]
    return [one["logGroupName"] for one in found]


def test_what_needs_to_stay_is_not_tried_and_goes_with_the_next_deletion(account: Account, stack: Template) -> None:
    assert account.create(stack, BODY) == "CREATE_COMPLETE"
    account.fresh.emulator.fail(f"delete {stack.stack_name}:{FILTER}")
    assert account.delete(stack) == "DELETE_FAILED"
    assert account.resources(stack).keys() == {FILTER, GROUP}
    assert {name for name, _ in account.failures(stack)} == {FILTER}
    assert groups(account) == [NAME]
    account.fresh.emulator.fail()
    assert account.delete(stack) == GONE
    assert groups(account) == []


def test_what_a_rollback_could_not_delete_goes_with_the_stack(account: Account, stack: Template) -> None:
    account.fresh.emulator.fail(f"create {stack.stack_name}:{LATE}", f"rollback {stack.stack_name}:{FILTER}")
    assert account.create(stack, BODY) == "ROLLBACK_FAILED"
    assert account.resources(stack).keys() >= {FILTER, GROUP}
    assert {name for name, _ in account.failures(stack)} == {LATE, FILTER}
    account.fresh.emulator.fail()
    assert account.delete(stack) == GONE
    assert groups(account) == []
    assert account.create(stack, BODY) == "CREATE_COMPLETE"


def commands() -> Iterator[str]:
    for line in (ROOT / "docs/operations.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("aws cloudformation delete-stack"):
            yield line.partition("#")[0]


def test_what_is_never_deleted_is_left_behind_by_force_and_taken_over_by_the_next_deploy(
    account: Account, stack: Template
) -> None:
    assert account.create(stack, BODY) == "CREATE_COMPLETE"
    account.fresh.emulator.fail(f"delete {stack.stack_name}:{GROUP}")
    for command, status in zip(commands(), ("DELETE_FAILED", GONE), strict=True):
        said = command.replace("prod-STACK", stack.stack_name)
        way_out.call(said, lambda service: account.client(service, HOME))
        assert account.status(stack) == status
    assert groups(account) == [NAME]
    retained = {**BODY["Resources"][GROUP], "DeletionPolicy": "RetainExceptOnCreate"}  # others are not taken over
    body = {"Resources": {**BODY["Resources"], GROUP: retained}}
    cloudformation = account.client("cloudformation", HOME)
    cloudformation.create_change_set(
        StackName=stack.stack_name, ChangeSetName="adopt", ChangeSetType="CREATE", ImportExistingResources=True,
        TemplateBody=json.dumps(body),
    )  # fmt: skip
    prepared = cloudformation.describe_change_set(StackName=stack.stack_name, ChangeSetName="adopt")
    assert prepared["Status"] == "CREATE_COMPLETE", prepared["StatusReason"]
    cloudformation.execute_change_set(StackName=stack.stack_name, ChangeSetName="adopt")
    assert account.status(stack) == "CREATE_COMPLETE"
