"""Setting types: text and numbers checked as AWS checks them. Each error says what is allowed."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from constructs_lib.kernel.database_values import DatabaseName, MasterUsername, MysqlVersion
from constructs_lib.kernel.facts import FARGATE_SIZES, ZONES, limit
from constructs_lib.kernel.github_values import GitBranch, GitHubEnvironment, GitHubName, GitHubOwner
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.regions import REGIONS
from constructs_lib.kernel.retention import RETENTION_DAYS
from constructs_lib.kernel.setting_kinds import text, whole
from constructs_lib.kernel.tags import EMAIL_PATTERN, is_email
from constructs_lib.kernel.windows import DAYS, long_enough, window_minutes, windows_overlap

__all__ = [
    "MOST_DAYS",
    "REGIONS",
    "AccountId",
    "AvailabilityZone",
    "CertifiedDomain",
    "Cidr",
    "DailyWindow",
    "DatabaseName",
    "Domain",
    "Email",
    "EnvironmentName",
    "FargateCpu",
    "GitBranch",
    "GitHubEnvironment",
    "GitHubName",
    "GitHubOwner",
    "GrafanaVersion",
    "HttpsUrl",
    "Kebab",
    "KeyArn",
    "MasterUsername",
    "MysqlVersion",
    "Owner",
    "PolicyArn",
    "Region",
    "ReleaseVersion",
    "RetentionDays",
    "RoleArn",
    "RoleName",
    "SecretVersion",
    "SecurityGroupId",
    "SlackChannelId",
    "SlackWorkspaceId",
    "UrlPath",
    "VpcCidr",
    "WeeklyWindow",
    "window_minutes",
    "windows_overlap",
]

MOST_DAYS = 36_500
"""A hundred years: the longest that S3 Object Lock and AWS Backup take, and more than any other need."""

_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_DAY = f"({'|'.join(DAYS)})"
_KEBAB = KEBAB.pattern
_ACCOUNT = r"(?!0{12})\d{12}"
_HOST = r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
_NAME = limit("AWS::IAM::Role.RoleName")["pattern"].strip("^$")
_LONGEST_ADDRESS = 200
# ACM, RequestCertificate: "the length of the domain name (technically, the Common Name) cannot exceed 64 octets".
_LONGEST_COMMON_NAME = 64


def _network(text_: str, shortest: int, longest: int) -> bool:
    try:
        network = ipaddress.IPv4Network(text_)
    except ValueError:
        return False
    return shortest <= network.prefixlen <= longest


AccountId = Annotated[str, *text("12 digits, in quotes", _ACCOUNT)]
Region = Annotated[str, *text("an AWS region such as ap-northeast-2", "|".join(REGIONS))]
AvailabilityZone = Annotated[
    str,
    *text(
        "an Availability Zone that the region has, such as ap-northeast-2a",
        "|".join(f"{region}[{letters}]" for region, letters in ZONES.items()),
    ),
]
EnvironmentName = Annotated[
    str, *text("2 to 12 lower-case letters and digits, a letter first, such as qa", r"[a-z][a-z0-9]{1,11}")
]
Kebab = Annotated[str, *text(f"{KEBAB_ALLOWED}, 2 to 40 characters", _KEBAB, shortest=2, longest=40)]
Email = Annotated[str, *text("an e-mail address", EMAIL_PATTERN, is_email)]
Owner = Annotated[
    str,
    *text("an e-mail address or kebab-case", f"{EMAIL_PATTERN}|{_KEBAB}", lambda v: is_email(v) or len(v) <= 40),
]
Domain = Annotated[str, *text("a domain name such as example.com, in lower case", _HOST, longest=253)]
CertifiedDomain = Annotated[
    str,
    *text(
        f"a domain name such as example.com, in lower case, at most {_LONGEST_COMMON_NAME} characters as ACM asks",
        _HOST,
        longest=_LONGEST_COMMON_NAME,
    ),
]
VpcCidr = Annotated[
    str,
    *text("an IPv4 network of /16 to /28 such as 10.0.0.0/16, no host bits set", r"[\d.]+/\d+",
          lambda v: _network(v, 16, 28)),
]  # fmt: skip
Cidr = Annotated[
    str,
    *text("an IPv4 network such as 10.0.0.0/8, no host bits set", r"[\d.]+/\d+", lambda v: _network(v, 0, 32)),
]
DailyWindow = Annotated[str, *text("hh:mm-hh:mm in UTC, 30 minutes or longer", f"{_TIME}-{_TIME}", long_enough)]
WeeklyWindow = Annotated[
    str,
    *text("ddd:hh:mm-ddd:hh:mm in UTC, 30 minutes or longer", f"{_DAY}:{_TIME}-{_DAY}:{_TIME}", long_enough),
]
RoleName = Annotated[
    str,
    *text(
        "an IAM role name, 1 to 64 characters of letters, digits, +=,.@_-",
        _NAME,
        longest=limit("AWS::IAM::Role.RoleName")["maxLength"],
    ),
]
RoleArn = Annotated[
    str,
    *text(
        "the ARN of an IAM role such as arn:aws:iam::111122223333:role/terraform",
        rf"arn:aws:iam::{_ACCOUNT}:role/({_NAME}/)*{_NAME}",
        longest=600,
    ),
]
PolicyArn = Annotated[
    str,
    *text(
        "the ARN of an IAM policy such as arn:aws:iam::111122223333:policy/boundary, that is not AdministratorAccess",
        rf"arn:aws:iam::({_ACCOUNT}|aws):policy/({_NAME}/)*{_NAME}",
        lambda v: not v.endswith("/AdministratorAccess"),
        longest=700,
    ),
]
KeyArn = Annotated[
    str,
    *text(
        "the ARN of a KMS key such as arn:aws:kms:us-east-1:111122223333:key/...",
        rf"arn:aws:kms:({'|'.join(REGIONS)}):{_ACCOUNT}:key/(mrk-[0-9a-f]{{32}}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})",
    ),
]
SecurityGroupId = Annotated[
    str, *text("a security group id such as sg-0123456789abcdef0", r"sg-([0-9a-f]{8}|[0-9a-f]{17})")
]
SlackWorkspaceId = Annotated[
    str,
    *text(
        "a Slack workspace id such as T0123456789",
        limit("AWS::Chatbot::SlackChannelConfiguration.SlackWorkspaceId")["pattern"].strip("^$"),
    ),
]
SlackChannelId = Annotated[
    str,
    *text(
        "a Slack channel id such as C0123456789",
        limit("AWS::Chatbot::SlackChannelConfiguration.SlackChannelId")["pattern"].strip("^$"),
        longest=limit("AWS::Chatbot::SlackChannelConfiguration.SlackChannelId")["maxLength"],
    ),
]
# As a tag of an image is: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull, "tag".
ReleaseVersion = Annotated[
    str,
    *text("a version such as 1.4.0: letters, digits and _.-, at most 128", r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}"),
]
SecretVersion = Annotated[str, *text("a version id of a secret, a UUID", r"[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}")]
# Amazon Managed Grafana User Guide, "Working in Grafana version 8", 9, 10, 12 and 13; ListVersions has the minor ones.
GrafanaVersion = Annotated[
    str,
    *text("a version of Amazon Managed Grafana: 8.4, 9.4, 10.4, 12.x or 13.x", r"8\.4|9\.4|10\.4|1[23]\.\d{1,2}"),
]
# It stands in tags too: the characters of a tag's value, and 256 of them with the page's name.
HttpsUrl = Annotated[
    str,
    *text(
        f"an https:// address of letters, digits and -_.:/=+@, at most {_LONGEST_ADDRESS} characters, without a user",
        rf"https://{_HOST}(:\d{{1,5}})?(/[\w.:/=+@-]*)?",
        longest=_LONGEST_ADDRESS,
    ),
]
UrlPath = Annotated[str, *text("a path such as /healthz, at most 255 characters", r"/[\w.~!$&'()*+,;=:@%/?-]{0,254}")]
RetentionDays = Annotated[int, *whole(RETENTION_DAYS, "days")]
FargateCpu = Annotated[int, *whole(FARGATE_SIZES, "CPU units; 1,024 are one virtual CPU")]
