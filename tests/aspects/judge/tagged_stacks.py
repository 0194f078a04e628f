"""Assemblies whose stacks are tagged, and what is found of tags in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from tests.aspects.judge.catalogue.every_type import GOOD_TAGS

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template

RULE = "required-tags-are-present-and-valid"
TAGS = {**GOOD_TAGS, "DataClass": "confidential"}
NOTHING = {"Ref": "AWS::NoValue"}


def listed(**tags: Any) -> list[dict[str, Any]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def assembly(folder: Path, *bodies: dict[str, Any], tags: Any = TAGS) -> list[Template]:
    """An assembly of one stack with some tags; each further body is nested in the one before, as its resource Part."""
    conditions = {"More": {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}}
    artifact = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/eu-west-1",
        "properties": {"templateFile": "0.template.json", "tags": tags},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"prod-orders": artifact}}))
    for index, body in enumerate(bodies):
        resources = {name: dict(one) for name, one in body.items()}
        if "Part" in resources:
            resources["Part"]["Metadata"] = {"aws:asset:path": f"{index + 1}.template.json"}
        (folder / f"{index}.template.json").write_text(json.dumps({"Conditions": conditions, "Resources": resources}))
    return read_assembly(folder)


def of(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def nested(**properties: Any) -> dict[str, Any]:
    return of("AWS::CloudFormation::Stack", TemplateURL="https://x/y", **properties)


def found(templates: list[Template]) -> set[str]:
    return {
        f"{one.resource.logical_id}: {one.breach.found}" for one in judge(templates).findings if one.rule.id == RULE
    }
