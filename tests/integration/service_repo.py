"""Copies of the example of a service repository, synthesised by a Python of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.projects import edit
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples/service_repo/infra"


def run(python: Path, repository: Path, *, validated: bool = False, **context: str) -> subprocess.CompletedProcess[str]:
    """`python app.py` in the repository, as `cdk synth` would; `today="2026-11-29"` is its `-c today=2026-11-29`."""
    outside = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CDK_OUTDIR")}
    return subprocess.run(
        [python, "app.py"],
        cwd=repository,
        env={
            **outside,
            "CDK_OUTDIR": str(repository / "cdk.out"),
            "CDK_CONTEXT_JSON": json.dumps(context),
            "CDK_VALIDATION": str(validated).lower(),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def copy(folder: Path) -> Path:
    return shutil.copytree(EXAMPLE, folder / "service_repo", ignore=shutil.ignore_patterns("cdk.out", "__pycache__"))


def called(folder: Path, slug: str) -> Path:
    """The example under another slug."""
    repository = copy(folder)
    edit(repository, 'slug = "fileflow"', f'slug = "{slug}"', "app.py")
    edit(repository, "  fileflow:\n", f"  {slug}:\n")
    return repository
