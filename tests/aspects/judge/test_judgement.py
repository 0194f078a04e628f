"""The judgement: every rule over every resource, what was accepted, and what went unjudged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import checked_severities, judge
from aspects.judge.registry import BY_ID
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.rules.support import judged, template_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.judgement import Finding
    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource
    from constructs_lib.kernel.level import Level

RULE = "alarms-reach-somebody"
ALARM = "Type: AWS::CloudWatch::Alarm"
ACCEPTED = f"""
Alarm:
  {ALARM}
  Metadata:
    governed-cdk:
      - accept: governed-cdk::{RULE}
        reason: spoken for by its composite alarm
        owner: team-orders
        until: "2027-06-30"
"""


def of_rule(found: Iterable[Finding]) -> list[Finding]:
    return [one for one in found if one.rule.id == RULE]


def test_a_finding_has_its_rule_its_resource_and_the_rules_own_severity() -> None:
    (finding,) = of_rule(judged(f"Alarm:\n  {ALARM}").findings)
    assert finding.resource.logical_id == "Alarm"
    assert finding.severity == BY_ID[RULE].severity


def test_every_resource_is_judged_and_counted() -> None:
    verdict = judge([template_of(f"A:\n  {ALARM}\nB:\n  {ALARM}"), template_of(f"C:\n  {ALARM}")])
    assert verdict.resources == 3
    assert len(of_rule(verdict.findings)) == 3


@pytest.mark.parametrize(("severity", "errors"), [("warning", 0), ("error", 1)])
def test_a_severity_by_setting_counts_rather_than_the_rules_own(severity: Level, errors: int) -> None:
    verdict = judge([template_of(f"Alarm:\n  {ALARM}")], {RULE: severity})
    assert len(of_rule(verdict.findings)) == 1
    assert len(of_rule(verdict.errors)) == errors


def test_a_severity_of_an_unknown_rule_is_refused_and_of_a_known_one_taken() -> None:
    assert checked_severities({RULE: "warning"}, "x") == {RULE: "warning"}
    with pytest.raises(ConfigurationError, match=r"^x: no-such-rule: given 'no-such-rule'; allowed: one of "):
        checked_severities({"no-such-rule": "warning"}, "x")


def test_what_is_accepted_is_no_finding_and_keeps_its_acceptance() -> None:
    verdict = judged(ACCEPTED)
    assert of_rule(verdict.findings) == []
    (accepted,) = of_rule(verdict.accepted)
    assert accepted.acceptance is not None
    assert accepted.acceptance.owner == "team-orders"


def test_what_only_the_deploy_knows_is_neither_found_nor_accepted() -> None:
    sections = "Parameters: {Who: {Type: CommaDelimitedList}}"
    verdict = judged(f"Alarm:\n  {ALARM}\n  Properties: {{AlarmActions: !Ref Who}}", sections)
    assert of_rule(verdict.findings) == []
    assert len(of_rule(verdict.unknown)) == 1


def test_one_breach_by_two_branches_is_one_finding() -> None:
    sections = "Conditions: {Chosen: !Equals [!Ref AWS::Region, a]}"
    verdict = judged(f"Alarm:\n  {ALARM}\n  Properties: {{AlarmActions: !If [Chosen, [], []]}}", sections)
    assert len(of_rule(verdict.findings)) == 1


def test_a_rule_that_fails_leaves_a_fault_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(resource: Resource) -> Iterator[Breach]:
        raise KeyError(resource.logical_id)

    failing = replace(BY_ID[RULE], check=broken)
    monkeypatch.setattr("aspects.judge.judgement.rules_for", lambda _: (failing, BY_ID[RULE]))
    verdict = judge([template_of(f"Alarm:\n  {ALARM}")])
    (fault,) = verdict.faults
    assert fault.endswith(f": Alarm: {RULE} failed: KeyError: 'Alarm'")
    assert len(of_rule(verdict.findings)) == 1


def test_places_have_what_was_found_accepted_or_not_and_say_that_we_judged() -> None:
    places = judged(f"{ACCEPTED}\nOther:\n  {ALARM}").places()
    assert places["governed-cdk::"] == []
    assert sorted(places[f"governed-cdk::{RULE}"]) == ["Alarm", "Other"]


def test_a_finding_has_the_python_line_of_the_nearest_construct_around_it() -> None:
    template = template_of(f'Alarm:\n  {ALARM}\n  Metadata: {{"aws:cdk:path": prod-a/Group/Alarm/Resource}}')
    template.sources = {"prod-a": "app.py:1", "prod-a/Group": "stacks/a.py:7"}
    (finding,) = of_rule(judge([template]).findings)
    assert finding.source == "stacks/a.py:7"


def test_a_finding_has_the_fix_of_its_breach_else_of_its_rule_and_the_line_that_accepts_it() -> None:
    (finding,) = of_rule(judged(f'Alarm:\n  {ALARM}\n  Metadata: {{"aws:cdk:path": prod-a/Alarm/Resource}}').findings)
    assert finding.fix == BY_ID[RULE].fix
    assert finding.accept_line.startswith("accept(self, ")
    (finding,) = of_rule(judged(f"Alarm:\n  {ALARM}").findings)
    assert "AlarmActions:" in finding.fix
    finding = replace(finding, breach=replace(finding.breach, patches=()))
    assert finding.fix == BY_ID[RULE].fix
    assert replace(finding, breach=replace(finding.breach, fix="do that")).fix == "do that"
    assert f"governed-cdk::{RULE}" in finding.accept_line
    assert finding.accept_line.startswith('"Metadata": ')
