"""For whom a service may take on a role of ours."""

from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import findings_of, template_of

RULE = "roles-are-assumed-only-for-our-account"


def role(service: str, condition: str = "") -> str:
    block = f", Condition: {condition}" if condition else ""
    trust = f"{{Effect: Allow, Principal: {{Service: {service}}}, Action: sts:AssumeRole{block}}}"
    return f"Role: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {{Statement: [{trust}]}}}}}}"


@pytest.mark.parametrize("service", ["scheduler.amazonaws.com", "logs.ap-northeast-2.amazonaws.com"])
def test_a_service_that_says_for_whom_it_acts_is_held_to_it(service: str) -> None:
    assert len(findings_of(RULE, role(service))) == 1
    assert findings_of(RULE, role(service, "{StringEquals: {'aws:SourceAccount': !Ref AWS::AccountId}}")) == []


@pytest.mark.parametrize("service", ["lambda", "ec2", "backup", "rds", "edgelambda"])
def test_a_service_that_does_not_is_left_alone(service: str) -> None:
    assert findings_of(RULE, role(f"{service}.amazonaws.com")) == []


def test_it_is_a_warning() -> None:
    verdict = judge([template_of(role("scheduler.amazonaws.com"))])
    assert RULE not in {finding.rule.id for finding in verdict.errors}
    assert RULE in {finding.rule.id for finding in verdict.findings}
