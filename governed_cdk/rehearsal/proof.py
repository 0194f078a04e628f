"""What a deploy must have brought about, asked of the APIs afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.emulator import Emulator

_ALARMS = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
_TOPICS = ""


def parameters(emulator: Emulator, stacks: Iterable[Template]) -> tuple[int, list[str]]:
    """How many parameters of the stacks are there, and a line for each that is not, or that points elsewhere.

    A parameter whose value is a `Ref` must hold what CloudFormation says that resource is called.
    """
    good, findings = 0, []
    for name, template in _with_nested(stacks):
        physical = physical_ids(emulator, template)
        ssm = emulator.client("ssm", template.region)
        for resource in template.of_type("AWS::SSM::Parameter"):
            path = resource.properties.get("Name")
            if not isinstance(path, str):
                continue
            found = ssm.get_parameters(Names=[path])["Parameters"]
            expected = _expected(resource.properties["Value"], physical)
            if not found or not found[0]["Value"]:
                findings.append(f"{name}: parameter {path} is not there")
            elif expected is not None and found[0]["Value"] != expected:
                findings.append(f"{name}: parameter {path} is {found[0]['Value']!r}, not {expected!r}")
            else:
                good += 1
    return good, findings


def log_groups(emulator: Emulator, stacks: Iterable[Template]) -> tuple[int, list[str]]:
    """How many log groups keep their events as long as the templates say, and a line for each that does not."""
    good, findings = 0, []
    for stack, template in _with_nested(stacks):
        logs = emulator.client("logs", template.region)
        physical = physical_ids(emulator, template)
        for resource in template.of_type("AWS::Logs::LogGroup"):
            wanted = resource.properties.get("RetentionInDays")
            if not isinstance(wanted, int):
                continue
            name = physical[resource.logical_id]
            groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
            kept = [group.get("retentionInDays") for group in groups if group["logGroupName"] == name]
            if kept == [wanted]:
                good += 1
            else:
                findings.append(f"{stack}: log group {name} keeps {kept} days, not {wanted}")
    return good, findings


def alarms(emulator: Emulator, stacks: Iterable[Template]) -> tuple[int, list[str]]:
    """How many alarms are there and act on topics that are, and a line for each other one."""
    good, findings = 0, []
    found: dict[str, dict[str, set[str]]] = {}
    for stack, template in _with_nested(stacks):
        region = template.region
        if region not in found:
            found[region] = _actions(emulator, region)
        physical = physical_ids(emulator, template)
        topics = found[region][_TOPICS]
        for resource in (one for type_ in _ALARMS for one in template.of_type(type_)):
            name = physical.get(resource.logical_id, "")
            if name not in found[region]:
                findings.append(f"{stack}: alarm {resource.logical_id} is not there")
            elif lost := sorted(found[region][name] - topics):
                findings.append(f"{stack}: alarm {name} acts on {lost[0]}, which is not there")
            else:
                good += 1
    return good, findings


def _actions(emulator: Emulator, region: str) -> dict[str, set[str]]:
    """What each alarm of a region tells of going off and of its end, by its name; by `_TOPICS` the topics there are."""
    listing = emulator.client("sns", region).get_paginator("list_topics").paginate()
    topics = {topic["TopicArn"] for page in listing for topic in page["Topics"]}
    known = emulator.client("cloudwatch", region).get_paginator("describe_alarms")
    found = {
        alarm["AlarmName"]: {one for one in (*alarm["AlarmActions"], *alarm.get("OKActions", [])) if ":sns:" in one}
        for kind in ("MetricAlarm", "CompositeAlarm")
        for page in known.paginate(AlarmTypes=[kind])
        for alarm in page[f"{kind}s"]
    }
    return {**found, _TOPICS: topics}


def physical_ids(emulator: Emulator, template: Template) -> dict[str, str]:
    """What CloudFormation calls the resources of a stack, or of one that is nested in another, by logical id."""
    cloudformation = emulator.client("cloudformation", template.region)
    found = cloudformation.describe_stack_resources(StackName=_stack_name(emulator, template))
    return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found["StackResources"]}


def _stack_name(emulator: Emulator, template: Template) -> str:
    """What CloudFormation takes as a stack's name; of a nested one, the id that its resource in the parent has."""
    for parent, _ in template.callers:
        (logical_id,) = (name for name, nested in parent.nested.items() if nested is template)
        return physical_ids(emulator, parent)[logical_id]
    return template.stack_name


def _with_nested(stacks: Iterable[Template]) -> Iterator[tuple[str, Template]]:
    for stack in stacks:
        yield from stack.with_nested()


def _expected(value: Any, physical: dict[str, str]) -> str | None:
    match value:
        case str():
            return value
        case {"Ref": str(logical_id)}:
            return physical.get(logical_id)
        case _:
            return None  # an attribute or a text made of several: being there is all that can be said here


def left_over(emulator: Emulator, stacks: Iterable[Template]) -> list[str]:
    """What is still there of stacks whose creation was rolled back, by stack and logical id."""
    found = []
    for stack in stacks:
        resources = emulator.client("cloudformation", stack.region).describe_stack_resources(StackName=stack.stack_name)
        found += [
            f"{stack.stack_name}/{item['LogicalResourceId']}"
            for item in resources["StackResources"]
            if item["ResourceStatus"] not in ("DELETE_COMPLETE", "CREATE_FAILED")
        ]
    return found
