"""A synthesised cloud assembly, read as plain data: no aws_cdk, no Node."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class StackArtifact:
    """One stack of an assembly."""

    name: str
    region: str
    template: dict[str, Any]
    depends_on: tuple[str, ...]

    @property
    def resources(self) -> dict[str, Any]:
        """The template's resources by logical id."""
        found: dict[str, Any] = self.template.get("Resources", {})
        return found

    def construct_paths(self) -> set[str]:
        """Construct paths of the resources, below the stack."""
        paths = (body.get("Metadata", {}).get("aws:cdk:path", "") for body in self.resources.values())
        return {path.split("/", 1)[1] for path in paths if "/" in path}


def read_assembly(folder: Path) -> list[StackArtifact]:
    """The stacks of an assembly in deploy order of the manifest.

    Raises ConfigurationError when the folder holds no assembly.
    """
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise ConfigurationError(f"{folder}: no cloud assembly here; run cdk synth first")
    artifacts = json.loads(manifest.read_text(encoding="utf-8"))["artifacts"]
    stacks = {key: body for key, body in artifacts.items() if body["type"] == "aws:cloudformation:stack"}
    return [
        StackArtifact(
            name=body["properties"].get("stackName", key),
            region=body["environment"].rsplit("/", 1)[-1],
            template=json.loads((folder / body["properties"]["templateFile"]).read_text(encoding="utf-8")),
            depends_on=tuple(name for name in body.get("dependencies", []) if name in stacks),
        )
        for key, body in stacks.items()
    ]


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


def accepted_findings(folder: Path) -> int:
    """How many findings were accepted."""
    return sum(len(plugin.get("suppressedViolations", [])) for plugin in _plugin_reports(folder))


def _plugin_reports(folder: Path) -> list[dict[str, Any]]:
    report = folder / "validation-report.json"
    if not report.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8")).get("pluginReports", [])
    return found
