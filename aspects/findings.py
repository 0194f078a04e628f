"""The plugins that judge the finished templates during a synth: our rules, and cdk-nag's."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from cdk_nag import AwsSolutionsChecks

from aspects.acceptances import PACK
from aspects.judge import judge
from aspects.ledger import ledger_mistakes
from aspects.lock import advice, broken
from aspects.rules import RULES
from aspects.template.assembly import SOURCES, read_assembly
from constructs_lib.environment import GovernanceMode
from constructs_lib.source_lines import recorded

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from aspects.judge import Finding, Verdict
    from aspects.lock import Lock
    from aspects.rules import Severity
    from aspects.template import Template
    from constructs_lib.environment import Environment

_NAG = "AwsSolutions"


@jsii.implements(cdk.IPolicyValidationPlugin)
class Nag:
    """cdk-nag's AwsSolutions pack. What it finds is kept for the ledger, and only reported where governance audits."""

    def __init__(self, app: cdk.App, mode: GovernanceMode) -> None:
        self._pack = AwsSolutionsChecks(app)
        self._mode = mode
        self.found: dict[str, list[str]] = {}
        """Where each finding stands, by `<pack>::<rule>`; the bare `<pack>::` says that the pack ran."""

    @property
    def name(self) -> str:
        """The name in the validation report, and the first part of what `accept()` takes."""
        return _NAG

    @property
    def version(self) -> str:
        """The version in the validation report."""
        return importlib.metadata.version("cdk-nag")

    @property
    def rule_ids(self) -> list[str]:
        """Nothing: asking the pack for its 261 rules costs more than it tells."""
        return []

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Judge the construct tree."""
        report = self._pack.validate(context)
        self.found = {f"{_NAG}::": []}
        for violation in report.violations:
            places = [resource.construct_path or "" for resource in violation.violating_resources]
            self.found.setdefault(f"{_NAG}::{violation.rule_name}", []).extend(places)
        if self._mode is GovernanceMode.ENFORCE:
            return report
        return _report([_softened(violation) for violation in report.violations], self._mode)


@jsii.implements(cdk.IPolicyValidationPlugin)
class Rules:
    """Our rules, the ledger of acceptances and the lock on stateful resources.

    It runs after `Nag`, whose findings the ledger needs. A fault in it is reported as fatal: CDK would let
    a crash pass.
    """

    def __init__(
        self,
        app: cdk.App,
        environment: Environment,
        *,
        nag: Nag,
        severities: Mapping[str, Severity],
        today: datetime.date | None,
        lock: Lock,
    ) -> None:
        self._app = app
        self._environment = environment
        self._nag = nag
        self._severities = severities
        self._today = today
        self._lock = lock

    @property
    def name(self) -> str:
        """The name in the validation report, and the first part of what `accept()` takes."""
        return PACK

    @property
    def version(self) -> str:
        """The version in the validation report."""
        return importlib.metadata.version(PACK)

    @property
    def rule_ids(self) -> list[str]:
        """The rules that run."""
        return [rule.id for rule in RULES]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Judge every template of the synth."""
        stacks = [stack.stack_construct_path for stack in context.stack_templates]
        try:
            violations = self._violations(Path(self._app.outdir), stacks)
        except Exception as error:  # noqa: BLE001 - whatever it is, a synth with unjudged templates must not pass
            fault = f"The rules could not run: {type(error).__name__}: {error}"
            return _report([_fatal("rules-ran", fault, stacks[0])], GovernanceMode.ENFORCE)
        return _report(violations, self._environment.governance.mode)

    def _violations(self, folder: Path, stacks: list[str]) -> list[cdk.PolicyViolation]:
        sources = recorded(self._app)
        (folder / SOURCES).write_text(json.dumps(sources, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        templates = read_assembly(folder)
        verdict = judge(templates, self._severities)
        return [
            *(_violation(finding) for finding in _told(verdict)),
            *(_fatal("rules-ran", fault, stacks[0]) for fault in verdict.faults),
            *self._ledger(verdict),
            *self._lost(templates, stacks),
        ]

    def _ledger(self, verdict: Verdict) -> Iterator[cdk.PolicyViolation]:
        accepted: dict[str, list[str]] = {f"{PACK}::{rule.id}": [] for rule in RULES} | self._nag.found
        for finding in (*verdict.findings, *verdict.accepted):
            accepted[f"{PACK}::{finding.rule.id}"].append(finding.resource.place)
        for mistake in ledger_mistakes(verdict.acceptances, accepted, today=self._today):
            text = f"{mistake.text} It is accepted at {mistake.acceptance.where}."
            violation = _fatal(mistake.rule, text, mistake.acceptance.place)
            yield violation if mistake.severity == "error" else _softened(violation)

    def _lost(self, templates: list[Template], stacks: list[str]) -> Iterator[cdk.PolicyViolation]:
        locked = self._lock.get(self._environment.name, {})
        if not any(template.stack_name in locked for template in templates):
            return  # another app than the one that the lock is of
        for one in broken(self._lock, templates, self._environment.name):
            place = next((stack for stack in stacks if stack.endswith(one.stack)), stacks[0])
            yield _fatal("stateful-resources-keep-their-logical-ids", advice(one), place)


def _told(verdict: Verdict) -> Iterator[Finding]:
    """What CDK is told: the open findings, what is unknown, and what `accept()` accepted, which CDK then suppresses."""
    yield from verdict.findings
    yield from verdict.unknown
    for finding in verdict.accepted:
        if finding.acceptance and not finding.acceptance.in_template:
            yield finding


def _violation(finding: Finding) -> cdk.PolicyViolation:
    resource = finding.resource
    place = f" Made at {finding.source}." if finding.source else ""
    at = finding.breach.at.replace(".", "/")
    return cdk.PolicyViolation(
        rule_name=finding.rule.id,
        description=f"{finding.breach.found} {finding.rule.why}{place}",
        fix=f"{finding.fix}\nor accept it: {finding.accept_line}",
        severity="info" if finding.breach.unknown else finding.severity,
        violating_resources=[
            cdk.PolicyViolatingResource(
                construct_path=resource.construct_path or None,
                resource_logical_id=resource.logical_id,
                template_path=str(resource.template.path),
                locations=[f"Properties/{at}" if at else "Properties"],
            )
        ],
    )


def _fatal(rule: str, text: str, construct_path: str) -> cdk.PolicyViolation:
    """A violation that nobody can accept; pinned to a construct, since CDK lets one that names no resource pass."""
    pinned = cdk.PolicyViolatingResource(construct_path=construct_path, locations=[])
    return cdk.PolicyViolation(rule_name=rule, description=text, severity="fatal", violating_resources=[pinned])


def _softened(violation: cdk.PolicyViolation) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=violation.rule_name,
        description=violation.description,
        fix=violation.fix,
        severity="warning",
        violating_resources=violation.violating_resources,
    )


def _report(violations: list[cdk.PolicyViolation], mode: GovernanceMode) -> cdk.PolicyValidationPluginReport:
    told = violations if mode is GovernanceMode.ENFORCE else [_softened(violation) for violation in violations]
    success = not any(violation.severity in ("error", "fatal") for violation in told)
    return cdk.PolicyValidationPluginReport(success=success, violations=told)
