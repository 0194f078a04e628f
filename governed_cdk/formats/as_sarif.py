"""SARIF 2.1.0, as OASIS specifies it and GitHub code scanning takes it.

Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs, "SARIF support for code
scanning": every rule with help, every result with a location and the fingerprint `primaryLocationLineHash`. Results are
findings, and nothing else: what cannot be known before the deploy is a notification of the run.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.kernel import project
from constructs_lib.kernel.errors import printable
from governed_cdk.formats.json_pieces import Lazy, pieces_of
from governed_cdk.formats.report import fenced, language_of
from governed_cdk.pages.rules import SHOWN, render_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aspects.judge.ledger_rules import LedgerRule
    from aspects.judge.rule import Rule
    from governed_cdk.formats.report import CheckReport, ReportedFinding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


def pieces(report: CheckReport) -> Iterator[str]:
    """The report as a SARIF log of one run."""
    return pieces_of({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


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
    faults = [{"level": "error", "message": {"text": _unlinked(fault)}} for fault in report.faults]
    notifications = Lazy(lambda: itertools.chain(faults, (_unknown(finding, index) for finding in report.unknown)))
    return {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check ran."}}},
        "invocations": [{"executionSuccessful": not faults, "toolExecutionNotifications": notifications}],
        "results": Lazy(lambda: _results(report, index)),
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


def _results(report: CheckReport, index: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[bytes] = Counter()
    for finding in itertools.chain(report.findings, report.accepted):
        result = _result(finding, index, seen)
        if report.accepted:
            # Either every result of a run says whether it is suppressed, or none does.
            result["suppressions"] = _suppressions(finding)
        yield result


def _unknown(finding: ReportedFinding, index: Mapping[str, int]) -> dict[str, Any]:
    """What a rule could not tell, as a notification with the rule and the place."""
    return {
        "level": "note",
        "message": {
            "text": _unlinked(f"{finding.logical_id}: {finding.found} Unknown before the deploy. {finding.why}")
        },
        "locations": [_location(finding)],
        "associatedRule": {"id": finding.rule, "index": index[finding.rule]},
        "properties": {"type": finding.type, "constructPath": finding.construct_path, "property": finding.property},
    }


def _result(finding: ReportedFinding, index: Mapping[str, int], seen: Counter[bytes]) -> dict[str, Any]:
    # Without the line: an alert stays the same when lines are added above it.
    identity = f"{finding.rule}\n{finding.template}\n{finding.logical_id}\n{finding.property}"
    digest = hashlib.sha256(identity.encode()).digest()[:8]
    seen[digest] += 1
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.severity,
        "kind": "fail",
        "message": {"text": _message(finding)},
        "locations": [_location(finding)],
        **({"relatedLocations": [_made_at(finding.source)]} if _is_place(finding.source) else {}),
        "partialFingerprints": {"primaryLocationLineHash": f"{digest.hex()}:{seen[digest]}"},
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
    said = f"{finding.logical_id}: {finding.found} {finding.why}\nFix:{block}\nAccept: {finding.accept}"
    return _unlinked(said)


def _unlinked(text: str) -> str:
    """Text in which nothing is a link: SARIF takes `[text](target)` for one (3.11.6), also in plain messages."""
    return text.replace("](", "\\](")


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
