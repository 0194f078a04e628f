"""A bucket's policy denies plain HTTP in whatever words say it, and not where they only seem to."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "buckets-demand-tls"
SECTIONS = "Parameters: {Given: {Type: String}}"
PLAIN = "{Bool: {'aws:SecureTransport': 'false'}}"
BOTH = "[!GetAtt Data.Arn, !Sub '${Data.Arn}/*']"


def statement(
    *, action: str = "'s3:*'", on: str = BOTH, principal: str = "'*'", condition: str = PLAIN, named: str = "Action"
) -> str:
    return f"{{Effect: Deny, Principal: {principal}, {named}: {action}, Resource: {on}, Condition: {condition}}}"


def resources(*said: str, name: str = "!Ref AWS::NoValue", of: str = "!Ref Data") -> str:
    policy = f"{{Bucket: {of}, PolicyDocument: {{Statement: [{', '.join(said)}]}}}}"
    return (
        f"Data: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {name}}}}}\n"
        f"Policy: {{Type: AWS::S3::BucketPolicy, Properties: {policy}}}"
    )


def judged(*said: str, **given: str) -> tuple[int, int]:
    """How many findings, and how many unknown."""
    text = resources(*said, **given)
    return len(findings_of(RULE, text, SECTIONS)), len(unknown_of(RULE, text, SECTIONS))


DENYING = {
    "case": statement(action="'S3:*'"),
    "case of the key": statement(condition="{bool: {'AWS:SECURETRANSPORT': False}}"),
    "if exists": statement(condition="{BoolIfExists: {'aws:SecureTransport': ['false']}}"),
    "all but what no bucket has": statement(action="'s3:ListAllMyBuckets'", named="NotAction"),
    "all but another service": statement(action="['kms:*', 's3:CreateJob']", named="NotAction"),
    "every principal of AWS": statement(principal="{AWS: ['111122223333', '*']}"),
    "one pattern for both": statement(on="!Sub '${Data.Arn}*'"),
    "every bucket": statement(on="'arn:aws:s3:::*'"),
    "every partition": statement(on="[!Sub 'arn:*:s3:::${Data}', !Sub 'arn:aws-cn:s3:::${Data}/*']"),
    "joined": statement(on="[!GetAtt Data.Arn, !Join ['', ['arn:', !Ref AWS::Partition, ':s3:::', !Ref Data, '/*']]]"),
    "old TLS, and none": statement(condition="{NumericLessThanIfExists: {'s3:TlsVersion': '1.2'}}"),
    "without TLS there is no version": statement(condition="{'Null': {'s3:TlsVersion': 'true'}}"),
    "whatever the transport": statement(condition="{Bool: {'aws:SecureTransport': ['true', 'false']}}"),
    "on some condition that is none": statement().replace(f", Condition: {PLAIN}", ""),
}


@pytest.mark.parametrize("said", DENYING.values(), ids=DENYING)
def test_other_words_for_it_are_fine(said: str) -> None:
    assert judged(said) == (0, 0)


def test_several_statements_deny_it_together() -> None:
    objects = "!Sub '${Data.Arn}/*'"
    assert judged(statement(on="!GetAtt Data.Arn"), statement(on=objects)) == (0, 0)
    assert judged(statement(on="!GetAtt Data.Arn")) == (1, 0)
    assert judged(statement(on=objects)) == (1, 0)
    reading = statement(action="['s3:Get*', 's3:List*', 's3:Restore*', 's3:Replicate*']")
    rest = statement(action="['s3:Get*', 's3:List*', 's3:Restore*', 's3:Replicate*']", named="NotAction")
    assert judged(reading) == (1, 0)
    assert judged(reading, rest) == (0, 0)


ELSEWHERE = {
    "below a prefix": statement(on="!Sub '${Data.Arn}/public/*'"),
    "but below a prefix": statement().replace("Resource:", "NotResource:").replace(BOTH, "!Sub '${Data.Arn}/public/*'"),
    "another bucket": statement(on="['arn:aws:s3:::other', 'arn:aws:s3:::other/*']"),
    "one that begins alike": statement(on="[!Sub '${Data.Arn}-logs', !Sub '${Data.Arn}-logs/*']"),
    "one account": statement(principal="{AWS: '111122223333'}"),
    "a service": statement(principal="{Service: '*'}"),
    "all but one": statement().replace("Principal: '*'", "NotPrincipal: {AWS: '111122223333'}"),
    "all but one's own": statement(action="'s3:GetObject'", named="NotAction"),
    "reading only": statement(action="['s3:GetObject', 's3:PutObject']"),
    "where there is TLS": statement(condition="{Bool: {'aws:SecureTransport': 'true'}}"),
    "old TLS only": statement(condition="{NumericLessThan: {'s3:TlsVersion': '1.2'}}"),
    "from elsewhere": statement(condition=f"{PLAIN[:-1]}, NotIpAddress: {{'aws:SourceIp': 10.0.0.0/8}}}}"),
    "all but services": statement(
        condition="{Bool: {'aws:SecureTransport': 'false', 'aws:PrincipalIsAWSService': 'false'}}"
    ),
    "nothing at all": statement().replace(f"Resource: {BOTH}, ", ""),
}


@pytest.mark.parametrize("said", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_denies_something_else_is_not_enough(said: str) -> None:
    assert judged(said) == (1, 0)


def test_the_policy_of_another_bucket_does_nothing_here() -> None:
    other = "Other: {Type: AWS::S3::Bucket}\n"
    mine = statement(on="'*'")
    found = findings_of(RULE, other + resources(mine, of="!Ref Other"))
    assert found == [("Data", "")]


@pytest.mark.parametrize(
    ("name", "of", "on"),
    [
        ("connectly-data", "connectly-data", "['arn:aws:s3:::connectly-data', 'arn:aws:s3:::connectly-data/*']"),
        ("connectly-data", "!Ref Data", "['arn:aws:s3:::connectly-data', !Sub '${Data.Arn}/*']"),
        ("!Ref Given", "!Ref Given", "[!Sub 'arn:aws:s3:::${Given}', !Sub 'arn:aws:s3:::${Given}/*']"),
        (
            "!Sub 'data-${AWS::AccountId}'",
            "!Ref Data",
            "[!Sub 'arn:aws:s3:::data-${AWS::AccountId}', !Sub 'arn:aws:s3:::data-${AWS::AccountId}/*']",
        ),
    ],
)
def test_a_bucket_is_known_by_each_of_its_names(name: str, of: str, on: str) -> None:
    assert judged(statement(on=on), name=name, of=of) == (0, 0)
    assert judged(statement(on=on.replace("/*", "/x/*")), name=name, of=of) == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        statement(on="!Ref Given"),
        statement(action="!Ref Given"),
        statement(condition="{Bool: {'aws:SecureTransport': !Ref Given}}"),
        statement(condition="{StringEquals: {'aws:SecureTransport': 'false'}}"),
        statement().replace("Effect: Deny", "Effect: !Ref Given"),
        "!Ref Given",
    ],
)
def test_what_only_the_deploy_knows_is_unknown(said: str) -> None:
    assert judged(said) == (0, 1)
