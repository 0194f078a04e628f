from __future__ import annotations

import aws_cdk as cdk
import pytest

from aspects.violations import fatal, informed, report, softened
from constructs_lib.kernel.governance import GovernanceMode


def test_an_informed_violation_fails_nothing_and_says_the_same() -> None:
    told = informed(violation("error"))
    assert (told.severity, told.rule_name, told.description) == ("info", "a-rule", "It is.")
    assert report([told], GovernanceMode.ENFORCE).success


def violation(severity: str) -> cdk.PolicyViolation:
    resource = cdk.PolicyViolatingResource(construct_path="prod-a/Topic", locations=["Properties/X"])
    return cdk.PolicyViolation(
        rule_name="a-rule", description="It is.", fix="mend it", severity=severity, violating_resources=[resource]
    )


def test_what_nobody_can_accept_is_fatal_and_pinned_to_a_construct() -> None:
    made = fatal("rules-ran", "The rules could not run.", "prod-a")
    assert (made.severity, made.rule_name) == ("fatal", "rules-ran")
    assert [one.construct_path for one in made.violating_resources] == ["prod-a"]


@pytest.mark.parametrize("severity", ["error", "fatal", "info"])
def test_a_softened_violation_is_a_warning_and_says_the_same(severity: str) -> None:
    soft = softened(violation(severity))
    assert soft.severity == "warning"
    assert (soft.rule_name, soft.description, soft.fix) == ("a-rule", "It is.", "mend it")
    assert [one.construct_path for one in soft.violating_resources] == ["prod-a/Topic"]


@pytest.mark.parametrize(
    ("severity", "success"), [("error", False), ("fatal", False), ("warning", True), ("info", True)]
)
def test_a_report_fails_by_what_weighs_more_than_a_warning(severity: str, *, success: bool) -> None:
    assert report([violation(severity)], GovernanceMode.ENFORCE).success is success


def test_an_audit_reports_everything_and_fails_nothing() -> None:
    made = report([violation("error"), violation("fatal")], GovernanceMode.AUDIT)
    assert made.success
    assert [one.severity for one in made.violations] == ["warning", "warning"]


def test_a_report_of_nothing_is_a_success() -> None:
    assert report([], GovernanceMode.ENFORCE).success
