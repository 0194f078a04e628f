"""A bucket's policy denies plain HTTP."""

from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import findings_of, template_of

RULE = "buckets-demand-tls"
PLAIN = "{Bool: {'aws:SecureTransport': 'false'}}"
NO_TLS = "{Bool: {'aws:SecureTransport': false}}"
TLS = "{Bool: {'aws:SecureTransport': 'true'}}"
MORE = "{Bool: {'aws:SecureTransport': 'false'}, 'Null': {'a:b': true}}"


def bucket(statement: str, named: str = "!Ref Bucket") -> str:
    policy = f"{{Bucket: {named}, PolicyDocument: {{Statement: [{statement}]}}}}"
    return (
        "Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: connectly-prod-data}}\n"
        f"Policy: {{Type: AWS::S3::BucketPolicy, Properties: {policy}}}"
    )


@pytest.mark.parametrize(
    "statement",
    [
        f"{{Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*', Condition: {PLAIN}}}",
        f"{{Effect: Deny, Principal: {{AWS: '*'}}, Action: ['*'], Resource: '*', Condition: {PLAIN}}}",
        f"{{Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*', Condition: {NO_TLS}}}",
    ],
)
def test_a_bucket_whose_policy_denies_plain_http_is_fine(statement: str) -> None:
    assert findings_of(RULE, bucket(statement)) == []
    assert findings_of(RULE, bucket(statement, "connectly-prod-data")) == []
    assert findings_of(RULE, bucket(statement, "connectly-prod-other")) == [("Bucket", "")]


@pytest.mark.parametrize(
    "statement",
    [
        f"{{Effect: Allow, Principal: '*', Action: 's3:*', Resource: '*', Condition: {PLAIN}}}",
        f"{{Effect: Deny, Principal: {{AWS: '111122223333'}}, Action: 's3:*', Resource: '*', Condition: {PLAIN}}}",
        f"{{Effect: Deny, Principal: '*', Action: 's3:GetObject', Resource: '*', Condition: {PLAIN}}}",
        f"{{Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*', Condition: {TLS}}}",
        f"{{Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*', Condition: {MORE}}}",
    ],
)
def test_a_policy_that_denies_something_else_is_not_enough(statement: str) -> None:
    assert findings_of(RULE, bucket(statement)) == [("Bucket", "")]


def test_a_bucket_without_a_policy_is_a_warning() -> None:
    verdict = judge([template_of("Bucket: {Type: AWS::S3::Bucket}")])
    assert RULE in {finding.rule.id for finding in verdict.findings}
    assert RULE not in {finding.rule.id for finding in verdict.errors}
