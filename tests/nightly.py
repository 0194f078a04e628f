"""What `make nightly` finds, as a file that no commit has; `governed-cdk docs --nightly FILE` makes a page of it."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.files import write_whole
from governed_cdk.pages.nightly import FORMAT
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
REPORT = ROOT / "build/nightly.json"


def record(part: str, name: str, path: Path | None = REPORT if NIGHTLY else None, **facts: Any) -> None:
    """Write facts down under a part and a name, in place of what stands there; nothing by day."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:  # several workers find things at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        report = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else _begun()
        report[part][name] = facts
        write_whole(path, json.dumps(report, indent=2, sort_keys=True) + "\n")


def _begun() -> dict[str, Any]:
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=10"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    commit = said.stdout.strip() or "unknown"
    return {"format": FORMAT, "day": day, "commit": commit, "sweep": {}, "mutations": {}, "engines": {}}
