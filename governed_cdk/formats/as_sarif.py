"""SARIF 2.1.0, as OASIS specifies it and GitHub code scanning takes it.

Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; GitHub Docs, "SARIF support for code
scanning": every rule with help, every result with a location and the fingerprint `primaryLocationLineHash`. Results are
findings, and nothing else: what cannot be known before the deploy is a notification of the run.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aspects.judge.ledger_rules import LEDGER_RULES
from aspects.judge.registry import RULES
from governed_cdk.formats.report import printable
from governed_cdk.pages.rules import page_url, render_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.ledger_rules import LedgerRule
    from aspects.judge.rule import Rule
    from governed_cdk.formats.report import Entry, Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PROJECT = "https://github.com/example-org/governed-cdk"
_ROOT = "%SRCROOT%"
_SHOWN_RULES = (*RULES, *LEDGER_RULES)
_INDEX = {rule.id: index for index, rule in enumerate(_SHOWN_RULES)}


def render(report: Report) -> str:
    """The report as a SARIF log of one run."""
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=2) + "\n"


def _run(report: Report) -> dict[str, Any]:
    version = importlib.metadata.version("governed-cdk")
    driver = {
        "name": "governed-cdk",
        "version": version,
        "semanticVersion": version,
        "informationUri": _PROJECT,
        "rules": [_rule(rule) for rule in _SHOWN_RULES],
    }
    faults = [{"level": "error", "message": {"text": fault}} for fault in report.faults]
    notifications = [*faults, *map(_unknown, report.unknown)]
    return {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check ran."}}},
        "invocations": [{"executionSuccessful": not faults, "toolExecutionNotifications": notifications}],
        "results": _results(report),
    }


def _rule(rule: Rule | LedgerRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {rule.why}"},
        "helpUri": page_url(rule.id),
        "help": {"text": f"{rule.why}\n\nFix: {rule.fix.strip()}", "markdown": render_rule(rule)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": ["security", "cloudformation"], "precision": "high", "problem.severity": rule.severity},
    }


def _results(report: Report) -> list[dict[str, Any]]:
    fail = ((entry, {"level": entry.severity, "kind": "fail"}) for entry in report.findings)
    accepted = ((entry, {"level": entry.severity, "kind": "fail"}) for entry in report.accepted)
    results = list(_located([*fail, *accepted]))
    if report.accepted:
        # Either every result of a run says whether it is suppressed, or none does.
        entries = (*report.findings, *report.accepted)
        for entry, result in zip(entries, results, strict=True):
            result["suppressions"] = _suppressions(entry)
    return results


def _unknown(entry: Entry) -> dict[str, Any]:
    """What a rule could not tell, as a notification with the rule and the place."""
    return {
        "level": "note",
        "message": {"text": f"{entry.logical_id}: {entry.found} Unknown before the deploy. {entry.why}"},
        "locations": [_location(entry)],
        "associatedRule": {"id": entry.rule, "index": _INDEX[entry.rule]},
        "properties": {"type": entry.type, "constructPath": entry.construct_path, "property": entry.property},
    }


def _located(levelled: Iterable[tuple[Entry, dict[str, Any]]]) -> Iterable[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for entry, level in levelled:
        # Without the line: an alert stays the same when lines are added above it.
        identity = f"{entry.rule}\n{entry.template}\n{entry.logical_id}\n{entry.property}"
        seen[identity] += 1
        digest = hashlib.sha256(identity.encode()).hexdigest()[:16]
        yield {
            "ruleId": entry.rule,
            "ruleIndex": _INDEX[entry.rule],
            **level,
            "message": {"text": _message(entry)},
            "locations": [_location(entry)],
            **({"relatedLocations": [_made_at(entry.source)]} if _is_place(entry.source) else {}),
            "partialFingerprints": {"primaryLocationLineHash": f"{digest}:{seen[identity]}"},
            "properties": {
                "type": entry.type,
                "constructPath": entry.construct_path,
                "property": entry.property,
                "fix": entry.fix,
                "accept": entry.accept,
            },
        }


def _message(entry: Entry) -> str:
    return f"{entry.logical_id}: {entry.found} {entry.why}\nFix: {entry.fix}\nAccept: {entry.accept}"


def _location(entry: Entry) -> dict[str, Any]:
    return {
        "physicalLocation": _physical(entry.template, entry.line),
        "logicalLocations": [
            {
                "name": entry.logical_id,
                "fullyQualifiedName": f"{entry.template}/{entry.logical_id}",
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


def _suppressions(entry: Entry) -> list[dict[str, str]]:
    if entry.acceptance is None:
        return []
    said = entry.acceptance
    justification = printable(f"{said.reason} (owner: {said.owner}; until: {said.until})")
    return [{"kind": "inSource", "status": "accepted", "justification": justification}]
