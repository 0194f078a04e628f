"""CDK's validation report of an assembly: what still stands against it, and what was accepted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_FAILS = ("error", "fatal")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that nobody accepted: `rule` is `<pack>::<rule>`, `place` a construct path, empty for a whole app."""

    rule: str
    place: str
    says: str
    fails: bool


def found(folder: Path) -> frozenset[Found]:
    """What the report of an assembly holds against it, each at each of its places."""
    return frozenset(
        Found(f"{plugin['pluginName']}::{one['ruleName']}", place, one["description"], one.get("severity") in _FAILS)
        for plugin in _plugin_reports(folder)
        for one in plugin.get("violations", ())
        for place in [str(at.get("constructPath", "")) for at in one.get("violatingConstructs", ())] or [""]
    )


def open_findings(folder: Path) -> list[str]:
    """What the validation report of an assembly still holds against it, one line each.

    CDK lets some findings pass with exit code 0 (a plugin that raised, a finding without a resource); the report has
    them all.
    """
    return [
        f"{plugin['pluginName']}::{violation['ruleName']}: {violation['description']}"
        for plugin in _plugin_reports(folder)
        if plugin.get("conclusion") != "success"
        for violation in plugin.get("violations") or [{"ruleName": "failed", "description": "the plugin failed"}]
    ]


def errors(folder: Path) -> dict[str, str]:
    """What the report says of each finding (`<pack>::<rule>`) that fails a synth; the last of each."""
    return {
        f"{plugin['pluginName']}::{violation['ruleName']}": violation["description"]
        for plugin in _plugin_reports(folder)
        for violation in plugin.get("violations", ())
        if violation.get("severity") in _FAILS
    }


def reported(folder: Path, *, but: str) -> dict[str, list[str]]:
    """The construct paths of each finding (`<pack>::<rule>`), accepted or not, of every plugin but one.

    A plugin whose every finding is accepted is there as `<pack>::` too; one that found nothing may be missing.
    """
    found: dict[str, list[str]] = {}
    for plugin in _plugin_reports(folder):
        pack = plugin["pluginName"]
        if pack == but:
            continue
        found.setdefault(f"{pack}::", [])
        for violation in (*plugin.get("violations", ()), *plugin.get("suppressedViolations", ())):
            constructs = violation.get("violatingConstructs", ())
            places = [one["constructPath"] for one in constructs if "constructPath" in one]
            found.setdefault(f"{pack}::{violation['ruleName']}", []).extend(places)
    return found


def _plugin_reports(folder: Path) -> list[dict[str, Any]]:
    report = folder / "validation-report.json"
    if not report.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8")).get("pluginReports", [])
    return found
