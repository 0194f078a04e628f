"""What a validation plugin hands to CDK."""

from __future__ import annotations

import aws_cdk as cdk

from constructs_lib.kernel.governance import GovernanceMode


def fatal(rule: str, text: str, construct_path: str) -> cdk.PolicyViolation:
    """A violation that nobody can accept; pinned to a construct, since CDK lets one that names no resource pass."""
    pinned = cdk.PolicyViolatingResource(construct_path=construct_path, locations=[])
    return cdk.PolicyViolation(rule_name=rule, description=text, severity="fatal", violating_resources=[pinned])


def told(rule: str, text: str, construct_path: str) -> cdk.PolicyViolation:
    """Something worth knowing, which fails nothing."""
    pinned = cdk.PolicyViolatingResource(construct_path=construct_path, locations=[])
    return cdk.PolicyViolation(rule_name=rule, description=text, severity="info", violating_resources=[pinned])


def softened(violation: cdk.PolicyViolation) -> cdk.PolicyViolation:
    """The violation as a warning."""
    return _weighed(violation, "warning")


def informed(violation: cdk.PolicyViolation) -> cdk.PolicyViolation:
    """The violation as something worth knowing."""
    return _weighed(violation, "info")


def _weighed(violation: cdk.PolicyViolation, severity: str) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=violation.rule_name,
        description=violation.description,
        fix=violation.fix,
        severity=severity,
        violating_resources=violation.violating_resources,
    )


def report(violations: list[cdk.PolicyViolation], mode: GovernanceMode) -> cdk.PolicyValidationPluginReport:
    """The report of a plugin: a failure where something weighs more than a warning, never in an audit."""
    said = violations if mode is GovernanceMode.ENFORCE else [softened(violation) for violation in violations]
    success = not any(violation.severity in ("error", "fatal") for violation in said)
    return cdk.PolicyValidationPluginReport(success=success, violations=said)
