"""What Trivy found, from its JSON: vulnerabilities, misconfigurations and secrets of the two highest severities.

Source: Trivy's documentation, "Reporting": `Results`, each with `Vulnerabilities`, `Misconfigurations`, `Secrets`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "trivy"
_STOPS = {"HIGH": 1, "CRITICAL": 0}
_MOST = 50


def collect(path: Path) -> list[Evidence]:
    """The findings, the most severe first. Raises ConfigurationError for a file that is no report."""
    try:
        report: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from None
    except ValueError:
        raise invalid(str(path), "no JSON", "a report of Trivy: trivy --format json") from None
    if not isinstance(report, dict) or not isinstance(report.get("Results", []), list):
        raise invalid(str(path), report, "a report of Trivy, with Results")
    found = [one for result in report.get("Results", []) if isinstance(result, dict) for one in _findings(result)]
    ordered = sorted((one for one in found if one[0] in _STOPS), key=lambda one: _STOPS[one[0]])
    return [Evidence(NAME, text, Weight.FAILURE, target) for _, text, target in ordered[:_MOST]]


def _findings(result: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    target = str(result.get("Target", ""))
    for one in result.get("Vulnerabilities") or ():
        severity, fixed = str(one.get("Severity", "")), one.get("FixedVersion")
        said = f"{one.get('VulnerabilityID')} ({severity}) {one.get('PkgName')} {one.get('InstalledVersion')}"
        yield severity, f"{said}, {f'fixed in {fixed}' if fixed else 'no fix'}: {one.get('Title', '')}", target
    for one in result.get("Misconfigurations") or ():
        severity = str(one.get("Severity", ""))
        yield severity, f"{one.get('ID')} ({severity}) {one.get('Title', '')}: {one.get('Message', '')}", target
    for one in result.get("Secrets") or ():  # the match itself is never told
        severity = str(one.get("Severity", ""))
        yield severity, f"{one.get('RuleID')} ({severity}) a secret in line {one.get('StartLine')}", target
