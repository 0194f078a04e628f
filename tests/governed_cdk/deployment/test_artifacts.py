from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_cdk.deployment.artifacts import Artifact, artifacts

if TYPE_CHECKING:
    from pathlib import Path


def test_stacks_are_found_in_stages_too_with_role_protection_and_what_they_come_after(tmp_path: Path) -> None:
    (tmp_path / "assembly-Prod").mkdir()
    stack: dict[str, Any] = {"type": "aws:cloudformation:stack"}
    inside: dict[str, Any] = {
        "A1": stack | {"properties": {"stackName": "prod-a", "assumeRoleArn": "arn", "lookupRole": {"arn": "look"}}},
        "B1": stack | {"properties": {}, "dependencies": ["A1", "B1.assets"]},
        "B1.assets": {"type": "cdk:asset-manifest"},
    }
    inside["A1"]["properties"]["terminationProtection"] = True
    for folder, found in ((tmp_path, {"C1": stack}), (tmp_path / "assembly-Prod", inside)):
        (folder / "manifest.json").write_text(json.dumps({"artifacts": found}), encoding="utf-8")
    assert artifacts(tmp_path) == {
        "prod-a": Artifact("prod-a", "arn", "look", protected=True, after=()),
        "B1": Artifact("B1", "", "", protected=False, after=("prod-a",)),
        "C1": Artifact("C1", "", "", protected=False, after=()),
    }
