"""A repository whose app copies an assembly that is committed with it, tagged twice."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from tests.governed_cdk.gate.project import assembly, commit, git, repository

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLE = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "prod-app-jobs"}}


def release(folder: Path, tag: str, resources: Mapping[str, Any], **files: str) -> str:
    """Commit the assembly of a release with its app and its pins, and tag it; the commit."""
    shutil.rmtree(folder / "made", ignore_errors=True)
    assembly(folder / "made", resources)
    app = {"app": "cp -R made/. $CDK_OUTDIR && echo run >> $COUNT"}
    made = commit(folder, {"cdk.json": json.dumps(app), "requirements.txt": "# nothing\n", **files})
    git(folder, "tag", tag)
    return made


def tagged(folder: Path, first: Mapping[str, Any], second: Mapping[str, Any]) -> Path:
    """A repository with v1.0.0 and v1.1.0."""
    made, _ = repository(folder)
    release(made, "v1.0.0", first)
    release(made, "v1.1.0", second)
    return made
