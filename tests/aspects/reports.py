"""What a synth reports of an app."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aws_cdk as cdk


def reported(app: cdk.App) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the synth of an app passes, and the report of each plugin. Raises what else goes wrong."""
    passed = True
    try:
        app.synth()
    except RuntimeError as error:
        if "ValidationFailed" not in str(error):
            raise
        passed = False
    report = json.loads((Path(app.outdir) / "validation-report.json").read_text(encoding="utf-8"))
    return passed, report["pluginReports"]


def violations(reports: list[dict[str, Any]], plugin: str = "governed-cdk") -> list[dict[str, Any]]:
    """What a plugin says, the suppressed left out."""
    return [one for report in reports if report["pluginName"] == plugin for one in report["violations"]]
