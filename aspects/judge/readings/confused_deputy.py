"""Services that a statement lets in for whomever they act (the confused deputy), and conditions that none can meet.

Both are told by what a service sends, as far as somebody has looked it up (`constructs_lib.kernel.conditions`). Source:
IAM User Guide, "The confused deputy problem".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.narrowing import SOURCE, Narrowing, demands, narrowing
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown, text_of
from constructs_lib.kernel.conditions import (
    CONTEXT,
    SOURCE_ACCOUNT,
    SOURCE_ARN,
    Policy,
    Sent,
    rows_of,
    senders,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.policies import PolicyCondition, Principal, Statement
    from constructs_lib.kernel.conditions import ConditionRow

_CONTEXT = CONTEXT.lower()
POLICIES: dict[str, Policy] = {
    "AWS::IAM::Role": Policy.TRUST,
    "AWS::KMS::Key": Policy.KEY,
    "AWS::KMS::ReplicaKey": Policy.KEY,
    "AWS::Lambda::Permission": Policy.FUNCTION,
    "AWS::Lambda::ResourcePolicy": Policy.FUNCTION,
    "AWS::Logs::LogGroup": Policy.LOG_GROUP,
    "AWS::Logs::ResourcePolicy": Policy.LOG_GROUP,
    "AWS::S3::BucketPolicy": Policy.BUCKET,
    "AWS::SNS::TopicInlinePolicy": Policy.TOPIC,
    "AWS::SNS::TopicPolicy": Policy.TOPIC,
    "AWS::SQS::QueueInlinePolicy": Policy.QUEUE,
    "AWS::SQS::QueuePolicy": Policy.QUEUE,
    "AWS::Serverless::Function": Policy.TRUST,
}
"""The kind of policy that a type holds, of those kinds of which is known what services send."""


def unconditioned(statement: Statement, policy: Policy | None) -> Iterator[Breach]:
    """The services that a statement admits for whomever they act, though they say for whom."""
    if policy is None:
        return
    for principal, name in services(statement):
        narrowed = narrowing(_about(statement, name, policy), SOURCE)
        rows = rows_for(statement, name, policy)
        if narrowed is not Narrowing.REAL and rows and all(any(_ties(key) for key in row.sent) for row in rows):
            found = f"It allows {name}, for whichever account it acts: no condition says on whose behalf."
            unknown = narrowed is Narrowing.PERHAPS or isinstance(statement.effect, Unknown)
            yield Breach(found, at=principal.path, unknown=unknown)


def unmeetable(statement: Statement, policy: Policy | None) -> Iterator[Breach]:
    """The services that a statement admits on a condition that their calls never meet."""
    if policy is None:
        return
    keys = [condition.key for condition in statement.conditions if condition.key and demands(condition)]
    for principal, name in services(statement):
        for key in keys:
            if source := never_sent(statement, name, policy, key):
                yield Breach(
                    f"It allows {name} on a condition on {_spelled(key)}, which the service does not send here: "
                    f"the statement never matches ({source}).",
                    at=principal.path,
                    fix=f"no condition on {_spelled(key)} for {name}",
                    unknown=isinstance(statement.effect, Unknown),
                )
            elif policy is Policy.KEY and key in _foreign(statement, name):
                found = f"It allows {name} on a condition on {_spelled(key)}, which nobody knows it to send."
                yield Breach(found, at=principal.path, unknown=True)


def never_sent(statement: Statement, service: str, policy: Policy, key: str) -> str:
    """Who says that a service's calls never have a condition key: an address; nothing where they may have it.

    An encryption context that is another service's alone is never sent.
    """
    if policy is Policy.KEY and key.startswith(_CONTEXT):
        owners = senders(key.removeprefix(_CONTEXT))
        alone = len(owners) == 1 and key in _foreign(statement, service)
        sources = (row.source[0] for owner in owners for row in rows_of(owner, policy) if _context(row) == key)
        return next(sources, "") if alone else ""
    rows = rows_for(statement, service, policy)
    return rows[0].source[0] if rows and all(row.says(key) is Sent.NO for row in rows) else ""


def services(statement: Statement) -> Iterator[tuple[Principal, str]]:
    """The services that a statement names."""
    for principal in statement.principals:
        name = text_of(principal.value)
        if principal.kind == "Service" and name is not None:
            yield principal, name


def rows_for(statement: Statement, service: str, policy: Policy) -> list[ConditionRow]:
    """What is known of a service's calls; of its calls of KMS only those with a context that the statement names.

    Where it names only what other services send, that says nothing of this one's calls: all of them are meant.
    """
    given = list(rows_of(service, policy))
    named = _contexts(statement) if policy is Policy.KEY else set()
    if named and named == _foreign(statement, service):
        return given
    return [row for row in given if not named or _context(row) in named]


def _about(statement: Statement, service: str, policy: Policy) -> list[PolicyCondition]:
    """The conditions of a statement that say something of a service's calls.

    One on what another service encrypts does not where it need not be sent (`...IfExists`).
    """
    foreign = _foreign(statement, service) if policy is Policy.KEY else set()
    return [one for one in statement.conditions if one.key not in foreign or demands(one)]


def _foreign(statement: Statement, service: str) -> set[str]:
    """The encryption contexts of a statement that others send, and a service of which something is known does not."""
    given = rows_of(service, Policy.KEY)
    sent = set(map(_context, given))
    return {key for key in _contexts(statement) - sent if given and senders(key.removeprefix(_CONTEXT))}


def _contexts(statement: Statement) -> set[str]:
    return {one.key for one in statement.conditions if one.key.startswith(_CONTEXT)}


def _context(row: ConditionRow) -> str:
    return f"{_CONTEXT}{row.context.lower()}"


def _ties(key: str) -> bool:
    return key in (SOURCE_ACCOUNT, SOURCE_ARN) or key.startswith(CONTEXT)


def _spelled(key: str) -> str:
    known = {one.lower(): one for one in (SOURCE_ACCOUNT, SOURCE_ARN)}
    owners = senders(key.removeprefix(_CONTEXT))
    sent = (one for owner in owners for row in rows_of(owner, Policy.KEY) for one in row.sent if one.lower() == key)
    return known.get(key) or next(sent, key)
