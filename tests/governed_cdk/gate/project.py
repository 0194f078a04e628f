"""A repository with two commits, and the assemblies of both, for the gate to compare."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from aspects.judge.template.digest import write_digest
from tests.governed_cdk.assemblies import Stack, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 5}}
NAT = {"Type": "AWS::EC2::NatGateway", "Properties": {}}
OWNERS = "* @alice\n/infra/ @bob @example-org/platform\n"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def commit(folder: Path, files: Mapping[str, str]) -> str:
    """Write files and commit them; the commit."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A change")
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path) -> tuple[Path, str]:
    """A repository with one commit on `main`, and that commit."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return folder, commit(folder, {"CODEOWNERS": OWNERS, "infra/app.py": "one\n", "README.md": "Hello\n"})


def assembly(folder: Path, resources: Mapping[str, Any], environment: str = "prod") -> Path:
    """A governed assembly of one stack."""
    out = write(folder, {f"{environment}-app": Stack(resources=resources)})
    (out / "governed-cdk.judged.json").write_text("{}")
    write_digest(out)
    return out


def report(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data))
    return path


TRIVY = {"SchemaVersion": 2, "Results": []}
CHECKOV = {
    "passed": 0,
    "failed": 0,
    "skipped": 0,
    "parsing_errors": 0,
    "resource_count": 0,
    "checkov_version": "3.3.30",
}
