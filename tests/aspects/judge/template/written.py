"""Files of templates and of assemblies, written into a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TOPIC = {"Type": "AWS::SNS::Topic"}
TOPIC_YAML = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"


def written(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        path = folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def assembly(**changes: Any) -> dict[str, Any]:
    """The files of an assembly of one stack, its artifact changed."""
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/ap-northeast-2",
        "properties": {"templateFile": "prod-x.template.json"},
        **changes,
    }
    files = {"cdk.out": "{}", "manifest.json": {"artifacts": {"prod-x": stack}}}
    return {**files, "prod-x.template.json": {"Resources": {"Topic": TOPIC}}}


def nested(path: str) -> dict[str, Any]:
    return {"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": path}}}}
