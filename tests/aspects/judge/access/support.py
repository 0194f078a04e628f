"""Policies written as IAM's JSON, and questions about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.access.entities import ROLE, Entity, Target
from aspects.judge.access.policy import Origin, Policies, Reader
from aspects.judge.access.values import Values
from aspects.judge.access.world import World, world_of
from aspects.judge.template import Place, Template
from aspects.judge.template.policies import statements_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT = "111122223333"
REGION = "ap-northeast-2"


def statement(effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    """One statement."""
    return {"Effect": effect, **elements}


def policies(*statements: dict[str, Any]) -> Policies:
    """The policies that hold some statements."""
    template = Template(Path(), {"Resources": {}}, account=ACCOUNT, region=REGION, stack_name="stack")
    document = Place("", {"Version": "2012-10-17", "Statement": list(statements)})
    reader = Reader(Values([template]))
    return reader.plain(template, statements_of(template, document), lambda path: Origin("stack", "Policy", path))


def role(*statements: dict[str, Any], name: str = "carlos", boundary: Policies | None = None) -> Entity:
    """A role with an inline policy."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    return Entity(ROLE, name, arn, ACCOUNT, policies(*statements), boundary)


def target(kind: str, arn: str, *statements: dict[str, Any], account: str = ACCOUNT) -> Target:
    """A resource with a policy."""
    template = Template(Path(), {"Resources": {"It": {"Type": "AWS::S3::Bucket"}}}, stack_name="stack")
    return Target(kind, "it", arn, account, REGION, template.resources["It"], policies(*statements))


def world(stacks: Mapping[str, Mapping[str, Any]], *, region: str = REGION) -> World:
    """The world of some stacks, each the resources by logical id: (type, properties)."""
    found = []
    for name, resources in stacks.items():
        body = {"Resources": {key: {"Type": type_, "Properties": given} for key, (type_, given) in resources.items()}}
        whole = json.loads(json.dumps(body))
        whole["Parameters"] = {
            one: {"Type": "AWS::SSM::Parameter::Value<String>", "Default": one.replace("_", "/")}
            for one in json.dumps(body).split('"')
            if one.startswith("_")
        }
        found.append(Template(Path(), whole, account=ACCOUNT, region=region, stack_name=name))
    return world_of(found)
