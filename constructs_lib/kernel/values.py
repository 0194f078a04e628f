"""Setting types: strings and numbers checked as AWS checks them. Each error says what is allowed."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.regions import REGIONS
from constructs_lib.kernel.retention import RETENTION_DAYS
from constructs_lib.kernel.tags import EMAIL as EMAIL_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_DAY = f"({'|'.join(_DAYS)})"
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_SHORTEST_WINDOW = 30


def _text(allowed: str, pattern: str, check: Callable[[str], bool] | None = None) -> Any:
    """A string type of one pattern (and one further check) whose error is what is allowed."""
    compiled = re.compile(pattern)

    def validate(value: object) -> object:
        if not isinstance(value, str) or not compiled.fullmatch(value) or (check and not check(value)):
            raise PydanticCustomError("setting", "{allowed}", {"allowed": allowed})
        return value

    schema = {"type": "string", "pattern": f"^(?:{pattern})$", "description": allowed}
    return (BeforeValidator(validate), WithJsonSchema(schema))


def _network(text: str, shortest: int, longest: int) -> bool:
    try:
        network = ipaddress.IPv4Network(text)
    except ValueError:
        return False
    return shortest <= network.prefixlen <= longest


def window_minutes(window: str) -> list[tuple[int, int]]:
    """A daily or weekly window in UTC as minute ranges of the week, Monday 00:00 first; daily windows give seven.

    A range may run past the end of the week; callers compare modulo the week.
    """
    start, end = window[: len(window) // 2], window[len(window) // 2 + 1 :]
    if start[0].isalpha():
        first, last = _weekly(start), _weekly(end)
        return [(first, last if last > first else last + _WEEK_MINUTES)]
    first, last = _clock(start), _clock(end)
    last = last if last > first else last + _DAY_MINUTES
    return [(day * _DAY_MINUTES + first, day * _DAY_MINUTES + last) for day in range(7)]


def windows_overlap(one: str, other: str) -> bool:
    """Whether two windows share a minute of the week (RDS refuses such a pair)."""
    return any(
        a_start < b_end + shift and b_start + shift < a_end
        for a_start, a_end in window_minutes(one)
        for b_start, b_end in window_minutes(other)
        for shift in (-_WEEK_MINUTES, 0, _WEEK_MINUTES)
    )


def _clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:5])


def _weekly(text: str) -> int:
    return _DAYS.index(text[:3]) * _DAY_MINUTES + _clock(text[4:])


def _long_enough(window: str) -> bool:
    first, last = window_minutes(window)[0]
    return last - first >= _SHORTEST_WINDOW


AccountId = Annotated[str, *_text("12 digits, in quotes", r"\d{12}")]
Region = Annotated[str, *_text("an AWS region such as ap-northeast-2", "|".join(REGIONS))]
AvailabilityZone = Annotated[
    str, *_text("an Availability Zone of the region such as ap-northeast-2a", rf"({'|'.join(REGIONS)})[a-f]")
]
Kebab = Annotated[str, *_text(KEBAB_ALLOWED + ", 2 to 40 characters", KEBAB.pattern, lambda v: 2 <= len(v) <= 40)]
Email = Annotated[str, *_text("an e-mail address", EMAIL_PATTERN.pattern)]
Owner = Annotated[str, *_text("an e-mail address or kebab-case", f"{EMAIL_PATTERN.pattern}|{KEBAB.pattern}")]
Domain = Annotated[
    str,
    *_text(
        "a domain name such as example.com, in lower case",
        r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
        lambda v: len(v) <= 253,
    ),
]
VpcCidr = Annotated[
    str,
    *_text("an IPv4 network of /16 to /28 such as 10.0.0.0/16, no host bits set", r"[\d.]+/\d+",
           lambda v: _network(v, 16, 28)),
]  # fmt: skip
Cidr = Annotated[
    str, *_text("an IPv4 network such as 10.0.0.0/8, no host bits set", r"[\d.]+/\d+", lambda v: _network(v, 0, 32))
]
DailyWindow = Annotated[str, *_text("hh:mm-hh:mm in UTC, 30 minutes or longer", f"{_TIME}-{_TIME}", _long_enough)]
WeeklyWindow = Annotated[
    str,
    *_text("ddd:hh:mm-ddd:hh:mm in UTC, 30 minutes or longer", f"{_DAY}:{_TIME}-{_DAY}:{_TIME}", _long_enough),
]
GitHubName = Annotated[str, *_text("a GitHub owner or repository name", r"[A-Za-z0-9_.-]{1,100}")]
RoleName = Annotated[
    str, *_text("an IAM role name, 1 to 64 characters of letters, digits, +=,.@_-", r"[\w+=,.@-]{1,64}")
]
RoleArn = Annotated[
    str,
    *_text(
        "the ARN of an IAM role such as arn:aws:iam::111122223333:role/terraform",
        r"arn:aws:iam::\d{12}:role/[\w+=,.@/-]{1,512}",
    ),
]
PolicyArn = Annotated[
    str,
    *_text(
        "the ARN of an IAM policy such as arn:aws:iam::111122223333:policy/boundary",
        r"arn:aws:iam::(\d{12}|aws):policy/[\w+=,.@/-]{1,512}",
    ),
]
KeyArn = Annotated[
    str,
    *_text(
        "the ARN of a KMS key such as arn:aws:kms:us-east-1:111122223333:key/...",
        rf"arn:aws:kms:({'|'.join(REGIONS)}):\d{{12}}:key/(mrk-[0-9a-f]{{32}}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})",
    ),
]
SecurityGroupId = Annotated[
    str, *_text("a security group id such as sg-0123456789abcdef0", r"sg-([0-9a-f]{8}|[0-9a-f]{17})")
]
MysqlVersion = Annotated[str, *_text("an RDS for MySQL version 8.0.x or 8.4.x, such as 8.0.46", r"8\.[04]\.[1-9]\d?")]
# RDS for MySQL, API reference, CreateDBInstance: DBName and MasterUsername.
_MYSQL_SCHEMAS = ("information_schema", "innodb", "mysql", "performance_schema", "sys")
_MYSQL_ACCOUNTS = ("admin", "mysql", "postgres", "rdsadmin", "rdsrepladmin", "root")
DatabaseName = Annotated[
    str,
    *_text(
        "1 to 64 letters, digits and underscores, a letter first, and no schema of MySQL's own",
        r"[A-Za-z]\w{0,63}",
        lambda v: v.isascii() and v.lower() not in _MYSQL_SCHEMAS,
    ),
]
MasterUsername = Annotated[
    str,
    *_text(
        "1 to 16 letters, digits and underscores, a letter first, and none of admin, mysql, postgres, rdsadmin, root",
        r"[A-Za-z]\w{0,15}",
        lambda v: v.isascii() and v.lower() not in _MYSQL_ACCOUNTS,
    ),
]
# CloudFormation's patterns of AWS::Chatbot::SlackChannelConfiguration.
SlackWorkspaceId = Annotated[str, *_text("a Slack workspace id such as T0123456789", r"[0-9A-Z]{1,255}")]
SlackChannelId = Annotated[str, *_text("a Slack channel id such as C0123456789", r"[A-Za-z0-9]{1,256}")]
SecretVersion = Annotated[str, *_text("a version id of a secret, a UUID", r"[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}")]
GrafanaVersion = Annotated[str, *_text("a version of Grafana, major.minor, such as 10.4", r"\d{1,2}\.\d{1,2}")]
HttpsUrl = Annotated[str, *_text("an https:// address", r"https://[^\s]+")]


def _retention(value: int) -> int:
    if value not in RETENTION_DAYS:
        raise PydanticCustomError("setting", "{allowed}", {"allowed": ", ".join(map(str, RETENTION_DAYS)) + " (days)"})
    return value


RetentionDays = Annotated[int, AfterValidator(_retention), WithJsonSchema({"enum": list(RETENTION_DAYS)})]
