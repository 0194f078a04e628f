"""An account of one stack, `prod-app`, that answers what a test says."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from governed_cdk.drift.watch import Watch, watch
from tests.governed_cdk.assemblies import ACCOUNT, HOME, Stack, write
from tests.governed_cdk.aws_shapes import wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from governed_cdk.drift.accepting import AcceptedDrift

TODAY = datetime.date(2026, 11, 30)
ID = f"arn:aws:cloudformation:{HOME}:{ACCOUNT}:stack/prod-app/1"
TAGS = {"Environment": "prod", "Service": "app", "Team": "platform-team"}
AS_LIST = [{"Key": key, "Value": value} for key, value in TAGS.items()]
RESOURCES: dict[str, Any] = {
    "Key": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": True, "Tags": AS_LIST}},
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "prod-app-news", "Tags": AS_LIST}},
}
PHYSICAL = {"Key": "key-1", "Topic": f"arn:aws:sns:{HOME}:{ACCOUNT}:prod-app-news"}


class FakeAccount:
    """Answers by `service.operation`; a text is the code of an error. What nobody said anything of is empty."""

    region = HOME

    def __init__(self, **said: Any) -> None:
        self.said: dict[str, Any] = {key.replace("__", ".", 1): value for key, value in said.items()}
        self.asked: list[str] = []

    def number(self, _region: str) -> str:
        return ACCOUNT

    def as_role(self, _arn: str, _region: str) -> FakeAccount:
        return self

    def ask(self, service: str, region: str, operation: str, **arguments: Any) -> tuple[dict[str, Any], str]:
        self.asked.append(f"{service}.{operation}")
        found = self.said.get(f"{service}.{operation}", {})
        found = found({**arguments, "region": region}) if callable(found) else found
        if isinstance(found, str):
            return {}, found
        # botocore's handler decodes the template, which its model has as text.
        said = {name: json.dumps(value) if name == "TemplateBody" else value for name, value in found.items()}
        assert wrong(service, operation, said, of="output", in_part=True) == ""
        return found, ""

    ask_all = ask


def account(
    resources: Mapping[str, Any] = RESOURCES, physical: Mapping[str, str] = PHYSICAL, **said: Any
) -> FakeAccount:
    """One with the stack as it was deployed, and what else is said."""
    listed = [
        {"LogicalResourceId": name, "PhysicalResourceId": physical[name], "ResourceType": one["Type"],
         "ResourceStatus": "CREATE_COMPLETE"}
        for name, one in resources.items()
    ]  # fmt: skip
    stack = {"StackName": "prod-app", "StackId": ID, "StackStatus": "UPDATE_COMPLETE"}
    usual: dict[str, Any] = {
        "cloudformation__describe_stacks": {"Stacks": [stack]},
        "cloudformation__list_stack_resources": {"StackResourceSummaries": listed},
        "cloudformation__get_template": {"TemplateBody": {"Resources": dict(resources)}},
        "cloudformation__detect_stack_drift": {"StackDriftDetectionId": "d"},
        "cloudformation__describe_stack_drift_detection_status": {"DetectionStatus": "DETECTION_COMPLETE"},
        "kms__describe_key": {"KeyMetadata": {"KeyState": "Enabled"}},
        "kms__get_key_rotation_status": {"KeyRotationEnabled": True},
    }
    return FakeAccount(**usual | said)


def drifts(**differing: Any) -> dict[str, Any]:
    """What CloudFormation says of resources by logical id: a status, or differences as path, expected, actual."""
    return {
        "StackResourceDrifts": [
            {
                "LogicalResourceId": name, "PhysicalResourceId": PHYSICAL.get(name, name),
                "ResourceType": RESOURCES[name]["Type"],
                "StackResourceDriftStatus": one if isinstance(one, str) else "MODIFIED",
                "DriftStatusReason": "cannot be read",
                "PropertyDifferences": [] if isinstance(one, str) else [
                    dict(zip(("PropertyPath", "ExpectedValue", "ActualValue"), part, strict=True)) for part in one
                ],
            }
            for name, one in differing.items()
        ]
    }  # fmt: skip


def look(
    folder: Path, answering: FakeAccount, *accepted: AcceptedDrift, names: tuple[str, ...] = (), env: str = "prod"
) -> Watch:
    """What a watch over it says."""
    assembly = write(folder, {"prod-app": Stack(resources=RESOURCES)})
    return watch(assembly, env, answering, accepted, names=names, today=TODAY)  # type: ignore[arg-type]  # what it asks


def told(seen: Watch) -> list[tuple[str, str, str]]:
    """Stack, resource, and property or kind of each drift."""
    return [(one.place.stack, one.resource, one.path or one.kind) for one in seen.drifts]
