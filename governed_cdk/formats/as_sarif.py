"""SARIF 2.1.0, as OASIS specifies it and GitHub code scanning takes it.

Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs, "SARIF support for code
scanning": every rule with help, every result with a location and the fingerprint `primaryLocationLineHash`. Results are
findings, and nothing else: what cannot be known before the deploy is a notification of the run.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.kernel import project
from governed_cdk.formats.report import fenced, language_of, printable
from governed_cdk.pages.rules import SHOWN, render_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.ledger_rules import LedgerRule
    from aspects.judge.rule import Rule
from governed_cdk.formats.report import CheckReport, ReportedFinding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


def render(report: CheckReport) -> str:
    """The report as a SARIF log of one run."""
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=2) + "\n"


def _run(report: CheckReport) -> dict[str, Any]:
    version = project.version()
    driver = {
        "name": project.NAME,
        "version": version,
        "semanticVersion": version,
        "informationUri": project.ADDRESS,
        "rules": [_rule(rule) for rule in (*SHOWN, *report.own)],
    }
    index = {rule.name: index for index, rule in enumerate((*SHOWN, *report.own))}
    faults = [{"level": "error", "message": {"text": fault}} for fault in report.faults]
    notifications = [*faults, *(_unknown(finding, index) for finding in report.unknown)]
    return {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check ran."}}},
        "invocations": [{"executionSuccessful": not faults, "toolExecutionNotifications": notifications}],
        "results": _results(report, index),
    }


def _rule(rule: Rule | LedgerRule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {rule.why}"},
        **({"helpUri": rule.link} if rule.link else {}),
        "help": {"text": f"{rule.why}\n\nFix: {rule.fix.strip()}", "markdown": render_rule(rule)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["security", "cloudformation"],
            "precision": "high",
            "problem.severity": rule.severity,
            **({"since": rule.since} if rule.since else {}),
        },
    }


def _results(report: CheckReport, index: Mapping[str, int]) -> list[dict[str, Any]]:
    fail = ((finding, {"level": finding.severity, "kind": "fail"}) for finding in report.findings)
    accepted = ((finding, {"level": finding.severity, "kind": "fail"}) for finding in report.accepted)
    results = list(_located([*fail, *accepted], index))
    if report.accepted:
        # Either every result of a run says whether it is suppressed, or none does.
        findings = (*report.findings, *report.accepted)
        for finding, result in zip(findings, results, strict=True):
            result["suppressions"] = _suppressions(finding)
    return results


def _unknown(finding: ReportedFinding, index: Mapping[str, int]) -> dict[str, Any]:
    """What a rule could not tell, as a notification with the rule and the place."""
    return {
        "level": "note",
        "message": {"text": f"{finding.logical_id}: {finding.found} Unknown before the deploy. {finding.why}"},
        "locations": [_location(finding)],
        "associatedRule": {"id": finding.rule, "index": index[finding.rule]},
        "properties": {"type": finding.type, "constructPath": finding.construct_path, "property": finding.property},
    }


def _located(
    levelled: Iterable[tuple[ReportedFinding, dict[str, Any]]], index: Mapping[str, int]
) -> Iterable[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding, level in levelled:
        # Without the line: an alert stays the same when lines are added above it.
        identity = f"{finding.rule}\n{finding.template}\n{finding.logical_id}\n{finding.property}"
        seen[identity] += 1
        digest = hashlib.sha256(identity.encode()).hexdigest()[:16]
        yield {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            **level,
            "message": {"text": _message(finding)},
            "locations": [_location(finding)],
            **({"relatedLocations": [_made_at(finding.source)]} if _is_place(finding.source) else {}),
            "partialFingerprints": {"primaryLocationLineHash": f"{digest}:{seen[identity]}"},
            "properties": {
                "type": finding.type,
                "constructPath": finding.construct_path,
                "property": finding.property,
                "fix": finding.fix,
                "accept": finding.accept,
            },
        }


def _message(finding: ReportedFinding) -> str:
    language = language_of(finding)
    block = "\n".join(["", *fenced(finding.fix, language)]) if language else f" {finding.fix}"
    return f"{finding.logical_id}: {finding.found} {finding.why}\nFix:{block}\nAccept: {finding.accept}"


def _location(finding: ReportedFinding) -> dict[str, Any]:
    return {
        "physicalLocation": _physical(finding.template, finding.line),
        "logicalLocations": [
            {
                "name": finding.logical_id,
                "fullyQualifiedName": f"{finding.template}/{finding.logical_id}",
                "kind": "resource",
            }
        ],
    }


def _physical(path: str, line: int) -> dict[str, Any]:
    absolute = path.startswith("/")
    artifact = {"uri": f"file://{quote(path)}"} if absolute else {"uri": quote(path), "uriBaseId": _ROOT}
    return {"artifactLocation": artifact, "region": {"startLine": line, "startColumn": 1, "endLine": line}}


def _is_place(source: str) -> bool:
    file, _, line = source.rpartition(":")
    return bool(file) and line.isascii() and line.isdecimal() and int(line) > 0


def _made_at(source: str) -> dict[str, Any]:
    file, _, line = source.rpartition(":")
    return {"id": 1, "physicalLocation": _physical(file, int(line)), "message": {"text": "The construct is made here."}}


def _suppressions(finding: ReportedFinding) -> list[dict[str, str]]:
    if finding.acceptance is None:
        return []
    said = finding.acceptance
    terms = f"by design of {said.by_design}" if said.by_design else f"owner: {said.owner}; until: {said.until}"
    justification = printable(f"{said.reason} ({terms})")
    return [{"kind": "inSource", "status": "accepted", "justification": justification}]
