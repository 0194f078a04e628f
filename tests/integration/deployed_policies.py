"""The policies that judge a call, as they are deployed: read, and put back with a statement less."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.support import Deployed

Document = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """One policy: its statements, and how to put others in their place."""

    statements: tuple[Document, ...]
    put: Callable[[list[Document]], object]

    def without_one(self, action: str) -> Iterator[list[Document]]:
        """Its statements without one of those that allow an action."""
        for one in self.statements:
            if one["Effect"] == "Allow" and _covers(one, action):
                yield [other for other in self.statements if other is not one]


@contextlib.contextmanager
def holding(held: Held, statements: list[Document]) -> Iterator[None]:
    """The policy with other statements, for a while."""
    held.put(statements)
    try:
        yield
    finally:
        held.put([*held.statements])


def held_by(deployed: Deployed, question: dict[str, Any]) -> list[Held]:
    """The policies of who calls and of what is called."""
    found: list[Held] = []
    if question["principal"].startswith("arn:"):
        found += _of_role(deployed, question["principal"].rpartition("/")[2])
    service = question["action"].partition(":")[0]
    if service in _OF_RESOURCE:
        client = deployed.client({"sts": "iam"}.get(service, service), question["region"])
        found += _OF_RESOURCE[service](client, question["resource"])
    return found


def _covers(statement: Document, action: str) -> bool:
    named = statement.get("Action", [])
    patterns = [named] if isinstance(named, str) else named
    return any(fnmatchcase(action.lower(), one.lower()) for one in patterns)


def _statements(document: Any) -> tuple[Document, ...]:
    found = (json.loads(document) if isinstance(document, str) else document)["Statement"]
    return tuple(found) if isinstance(found, list) else (found,)


def _text(statements: list[Document]) -> str:
    """A policy; with a statement about nothing where none is left, which some services refuse."""
    nothing = {"Effect": "Deny", "Principal": "*", "Action": "sts:GetAccessKeyInfo", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statements or [nothing]})


def _identity(statements: list[Document]) -> str:
    nothing = {"Effect": "Deny", "Action": "sts:GetAccessKeyInfo", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statements or [nothing]})


def _of_role(deployed: Deployed, role: str) -> Iterator[Held]:
    iam = deployed.client("iam")
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        yield Held(_statements(document), _putting_inline(iam, role, name))
    for attached in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        if arn.startswith("arn:aws:iam::aws:"):  # AWS's own: as a whole, or not at all
            whole = {"Effect": "Allow", "Action": "*", "Resource": "*"}
            yield Held((whole,), _attaching(iam, role, arn))


def _putting_inline(iam: Any, role: str, name: str) -> Callable[[list[Document]], object]:
    return lambda found: iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=_identity(found))


def _attaching(iam: Any, role: str, arn: str) -> Callable[[list[Document]], object]:
    def put(statements: list[Document]) -> object:
        change = iam.attach_role_policy if statements else iam.detach_role_policy
        return change(RoleName=role, PolicyArn=arn)

    return put


def _key(kms: Any, arn: str) -> Iterator[Held]:
    document = kms.get_key_policy(KeyId=arn, PolicyName="default")["Policy"]
    yield Held(
        _statements(document), lambda found: kms.put_key_policy(KeyId=arn, PolicyName="default", Policy=_text(found))
    )


def _topic(sns: Any, arn: str) -> Iterator[Held]:
    document = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]

    def put(found: list[Document]) -> object:
        return sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=_text(found))

    yield Held(_statements(document), put)


def _queue(sqs: Any, arn: str) -> Iterator[Held]:
    url = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
    document = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    yield Held(
        _statements(document), lambda found: sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _text(found)})
    )


def _bucket(s3: Any, arn: str) -> Iterator[Held]:
    bucket = arn.split(":::")[1].partition("/")[0]
    document = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    yield Held(_statements(document), lambda found: s3.put_bucket_policy(Bucket=bucket, Policy=_text(found)))


def _log_groups(logs: Any, _arn: str) -> Iterator[Held]:
    for policy in logs.describe_resource_policies()["resourcePolicies"]:
        yield Held(_statements(policy["policyDocument"]), _putting_log_policy(logs, policy["policyName"]))


def _putting_log_policy(logs: Any, name: str) -> Callable[[list[Document]], object]:
    return lambda found: logs.put_resource_policy(policyName=name, policyDocument=_text(found))


def _function(functions: Any, arn: str) -> Iterator[Held]:
    document = functions.get_policy(FunctionName=arn)["Policy"]

    def put(found: list[Document]) -> None:
        there = {one["Sid"] for one in _there(functions, arn)}
        for one in _statements(document):
            if one["Sid"] in there and one not in found:
                functions.remove_permission(FunctionName=arn, StatementId=one["Sid"])
            elif one["Sid"] not in there and one in found:
                functions.add_permission(FunctionName=arn, **_permission(one))

    yield Held(_statements(document), put)


def _there(functions: Any, arn: str) -> tuple[Document, ...]:
    try:
        return _statements(functions.get_policy(FunctionName=arn)["Policy"])
    except functions.exceptions.ResourceNotFoundException:
        return ()


def _permission(statement: Document) -> dict[str, str]:
    given = {key: value for block in statement.get("Condition", {}).values() for key, value in block.items()}
    names = {"AWS:SourceAccount": "SourceAccount", "AWS:SourceArn": "SourceArn"}
    return {
        "StatementId": statement["Sid"], "Action": statement["Action"], "Principal": statement["Principal"]["Service"],
        **{names[key]: value for key, value in given.items()},
    }  # fmt: skip


def _trust(iam: Any, arn: str) -> Iterator[Held]:
    role = arn.rpartition("/")[2]
    document = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]

    def put(found: list[Document]) -> object:
        nothing = [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:TagSession"}]
        whole = json.dumps({"Version": "2012-10-17", "Statement": found or nothing})
        return iam.update_assume_role_policy(RoleName=role, PolicyDocument=whole)

    yield Held(_statements(document), put)


_OF_RESOURCE: dict[str, Callable[[Any, str], Iterator[Held]]] = {
    "kms": _key, "lambda": _function, "logs": _log_groups, "s3": _bucket, "sns": _topic, "sqs": _queue, "sts": _trust,
}  # fmt: skip
