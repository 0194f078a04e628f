"""An assembly as CDK writes it: two stacks, an asset, a nested template, and every place that somebody could tamper."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template.digest import write_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASSET = "a" * 64
FUNCTION = {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Bucket": "assets", "S3Key": f"{ASSET}.zip"}}}
READS = {"Vpc": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/prod/network/vpc-id"}}
TEMPLATES = {
    "prod-app": {"Parameters": READS, "Resources": {"F": FUNCTION}},
    "prod-jobs": {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 5}}}},
}


def made(folder: Path) -> Path:
    """Write it."""
    folder.mkdir()
    (folder / f"asset.{ASSET}").mkdir()
    (folder / f"asset.{ASSET}" / "index.py").write_text("code")
    artifacts, files = {}, {ASSET: _file(f"asset.{ASSET}", f"{ASSET}.zip")}
    for name, body in TEMPLATES.items():
        text = json.dumps(body)
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / f"{name}.template.json").write_text(text)
        files[digest] = _file(f"{name}.template.json", f"{digest}.json")
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://111122223333/ap-northeast-2",
            "properties": {
                "templateFile": f"{name}.template.json",
                "parameters": {"Image": "sha256:1"},
                "terminationProtection": True,
                "stackTemplateAssetObjectUrl": f"s3://assets/{digest}.json",
            },
        }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    (folder / "prod-app.assets.json").write_text(json.dumps({"files": files, "dockerImages": {}}))
    write_digest(folder)
    return folder


def _file(path: str, key: str) -> dict[str, Any]:
    return {"source": {"path": path}, "destinations": {"here": {"bucketName": "assets", "objectKey": key}}}


def edited(path: Path, edit: Callable[[Any], object]) -> None:
    """Change a JSON file in place."""
    body = json.loads(path.read_text())
    edit(body)
    path.write_text(json.dumps(body))
