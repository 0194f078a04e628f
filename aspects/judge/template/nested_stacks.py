"""The nested stacks of an assembly's stacks: which file each is, and what is passed on to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly_metadata import construct_paths
from aspects.judge.template.model import Template
from aspects.judge.template.template_body import template_body
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template.files import Files

MOST_WITHIN = 50
"""Nested stacks, or stages, within each other: more than anybody deploys, and than the judge follows."""


def nested_stacks(files: Files, parent: Template, metadata: dict[str, Any], assets: dict[str, str]) -> list[Template]:
    """What is nested in a template at any depth; parents before what is nested in them."""
    found: list[Template] = []
    inside = _around(parent)
    for resource in parent.of_type("AWS::CloudFormation::Stack"):
        url = json.dumps(resource.properties.get("TemplateURL"))
        # The CDK CLI alone has the path written into the resource.
        file = resource.metadata.get("aws:asset:path") or next((assets[key] for key in assets if key in url), None)
        path = files.beside(parent.path.parent, file, f"{parent.path}: {resource.logical_id}")
        if path is None:
            continue
        if path.resolve() in inside or len(inside) > MOST_WITHIN:
            raise ConfigurationError(f"{parent.path}: {resource.logical_id}: a nested stack that holds itself")
        passed = resource.properties.get("Parameters")
        child = Template(
            path=path,
            body=body_of(files, path),
            origin=str(path),
            account=parent.account,
            region=parent.region,
            stack_path=parent.stack_path,
            assembly=parent.assembly,
            callers=[(parent, passed if isinstance(passed, dict) else {})],
            sources=parent.sources,
            environment=parent.environment,
            # The resource of the nested stack `App/Part` is `App/Part.NestedStack/Part.NestedStackResource`.
            construct_paths=construct_paths(metadata, f"{resource.construct_path.rpartition('.NestedStack/')[0]}/"),
        )
        parent.nested[resource.logical_id] = child
        found += [child, *nested_stacks(files, child, metadata, assets)]
    return found


def _around(template: Template) -> set[Path]:
    """The files of a template and of those that it is nested in."""
    return {template.path.resolve()}.union(*(_around(parent) for parent, _ in template.callers))


def assets_of(files: Files, template: Path) -> dict[str, str]:
    """The files that a stack uploads, by the key that they get in the bucket of assets."""
    manifest = template.with_name(template.name.removesuffix(".template.json") + ".assets.json")
    uploaded = files.mapping(manifest).get("files", {}) if manifest.is_file() else {}
    return {
        destination["objectKey"]: file["source"]["path"]
        for file in uploaded.values()
        for destination in file["destinations"].values()
        if "path" in file["source"]
    }


def body_of(files: Files, path: Path) -> dict[str, Any]:
    """The template in a file of an assembly. Raises ConfigurationError for anything else."""
    return template_body(path, files.mapping(path), of_cdk=True, limits=files.limits)
