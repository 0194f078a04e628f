"""An assembly of one stack, `prod-rds`, with a database that is protected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


DIGEST = "a" * 64
DATABASE = {"Type": "AWS::RDS::DBInstance", "Properties": {"DeletionProtection": True, "Engine": "mysql"}}
TOPIC = {"Type": "AWS::SNS::Topic"}


def assembly(folder: Path, *, resources: dict[str, Any] | None = None, protection: bool = True) -> Path:
    """An assembly of one stack, `prod-rds`, as CDK writes it."""
    folder.mkdir()
    template = {"Resources": {"Database": DATABASE, "Topic": TOPIC} if resources is None else resources}
    (folder / "prod-rds.template.json").write_text(json.dumps(template), encoding="utf-8")
    asset = {
        "source": {"path": "prod-rds.template.json", "packaging": "file"},
        "destinations": {"here": {"bucketName": "assets", "objectKey": f"{DIGEST}.json"}},
    }
    (folder / "prod-rds.assets.json").write_text(json.dumps({"files": {DIGEST: asset}}), encoding="utf-8")
    properties = {
        "templateFile": "prod-rds.template.json",
        "terminationProtection": protection,
        "stackTemplateAssetObjectUrl": f"s3://assets/{DIGEST}.json",
    }
    artifacts = {"prod-rds": {"type": "aws:cloudformation:stack", "properties": properties}}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")
    return folder


def read(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found
