"""Services that a statement lets in for whomever they act (the confused deputy), and conditions that none can meet.

Both are told by what a service sends, as far as somebody has looked it up (`constructs_lib.kernel.conditions`). Source:
IAM User Guide, "The confused deputy problem".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.narrowing import SOURCE, Narrowing, demands, narrowing
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown, text_of
from constructs_lib.kernel.conditions import CONTEXT, SOURCE_ACCOUNT, SOURCE_ARN, Policy, Sent, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.policies import Principal, Statement
    from constructs_lib.kernel.conditions import ConditionRow

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
    narrowed = narrowing(statement.conditions, SOURCE)
    if narrowed is Narrowing.REAL or policy is None:
        return
    unknown = narrowed is Narrowing.PERHAPS or isinstance(statement.effect, Unknown)
    for principal, name in services(statement):
        rows = rows_for(statement, name, policy)
        if rows and all(any(_ties(key) for key in row.sent) for row in rows):
            found = f"It allows {name}, for whichever account it acts: no condition says on whose behalf."
            yield Breach(found, at=principal.path, unknown=unknown)


def unmeetable(statement: Statement, policy: Policy | None) -> Iterator[Breach]:
    """The services that a statement admits on a condition that their calls never meet."""
    if policy is None:
        return
    keys = [condition.key for condition in statement.conditions if condition.key and demands(condition)]
    for principal, name in services(statement):
        rows = rows_for(statement, name, policy)
        for key in keys:
            if rows and all(row.says(key) is Sent.NO for row in rows):
                yield Breach(
                    f"It allows {name} on a condition on {_spelled(key)}, which the service does not send here: "
                    f"the statement never matches ({rows[0].source[0]}).",
                    at=principal.path,
                    fix=f"no condition on {_spelled(key)} for {name}",
                    unknown=isinstance(statement.effect, Unknown),
                )


def services(statement: Statement) -> Iterator[tuple[Principal, str]]:
    """The services that a statement names."""
    for principal in statement.principals:
        name = text_of(principal.value)
        if principal.kind == "Service" and name is not None:
            yield principal, name


def rows_for(statement: Statement, service: str, policy: Policy) -> list[ConditionRow]:
    """What is known of a service's calls; of its calls of KMS only those with the context that the statement names."""
    prefix = CONTEXT.lower() if policy is Policy.KEY else "-"
    contexts = {one.key.removeprefix(prefix) for one in statement.conditions if one.key.startswith(prefix)}
    return [row for row in rows_of(service, policy) if not contexts or row.context.lower() in contexts]


def _ties(key: str) -> bool:
    return key in (SOURCE_ACCOUNT, SOURCE_ARN) or key.startswith(CONTEXT)


def _spelled(key: str) -> str:
    return {one.lower(): one for one in (SOURCE_ACCOUNT, SOURCE_ARN)}.get(key, key)
