"""What lets a service that publishes use the key there: a statement of the key's policy, or another key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.publishers import AUTO_SCALING
from aspects.judge.readings.rewrite_target import NEXT
from aspects.judge.readings.statement_fixes import tie
from aspects.judge.template import Reference, unsplit
from constructs_lib.kernel.conditions import Policy, rows_of
from constructs_lib.kernel.keys import KEYS, KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.readings.publishers import Publisher
    from aspects.judge.template import Resource

_LAUNCHES = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/aws-service-role/{AUTO_SCALING}/"
_ROLE = {"AWS": {"Fn::Sub": f"{_LAUNCHES}AWSServiceRoleForAutoScaling"}}
# EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes".
_OF_LAUNCHES = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
# SNS Developer Guide and SQS Developer Guide, "Key management".
_OF_MESSAGES = ["kms:Decrypt", "kms:GenerateDataKey*"]


def admitting(resource: Resource, publisher: Publisher) -> tuple[Patch, ...]:
    """The patches by which the key of what a resource has a service write into admits that service."""
    key = unsplit(publisher.key)
    if isinstance(key, Reference) and key.resource.type == "AWS::KMS::Key":
        changes = [Amendment(("KeyPolicy", "Statement", NEXT), one) for one in _statements(publisher)]
        return mended(key.resource, *changes) if key.resource.template is resource.template else ()
    if publisher.target is None:
        return mended(resource, Amendment(publisher.at, "<arn of a topic whose key admits the service>"))
    if publisher.target.template is not resource.template:
        return ()
    return mended(publisher.target, Amendment(publisher.held, _another(publisher), publisher.key))


def _another(publisher: Publisher) -> str:
    purpose = KeyPurpose.EBS if publisher.service == AUTO_SCALING else KeyPurpose.MESSAGING
    admitted = (publisher.service, publisher.context) in KEYS[purpose].callers
    if admitted or (publisher.service == AUTO_SCALING and KEYS[purpose].launching_roles):
        return f"{{{{resolve:ssm:{purpose.output.path('<env>')}}}}}"
    return "<key arn>"


def _statements(publisher: Publisher) -> Iterator[dict[str, Any]]:
    if publisher.service == AUTO_SCALING:
        yield _allowing(_ROLE, _OF_LAUNCHES)
        yield {**_allowing(_ROLE, ["kms:CreateGrant"]), "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}
        return
    rows = [row for row in rows_of(publisher.service, Policy.KEY) if row.context in ("", publisher.context)]
    tied = tie(rows) if rows else None
    condition = {"Condition": {tied[0]: {tied[1]: tied[2]}}} if tied else {}
    yield {**_allowing({"Service": publisher.service}, _OF_MESSAGES), **condition}


def _allowing(principal: dict[str, Any], actions: list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": actions, "Resource": "*"}
