"""Which condition keys a service sends with its calls, and the conditions that tie such a call to this account; pure.

The facts stand in `facts/conditions.yaml`, each with its source. There are three answers to whether a key is sent: it
is (a rule may demand it), it is not (a condition on it can never match), and nobody knows, be it that documents
disagree or that there is no row.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE_ACCOUNT = "aws:SourceAccount"
SOURCE_ARN = "aws:SourceArn"
CONTEXT = "kms:EncryptionContext:"
KEYS = (
    SOURCE_ACCOUNT,
    SOURCE_ARN,
    "kms:CallerAccount",
    "kms:GrantIsForAWSResource",
    "kms:GrantOperations",
    "kms:ViaService",
)
"""The condition keys that a row may name, beside those of the encryption context."""

_SUFFIX = ".amazonaws.com"
_REGION = re.compile(r"\.[a-z]+(-[a-z]+)+-[0-9]+\Z")
_OPEN_REGION = re.compile(r"\.\$?\{")


class Policy(StrEnum):
    """The kinds of policy that judge a service's call."""

    TRUST = "trust"
    TOPIC = "topic"
    QUEUE = "queue"
    BUCKET = "bucket"
    KEY = "key"
    LOG_GROUP = "log-group"
    FUNCTION = "function"


class Sent(StrEnum):
    """Whether a key comes with a call."""

    YES = "sent"
    NO = "not sent"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class ConditionRow:
    """What documents say of one service's calls, as one kind of policy sees them.

    `caller` is "account" where a principal of the account calls KMS through the service, else "service". `source` are
    the addresses that say so, `checked` the day (ISO 8601) on which they were read.
    """

    service: str
    policy: Policy
    caller: str = "service"
    sent: tuple[str, ...] = ()
    not_sent: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    checked: str = ""
    note: str = ""

    @property
    def context(self) -> str:
        """The encryption context's key, such as `aws:logs:arn`; nothing where the call has none, or none is known."""
        return next((key.removeprefix(CONTEXT) for key in self.sent if key.startswith(CONTEXT)), "")

    def says(self, key: str) -> Sent:
        """Whether a key is sent; IAM ignores the case of keys."""
        for keys, answer in ((self.sent, Sent.YES), (self.not_sent, Sent.NO), (self.disputed, Sent.DISPUTED)):
            if key.lower() in (one.lower() for one in keys):
                return answer
        return Sent.UNKNOWN


@functools.cache
def rows() -> tuple[ConditionRow, ...]:
    """All rows, one for each service of a row that lists several."""
    from pathlib import Path  # noqa: PLC0415 - read on demand: most commands never ask

    import yaml  # noqa: PLC0415 - the same

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("facts").joinpath("conditions.yaml").read_text(encoding="utf-8")
    return tuple(row for raw in yaml.load(text, Loader=loader) for row in _rows(raw))  # noqa: S506 - a safe loader


def _rows(raw: dict[str, Any]) -> Iterator[ConditionRow]:
    for service in _list(raw["service"]):
        yield ConditionRow(
            service=service,
            policy=Policy(raw["policy"]),
            caller=raw.get("caller", "service"),
            sent=_list(raw.get("sent")),
            not_sent=_list(raw.get("not_sent")),
            disputed=_list(raw.get("disputed")),
            source=_list(raw.get("source")),
            checked=str(raw.get("checked", "")),
            note=raw.get("note", ""),
        )


def _list(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


@functools.cache
def _index() -> dict[tuple[str, str], tuple[ConditionRow, ...]]:
    found: dict[tuple[str, str], tuple[ConditionRow, ...]] = {}
    for row in rows():
        if row.caller == "service":
            found[row.service, row.policy] = (*found.get((row.service, row.policy), ()), row)
    return found


def bare(service: str) -> str:
    """A service's principal without the region in it: `logs.amazonaws.com` of `logs.ap-northeast-2.amazonaws.com`.

    A region that is known at the deploy only stands in braces, whatever it comes from.
    """
    name, found, _ = service.partition(_SUFFIX)
    opened = _OPEN_REGION.search(name) if name.endswith("}") else None
    return f"{name[: opened.start()] if opened else _REGION.sub('', name)}{found}"


def rows_of(service: str, policy: str) -> tuple[ConditionRow, ...]:
    """The rows of a service principal under a kind of policy: for keys one a context. Empty where nobody knows."""
    return _index().get((bare(service), policy), ())


def row_of(service: str, policy: str, context: str = "") -> ConditionRow | None:
    """The one row of a service principal under a kind of policy, for a key of one encryption context."""
    return next((row for row in rows_of(service, policy) if row.context == context), None)


@functools.cache
def senders(context: str) -> frozenset[str]:
    """The services that send an encryption context, by its key in lower case (`aws:logs:arn`); none where nobody knows.

    One that only one service sends names what is encrypted there: no other service's calls have it.
    """
    return frozenset(row.service for row in rows() if row.caller == "service" and row.context.lower() == context)


@functools.cache
def via_services() -> frozenset[str]:
    """The services through which a principal of the account reaches KMS, by the names that `kms:ViaService` has."""
    return frozenset(row.service for row in rows() if row.caller == "account" and "kms:ViaService" in row.sent)


def conditions_of(
    service: str, policy: Policy, *, account: str, source_arn: str | None = None, context: str = ""
) -> dict[str, dict[str, str]]:
    """The conditions on a service's call that hold it to this account: exactly what is sent.

    Where documents disagree and nothing that is surely sent names the account, the key is demanded only where it
    comes (`...IfExists`), which works either way. `source_arn` is the resource, or a pattern, for which the service may
    act. Raises ConfigurationError for a service without a row: nobody has looked up what it sends.
    """
    row = row_of(service, policy, context)
    if row is None:
        allowed = ", ".join(sorted({one.service for one in rows() if (one.policy, one.caller) == (policy, "service")}))
        raise invalid(
            f"service principal in a {policy} policy",
            f"{service} ({context})" if context else service,
            f"{allowed}; another needs a row in constructs_lib/kernel/facts/conditions.yaml, with its source",
        )
    found: dict[str, dict[str, str]] = {}
    tied = any(row.says(key) is Sent.YES for key, _, value in _ties(account, source_arn) if value) or bool(context)
    for key, operator, value in _ties(account, source_arn):
        said = row.says(key)
        if value and said is Sent.YES:
            found[operator] = {key: value}
        elif value and said is Sent.DISPUTED and not tied:
            found[f"{operator}IfExists"] = {key: value}
    if not source_arn and row.says(SOURCE_ACCOUNT) is not Sent.YES and row.says(SOURCE_ARN) is Sent.YES and not context:
        raise invalid(f"source_arn of {service}", None, f"an ARN, since it sends no {SOURCE_ACCOUNT}")
    return found


def _ties(account: str, source_arn: str | None) -> tuple[tuple[str, str, str | None], ...]:
    return ((SOURCE_ACCOUNT, "StringEquals", account), (SOURCE_ARN, "ArnLike", source_arn))
