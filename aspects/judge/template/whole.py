"""A template itself, as a resource: what stands in it beside its resources is judged as they are."""

from __future__ import annotations

from typing import Any, Final

from aspects.judge.template.model import Resource, Template
from aspects.judge.template.once import once

TEMPLATE: Final = "AWS::CloudFormation::Template"
"""The type that a template has as a resource. CloudFormation has none of that name."""


@once
def whole(template: Template) -> Resource:
    """What a template has beside its resources: description, parameters, mappings, outputs, metadata.

    The place of what CDK made is the stack. In another template, an acceptance stands in the template's own metadata.
    """
    metadata = template.body.get("Metadata")
    sections = {str(name): section for name, section in template.body.items() if name != "Resources"}
    said: dict[str, Any] = dict(metadata) if isinstance(metadata, dict) else {}
    if template.stack_path:
        said["aws:cdk:path"] = template.stack_path
    body = {"Type": TEMPLATE, "Properties": sections, "Metadata": said}
    return Resource(template, template.stack_name or "Template", body)
