"""Templates for the tests of the lock: resources by logical id, each a type and a construct path, or a whole body."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.lock import BrokenLock, broken, locked
from aspects.judge.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

BUCKET, TABLE, TOPIC = "AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SNS::Topic"
DATABASE = "AWS::RDS::DBInstance"

ACCOUNT, REGION = "111122223333", "ap-northeast-2"
AT = f"{ACCOUNT}/{REGION}"

DATA = {"Data1": (BUCKET, "prod-app/Data/Resource"), "Orders1": (TABLE, "prod-app/Orders/Resource")}


def template(
    resources: Mapping[str, tuple[str, str] | dict[str, Any]],
    stack: str = "prod-app",
    environment: str = "prod",
    *,
    account: str = ACCOUNT,
    region: str = REGION,
    **sections: Any,
) -> Template:
    """A template; its resources say their environment by a tag where one is given."""
    tags = {"Tags": [{"Key": "Environment", "Value": environment}]} if environment else {}
    bodies: dict[str, Any] = {}
    for name, said in resources.items():
        if isinstance(said, dict):
            bodies[name] = {**said, "Properties": {**tags, **said.get("Properties", {})}}
        else:
            bodies[name] = {"Type": said[0], "Properties": tags, "Metadata": {"aws:cdk:path": said[1]}}
    body = {**sections, "Resources": bodies}
    return Template(path=Path(f"{stack}.json"), body=body, stack_name=stack, account=account, region=region)


def one(type_: str, environment: str = "prod", **properties: Any) -> Template:
    """A template with one resource, `Data1`, of some properties."""
    path = {"aws:cdk:path": "prod-app/Data/Resource"}
    return template({"Data1": {"Type": type_, "Metadata": path, "Properties": properties}}, environment=environment)


def lost(before: list[Template], after: list[Template], environment: str = "") -> list[BrokenLock]:
    return broken(locked(before), after, environment)


def present(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Values that may not change, without the absent ones."""
    return {place: value for place, value in (values or {}).items() if value is not None}


def kinds(found: list[BrokenLock]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.logical_id, one.to_id) for one in found]
