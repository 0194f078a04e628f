"""What other scanners found, from the reports that they wrote: Trivy, checkov, cfn-lint.

A report that is missing or none is bad input where a pipeline runs (`CI`): a scan that did not happen is not a clean
one. On a laptop it is left out, and the comment says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, printable
from constructs_lib.kernel.files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LARGEST = 100_000_000  # bytes
_SEVERE = ("CRITICAL", "HIGH")


@dataclass(frozen=True, slots=True)
class ScanFinding:
    """One thing that a scanner found: its rule, where, and what it says; an error unless it only warns."""

    rule: str
    where: str
    text: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """What one scanner found; `skipped` says why it did not run."""

    name: str
    findings: tuple[ScanFinding, ...] = ()
    skipped: str = ""

    def beyond(self, before: Scan) -> Scan:
        """What is not in the scan of the base: what was there before is for another change to mend."""
        there = {(one.rule, one.where) for one in before.findings}
        return replace(self, findings=tuple(one for one in self.findings if (one.rule, one.where) not in there))

    @property
    def errors(self) -> tuple[ScanFinding, ...]:
        """The findings that fail the gate."""
        return tuple(one for one in self.findings if one.error)


def trivy(path: Path | None, *, ci: bool) -> Scan:
    """What Trivy found, of `trivy fs --format json`: CRITICAL and HIGH fail, what has no fix yet is left out.

    Source: Trivy documentation, "Reporting", JSON, SchemaVersion 2.
    """
    return _recorded("Trivy", path, _trivy, ci=ci)


def checkov(path: Path | None, *, ci: bool) -> Scan:
    """What checkov found, of `checkov --framework cloudformation --output json`. Source: checkov's own report, 3.3."""
    return _recorded("checkov", path, _checkov, ci=ci)


def cfn_lint(path: Path | None, *, ci: bool) -> Scan:
    """What cfn-lint found, of `cfn-lint --format json`: its errors fail. Source: cfn-lint's own report, 1.58."""
    return _recorded("cfn-lint", path, _cfn_lint, ci=ci)


def _recorded(name: str, path: Path | None, read: Callable[[Any], Iterator[ScanFinding]], *, ci: bool) -> Scan:
    if path is None or not path.is_file():
        where = f"{path}: no such file" if path else "no report was given"
        if ci:
            raise ConfigurationError(f"{name}: {where}; in a pipeline it has to run, and hand over its report")
        return Scan(name, skipped=f"{where}: it did not run")
    try:
        data = json.loads(read_regular(path, _LARGEST, "larger than 100 MB; allowed: the scanner's report"))
        return Scan(name, tuple(read(data)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, ConfigurationError):
            raise
        raise ConfigurationError(
            f"{path}: not a report that {name} writes as JSON; it failed, or wrote another"
        ) from None


def _trivy(data: Any) -> Iterator[ScanFinding]:
    if data["SchemaVersion"] != 2:
        raise ValueError
    for result in data.get("Results") or ():
        target = printable(str(result["Target"]))
        for one in result.get("Vulnerabilities") or ():
            if one.get("FixedVersion") and one["Severity"] in _SEVERE:
                said = f"{one['PkgName']} {one['InstalledVersion']}, fixed in {one['FixedVersion']}"
                yield ScanFinding(printable(one["VulnerabilityID"]), target, printable(said))
        for one in result.get("Misconfigurations") or ():
            if one.get("Status") == "FAIL" and one["Severity"] in _SEVERE:
                yield ScanFinding(printable(one["ID"]), target, printable(str(one["Title"])))
        for one in result.get("Secrets") or ():
            yield ScanFinding(printable(one["RuleID"]), f"{target}:{int(one['StartLine'])}", printable(one["Title"]))


def _checkov(data: Any) -> Iterator[ScanFinding]:
    for part in data if isinstance(data, list) else [data]:
        if "results" not in part and "passed" not in part:  # with nothing to check it writes the counts alone
            raise ValueError
        for one in part.get("results", {}).get("failed_checks", ()):
            where = f"{one['file_path'].rpartition('/')[2]} {one['resource'].rpartition('.')[2]}"
            yield ScanFinding(printable(one["check_id"]), printable(where), printable(one["check_name"]))


def _cfn_lint(data: Any) -> Iterator[ScanFinding]:
    for one in data:
        where = f"{one['Filename'].rpartition('/')[2]}:{int(one['Location']['Start']['LineNumber'])}"
        error = one["Level"] == "Error"
        yield ScanFinding(printable(one["Rule"]["Id"]), printable(where), printable(one["Message"]), error)
