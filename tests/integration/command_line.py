"""Programs of the platform as they are called: what ends them, and what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.projects import app_project
from tests.support import ROOT, TODAY

QUICK = {"CDK_VALIDATION": "false"}
ON_A_DAY = json.dumps({"today": TODAY})


def run(*command: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, **QUICK, "PATH": path, **variables}
    return subprocess.run(
        [str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def python_app(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`python app.py` in a copy of the project, on the day of the tests."""
    context = {"CDK_CONTEXT_JSON": ON_A_DAY, **variables}
    return run(sys.executable, "app.py", folder=project, PYTHONPATH=f"{project}:{ROOT}", **context)


def one_key(tmp_path: Path) -> Path:
    """What `app.py` needs for a stack that needs no more than a key."""
    return app_project(tmp_path, "kms")
