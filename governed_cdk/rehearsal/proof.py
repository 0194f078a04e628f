"""What a deploy must have brought about, asked of the APIs afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.rehearsal.assemblies import RehearsedStack
    from governed_cdk.rehearsal.emulator import Emulator

_PARAMETER = "AWS::SSM::Parameter"
_LOG_GROUP = "AWS::Logs::LogGroup"


def parameters(emulator: Emulator, stacks: Iterable[RehearsedStack]) -> tuple[int, list[str]]:
    """How many parameters of the stacks are there, and a line for each that is not, or that points elsewhere.

    A parameter whose value is a `Ref` must hold what CloudFormation says that resource is called.
    """
    good, mistakes = 0, []
    for stack in stacks:
        physical = physical_ids(emulator, stack)
        ssm = emulator.client("ssm", stack.region)
        for body in stack.resources.values():
            if body["Type"] != _PARAMETER or not isinstance(body["Properties"].get("Name"), str):
                continue
            name = body["Properties"]["Name"]
            found = ssm.get_parameters(Names=[name])["Parameters"]
            expected = _expected(body["Properties"]["Value"], physical)
            if not found or not found[0]["Value"]:
                mistakes.append(f"{stack.name}: parameter {name} is not there")
            elif expected is not None and found[0]["Value"] != expected:
                mistakes.append(f"{stack.name}: parameter {name} is {found[0]['Value']!r}, not {expected!r}")
            else:
                good += 1
    return good, mistakes


def log_groups(emulator: Emulator, stacks: Iterable[RehearsedStack]) -> tuple[int, list[str]]:
    """How many log groups keep their events as long as the templates say, and a line for each that does not."""
    good, mistakes = 0, []
    for stack in stacks:
        logs = emulator.client("logs", stack.region)
        physical = physical_ids(emulator, stack)
        for logical_id, body in stack.resources.items():
            wanted = body.get("Properties", {}).get("RetentionInDays")
            if body["Type"] != _LOG_GROUP or not isinstance(wanted, int):
                continue
            name = physical[logical_id]
            groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
            kept = [group.get("retentionInDays") for group in groups if group["logGroupName"] == name]
            if kept == [wanted]:
                good += 1
            else:
                mistakes.append(f"{stack.name}: log group {name} keeps {kept} days, not {wanted}")
    return good, mistakes


def physical_ids(emulator: Emulator, stack: RehearsedStack) -> dict[str, str]:
    """What CloudFormation calls the stack's resources, by logical id."""
    found = emulator.client("cloudformation", stack.region).describe_stack_resources(StackName=stack.name)
    return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found["StackResources"]}


def _expected(value: Any, physical: dict[str, str]) -> str | None:
    match value:
        case str():
            return value
        case {"Ref": str(logical_id)}:
            return physical.get(logical_id)
        case _:
            return None  # an attribute or a text made of several: being there is all that can be said here


def left_over(emulator: Emulator, stacks: Iterable[RehearsedStack]) -> list[str]:
    """What is still there of stacks whose creation was rolled back, by stack and logical id."""
    found = []
    for stack in stacks:
        resources = emulator.client("cloudformation", stack.region).describe_stack_resources(StackName=stack.name)
        found += [
            f"{stack.name}/{item['LogicalResourceId']}"
            for item in resources["StackResources"]
            if item["ResourceStatus"] not in ("DELETE_COMPLETE", "CREATE_FAILED")
        ]
    return found
