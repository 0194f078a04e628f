"""What an environment lets be deployed unjudged: accepted by its name, with an owner, a reason and an end."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.ledger import ledger_findings
from constructs_lib.kernel.allowances import Allowance
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from aspects.judge.judgement import Verdict

RULE = "nothing-is-deployed-unjudged"
TODAY = datetime.date(2026, 11, 30)
WHERE = "environments/prod.yaml:9"
MONITORS = Allowance("Datadog::*", "the vendor's monitors, reviewed by security", "platform-team", "2027-06-30", WHERE)
MONITOR = "Monitor: {Type: 'Datadog::Monitors::Monitor'}\n"


def verdict(resources: str, *unjudged: Allowance, sections: str = "", today: datetime.date = TODAY) -> Verdict:
    template = template_of(resources, sections)
    template.environment = EnvironmentTraits("prod", production=True, disposable=False, unjudged=unjudged)
    return judge([template], today=today)


def said(found: Verdict, today: datetime.date = TODAY) -> list[str]:
    """The rules of the ledger that are broken."""
    return [one.rule for one in ledger_findings(found.acceptances, found.places(), today=today)]


def open_ones(found: Verdict) -> list[str]:
    return [one.breach.part for one in found.findings if one.rule.id == RULE]


def test_what_is_allowed_is_accepted_by_the_line_of_the_file() -> None:
    found = verdict(MONITOR + "Other: {Type: 'Datadog::Dashboards::Dashboard'}", MONITORS)
    assert open_ones(found) == []
    accepted = [one.acceptance for one in found.accepted]
    assert [(one.place, one.owner, one.where) for one in accepted if one] == [
        ("Monitor", "platform-team", "environments/prod.yaml:9"),
        ("Other", "platform-team", "environments/prod.yaml:9"),
    ]
    assert said(found) == []


def test_a_macro_of_the_template_is_allowed_too() -> None:
    found = verdict(
        "Topic: {Type: AWS::SNS::Topic}", replace(MONITORS, allow="Tidy"), sections="Transform: [Tidy, Evil]"
    )
    assert open_ones(found) == ["Evil"]
    assert said(found) == []


@pytest.mark.parametrize("allow", ["Datadog::Monitors", "*::Monitor2", "MongoDB::*"])
def test_another_name_allows_nothing_and_is_told_to_be_needless(allow: str) -> None:
    found = verdict(MONITOR, replace(MONITORS, allow=allow))
    assert open_ones(found) == ["Datadog::Monitors::Monitor"]
    assert said(found) == ["acceptance-is-stale"]


def test_it_ends_as_every_acceptance_does() -> None:
    late = datetime.date(2027, 7, 1)
    assert said(verdict(MONITOR, MONITORS, today=late), late) == ["acceptance-has-expired"]
    soon = datetime.date(2027, 6, 20)
    assert said(verdict(MONITOR, MONITORS, today=soon), soon) == ["acceptance-ends-soon"]


def test_its_end_is_a_year_away_at_most() -> None:
    with pytest.raises(ConfigurationError, match=r"environments/prod.yaml:9: Datadog::\*: until: given '2028-01-01'"):
        verdict(MONITOR, replace(MONITORS, until="2028-01-01"))


def test_it_allows_findings_of_no_other_rule() -> None:
    found = verdict("Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: a, AuthType: NONE}}", MONITORS)
    assert "functions-are-not-public" in {one.rule.id for one in found.findings}


def test_an_acceptance_of_the_resource_does_as_well() -> None:
    entry = (
        f"{{accept: 'governed-cdk::{RULE}[Datadog::Monitors::Monitor]', reason: 'reviewed by security in June', "
        "owner: team-orders, until: '2027-06-30'}"
    )
    found = verdict(f"Monitor: {{Type: 'Datadog::Monitors::Monitor', Metadata: {{governed-cdk: [{entry}]}}}}")
    assert open_ones(found) == []
    assert said(found) == []
