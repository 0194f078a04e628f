"""Findings, and the one plugin that runs every rule over the finished templates."""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from aspects.rules import RULES
from aspects.template import Resource, resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.rules import Rule

PLUGIN = "governed-cdk"


@dataclass(frozen=True)
class Finding:
    """One rule broken by one resource."""

    rule: Rule
    resource: Resource
    template: Path
    message: str


def judge(templates: Iterable[Path]) -> Iterator[Finding]:
    """Every finding in some templates and in the nested stacks beside them."""
    for template in _with_nested(templates):
        for resource in resources(json.loads(template.read_text(encoding="utf-8"))):
            for rule in RULES:
                for message in rule.check(resource):
                    yield Finding(rule, resource, template, message)


def _with_nested(templates: Iterable[Path]) -> list[Path]:
    """CDK leaves nested stacks out of what it hands to plugins."""
    given = list(dict.fromkeys(templates))
    folders = {template.parent for template in given}
    return [*given, *sorted(nested for folder in folders for nested in folder.glob("*.nested.template.json"))]


@jsii.implements(cdk.IPolicyValidationPlugin)
class Rules:
    """CDK's validation plugin for our rules. A fault in it is reported as fatal: CDK would let a crash pass."""

    @property
    def name(self) -> str:
        """The name in the validation report, and the first part of what `accept()` takes."""
        return PLUGIN

    @property
    def version(self) -> str:
        """The version in the validation report."""
        return importlib.metadata.version(PLUGIN)

    @property
    def rule_ids(self) -> list[str]:
        """The rules that run."""
        return [rule.id for rule in RULES]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Judge every template of the synth."""
        try:
            violations = [_violation(finding) for finding in judge(map(Path, context.template_paths))]
        except Exception as error:  # noqa: BLE001 - whatever it is, a synth with unjudged templates must not pass
            violations = [_fault(error, context.stack_templates[0].stack_construct_path)]
        return cdk.PolicyValidationPluginReport(success=not violations, violations=violations)


def _violation(finding: Finding) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=finding.rule.id,
        description=f"{finding.message} {finding.rule.why}",
        fix=finding.rule.fix,
        severity="error",
        violating_resources=[
            cdk.PolicyViolatingResource(
                resource_logical_id=finding.resource.logical_id,
                template_path=str(finding.template),
                locations=["Properties"],
            )
        ],
    )


def _fault(error: Exception, stack: str) -> cdk.PolicyViolation:
    """Pinned to a stack, since CDK lets a violation that names no resource pass."""
    return cdk.PolicyViolation(
        rule_name="rules-ran",
        description=f"The rules could not run: {type(error).__name__}: {error}",
        severity="fatal",
        violating_resources=[cdk.PolicyViolatingResource(construct_path=stack, locations=[])],
    )
