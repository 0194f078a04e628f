from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.kernel import values
from constructs_lib.kernel.values import window_minutes, windows_overlap

GOOD: list[tuple[Any, Any]] = [
    (values.AccountId, "111122223333"),
    (values.Region, "ap-northeast-2"),
    (values.AvailabilityZone, "ap-northeast-2c"),
    (values.Kebab, "platform-team"),
    (values.Email, "platform@set-of.com"),
    (values.Owner, "platform-team"),
    (values.Owner, "platform@set-of.com"),
    (values.Domain, "set-of.com"),
    (values.VpcCidr, "10.0.0.0/16"),
    (values.Cidr, "0.0.0.0/0"),
    (values.DailyWindow, "23:45-00:15"),
    (values.WeeklyWindow, "sun:23:45-mon:00:15"),
    (values.GitHubName, "governed-cdk"),
    (values.RoleName, "break-glass@ops"),
    (values.HttpsUrl, "https://example.com/x"),
    (values.KeyArn, "arn:aws:kms:us-east-1:111122223333:key/01234567-0123-0123-0123-0123456789ab"),
    (values.KeyArn, "arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef"),
    (values.RetentionDays, 14),
    (values.FargateCpu, 256),
    (values.GitHubOwner, "example-org"),
    (values.GitBranch, "release/2.0"),
    (values.GitHubEnvironment, "prod-1"),
    (values.GrafanaVersion, "10.4"),
    (values.UrlPath, "/healthz?deep=1"),
    (values.CertifiedDomain, "a" * 60 + ".com"),
    (values.RoleArn, "arn:aws:iam::111122223333:role/ci/terraform"),
    (values.PolicyArn, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
    (values.MysqlVersion, "8.0.46"),
    (values.MysqlVersion, "8.4.9.R2.20261001"),
    (values.MysqlVersion, "8.4.9.R2"),
    (values.MysqlVersion, "8.0.46-RDS.20261001"),
    (values.MysqlVersion, "8.0.46-rds.20260908"),
    (values.MysqlVersion, "8.0.46-RDS.20261001.R2.20261015"),
    (values.DatabaseName, "shared_db"),
    (values.MasterUsername, "dbmaster"),
]
BAD: list[tuple[Any, Any, str]] = [
    (values.AccountId, 111122223333, "12 digits, in quotes"),
    (values.AccountId, "11112222333", "12 digits"),
    (values.Region, "ap-northeast-9", "an AWS region"),
    (values.AvailabilityZone, "ap-northeast-2", "an Availability Zone"),
    (values.Kebab, "Platform", "kebab-case"),
    (values.Kebab, "a" * 41, "2 to 40 characters"),
    (values.Email, "platform", "an e-mail address"),
    (values.Domain, "set-of", "a domain name"),
    (values.Domain, "-x.com", "a domain name"),
    (values.VpcCidr, "10.0.0.1/16", "no host bits set"),
    (values.VpcCidr, "10.0.0.0/8", "/16 to /28"),
    (values.VpcCidr, "10.0.0.0/29", "/16 to /28"),
    (values.Cidr, "10.0.0.0/33", "an IPv4 network"),
    (values.DailyWindow, "03:00-03:29", "30 minutes or longer"),
    (values.DailyWindow, "24:00-25:00", "hh:mm-hh:mm"),
    (values.WeeklyWindow, "sun:03:00-sun:03:10", "30 minutes or longer"),
    (values.RoleName, "a b", "an IAM role name"),
    (values.HttpsUrl, "http://example.com", "https://"),
    (values.KeyArn, "arn:aws:kms:us-east-1:111122223333:alias/prod-rds", "the ARN of a KMS key"),
    (values.RetentionDays, 15, "(days)"),
    (values.RetentionDays, True, "(days)"),
    (values.RetentionDays, 1.0, "(days)"),
    (values.FargateCpu, "256", "(CPU units"),
    (values.AccountId, "\uff11" * 12, "12 digits"),
    (values.AccountId, "0" * 12, "12 digits"),
    (values.AccountId, "1" * 12 + "\n", "12 digits"),
    (values.AvailabilityZone, "ap-northeast-2f", "an Availability Zone"),
    (values.RoleName, "\u7ba1", "an IAM role name"),
    (values.Email, "a..b@example.com", "an e-mail address"),
    (values.Email, ".a@example.com", "an e-mail address"),
    (values.Email, "a@-example.com", "an e-mail address"),
    (values.Email, "a@example.c", "an e-mail address"),
    (values.Email, "a" * 65 + "@example.com", "an e-mail address"),
    (values.Email, "a@" + "b." * 130 + "com", "an e-mail address"),
    (values.Owner, "a" * 41, "kebab-case"),
    (values.HttpsUrl, "https://me:" + "word@example.com/", "without a user"),
    (values.HttpsUrl, "https://example.com/<b>", "https://"),
    (values.HttpsUrl, "https://localhost/", "https://"),
    (values.CertifiedDomain, "a" * 61 + ".com", "at most 64"),
    (values.GitHubOwner, "a" * 40, "a GitHub user"),
    (values.GitHubOwner, "a--b", "a GitHub user"),
    (values.GitHubName, "..", "GitHub"),
    (values.GitHubName, "x.GIT", "GitHub"),
    (values.GitBranch, "refs/heads/main", "without refs/heads/"),
    (values.GitBranch, "release/*", "without a star"),
    (values.GitBranch, ".x", "a branch"),
    (values.GitHubEnvironment, "..", "a GitHub environment"),
    (values.GrafanaVersion, "99.99", "8.4, 9.4, 10.4"),
    (values.UrlPath, "healthz", "a path"),
    (values.RoleArn, "arn:aws:iam::111122223333:role//x", "the ARN of an IAM role"),
    (values.PolicyArn, "arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"),
    (values.MysqlVersion, "8.0.99", "8.4.x or 8.0.x"),
    (values.MysqlVersion, "8.0.99-RDS.20261001", "8.4.x or 8.0.x"),
    (values.MysqlVersion, "8.0.46-RDS", "8.4.9.R2.20261001 or 8.0.46-RDS.20261001"),
    (values.MysqlVersion, "8.4.9.20261001", "8.4.x or 8.0.x"),
    (values.DatabaseName, "Select", "no reserved word"),
    (values.MasterUsername, "table", "no reserved word"),
    (values.SlackChannelId, "C" * 257, "a Slack channel"),
]


@pytest.mark.parametrize(("type_", "value"), GOOD)
def test_what_aws_takes_is_taken(type_: Any, value: Any) -> None:
    assert TypeAdapter(type_).validate_python(value) == value


@pytest.mark.parametrize(("type_", "value", "allowed"), BAD)
def test_what_aws_refuses_is_refused_and_the_error_says_what_is_allowed(type_: Any, value: Any, allowed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(type_).validate_python(value)
    assert allowed in caught.value.errors()[0]["msg"]


@pytest.mark.parametrize("type_", list(dict.fromkeys(type_ for type_, _ in GOOD)))
def test_every_type_has_a_json_schema_for_editors(type_: Any) -> None:
    schema = TypeAdapter(type_).json_schema()
    assert "pattern" in schema or "enum" in schema


def test_a_window_past_midnight_ends_on_the_next_day() -> None:
    assert window_minutes("mon:23:30-tue:00:30") == [(1410, 1470)]
    assert window_minutes("sun:23:30-mon:00:30") == [(10050, 10110)]
    assert len(window_minutes("03:00-04:00")) == 7


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("03:00-04:00", "sun:03:30-sun:04:30", True),
        ("03:00-04:00", "sun:04:00-sun:05:00", False),
        ("23:30-00:30", "mon:00:00-mon:00:30", True),
        ("sun:23:30-mon:00:30", "mon:00:00-mon:01:00", True),
    ],
)
def test_overlapping_windows_are_found_across_midnight_and_the_end_of_the_week(
    one: str, other: str, *, expected: bool
) -> None:
    assert windows_overlap(one, other) is expected
    assert windows_overlap(other, one) is expected
