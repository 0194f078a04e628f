"""What nobody can know before the deploy counts as a finding where an environment says so: in production by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.ledger import ledger_findings
from aspects.judge.registry import RULES
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from aspects.judge.judgement import Verdict
    from constructs_lib.kernel.level import Level

RULE = "ingress-is-closed-on-dangerous-ports"
DEEP: object = "0.0.0.0/0"
for _ in range(26):
    DEEP = {"Fn::Join": ["", [DEEP]]}
SECTIONS = f"""
Parameters: {{Given: {{Type: String}}, Row: {{Type: String}}}}
Mappings: {json.dumps({"Many": {f"r{number}": {"Cidr": f"10.0.{number}.0/24"} for number in range(100)}})}
"""
HIDDEN = {
    "a parameter without default": "!Ref Given",
    "an SSM parameter": "'{{resolve:ssm:/prod/network/office}}'",
    "an export": "!ImportValue office",
    "a row of a hundred": "!FindInMap [Many, !Ref Row, Cidr]",
    "joins in joins": json.dumps(DEEP),
    "a secret": "'{{resolve:secretsmanager:office}}'",
    "a macro": "{'Fn::Transform': {Name: Hide}}",
}


def verdict(
    cidr: str, traits: EnvironmentTraits | None = None, *, unknown: Level | None = None, metadata: str = "{}"
) -> Verdict:
    rule = f"[{{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: {cidr}}}]"
    properties = f"{{GroupDescription: Bastion, SecurityGroupIngress: {rule}}}"
    group = f"Group: {{Type: AWS::EC2::SecurityGroup, Metadata: {metadata}, Properties: {properties}}}"
    template = template_of(group, SECTIONS)
    template.environment = traits
    return judge([template], unknown=unknown)


def told(found: Verdict) -> list[tuple[str, str]]:
    """Severity of each finding of the rule, and `unknown` for what it only tells."""
    findings = [(one.severity, one.breach.found) for one in found.findings if one.rule.id == RULE]
    return findings + [("unknown", one.breach.found) for one in found.unknown if one.rule.id == RULE]


PROD = EnvironmentTraits.by_name("prod")
STG = EnvironmentTraits.by_name("stg")


@pytest.mark.parametrize("cidr", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_value_is_an_error_in_production_and_a_warning_elsewhere(cidr: str) -> None:
    assert [severity for severity, _ in told(verdict(cidr, PROD))] == ["error"]
    assert [severity for severity, _ in told(verdict(cidr, STG))] == ["warning"]
    assert [severity for severity, _ in told(verdict(cidr))] == ["unknown"]


def test_it_says_what_is_unknown_and_why_it_counts() -> None:
    ((_, said),) = told(verdict("!Ref Given", PROD))
    assert "parameter Given" in said
    assert "governance.unknown" in said
    assert "governance.unknown" not in told(verdict("!Ref Given"))[0][1]


@pytest.mark.parametrize(
    ("traits", "unknown", "severity"),
    [
        (EnvironmentTraits("prod", production=True, disposable=False, unknown="warning"), None, "warning"),
        (EnvironmentTraits("dev", production=False, disposable=True, unknown="error"), None, "error"),
        (PROD, "warning", "warning"),
        (None, "error", "error"),
        (None, "warning", "warning"),
    ],
)
def test_the_environment_file_or_who_asks_says_otherwise(
    traits: EnvironmentTraits | None, unknown: Level | None, severity: str
) -> None:
    assert [one for one, _ in told(verdict("!Ref Given", traits, unknown=unknown))] == [severity]


ACCEPTED = json.dumps(
    {
        "governed-cdk": [
            {
                "accept": f"governed-cdk::{RULE}",
                "reason": "the office network is given at the deploy",
                "owner": "team-network",
                "until": "2027-06-30",
            }
        ]
    }
)


@pytest.mark.parametrize("traits", [PROD, STG, None])
def test_it_is_accepted_as_any_other_and_the_acceptance_is_not_stale(traits: EnvironmentTraits | None) -> None:
    found = verdict("!Ref Given", traits, metadata=ACCEPTED)
    assert told(found) == []
    assert [one.rule.id for one in found.accepted] == [RULE]
    assert list(ledger_findings(found.acceptances, found.places())) == []


def test_a_rule_that_warns_does_not_weigh_more_by_what_it_cannot_tell() -> None:
    role = "Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: !Ref Given, "
    resources = role + "Principal: {Service: scheduler.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}"
    template = template_of(resources, SECTIONS)
    template.environment = PROD
    weighed = {
        one.rule.id: one.severity for one in judge([template]).findings if "governance.unknown" in one.breach.found
    }
    assert weighed["roles-are-assumed-only-for-our-account"] == "warning"


def test_only_rules_on_exposure_keys_and_policies_demand_to_know() -> None:
    subjects = {rule.subject for rule in RULES if rule.demands_to_know}
    assert subjects == {"access", "encryption", "exposure"}
    assert not next(rule for rule in RULES if rule.id == "buckets-demand-tls").demands_to_know
