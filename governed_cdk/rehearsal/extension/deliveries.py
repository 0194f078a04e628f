"""What services deliver on their own, judged before it arrives: by the target's policy, its key, and a role's.

The emulator delivers alarms and events whatever a policy says, and knows no key. A delivery that AWS would refuse is
not made here either, and the emulator's log has a line of who might not do what. Which keys come along, the tables say;
where documents disagree about one it has to work either way.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch, eventbridge, kms, sns, sqs

from aspects.judge.access.call_context import of_service
from constructs_lib.kernel.calls import JUDGED_BY, keys
from governed_cdk.rehearsal.extension.service_calls import AskedCall, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVENTS, _ALARMS = "events.amazonaws.com", "cloudwatch.amazonaws.com"
_TYPES = {"sns": "AWS::SNS::Topic", "sqs": "AWS::SQS::Queue", "lambda": "AWS::Lambda::Function"}
_DOES = {
    "sns": "sns:Publish",
    "sqs": "sqs:SendMessage",
    "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents",
}

_log = logging.getLogger("rehearsal.permissions")


def judge() -> None:
    """Let no alarm, event or message through that the policies, as they are deployed, refuse."""
    _judge_events()
    _judge_alarms()
    _judge_messages()


def arrives(service: str, target: str, source: str, role: str = "") -> bool:
    """Whether a service, or the role that it has for it, may deliver to a target for a resource."""
    kind = target.split(":")[2] if target.count(":") >= 5 else ""
    if kind not in _DOES:
        return True
    asked = _by_role(role, target, kind) if role else list(_by_service(service, target, kind, source))
    refused = next((one for one in asked if not allowed(one)), None)
    if refused:
        _log.warning("%s may not %s on %s, for %s", refused.principal, refused.action, refused.resource, source)
    return refused is None


def _by_role(role: str, target: str, kind: str) -> list[AskedCall]:
    return [AskedCall(role, _DOES[kind], target, target.split(":")[3], get_account_id(), {})]


def _by_service(service: str, target: str, kind: str, source: str) -> Iterator[AskedCall]:
    type_, account, region = _TYPES.get(kind, ""), get_account_id(), target.split(":")[3]
    if not type_:
        return
    for context in of_service(service, JUDGED_BY[type_], {}, source=source, account=account):
        yield AskedCall(service, _DOES[kind], target, region, account, context)
    key = kms._resolve_key(_key_of(kind, target) or "")  # noqa: SLF001 - see handler.py
    for use in (one for one in keys() if one.type == type_ and key):
        sends = {f"kms:EncryptionContext:{name}": target for name in use.context}
        contexts = of_service(service, JUDGED_BY["AWS::KMS::Key"], sends, source=source, account=account)
        for action in use.asks[_DOES[kind]]:
            for context in contexts:
                yield AskedCall(service, action, key["Arn"], region, account, context)


def _key_of(kind: str, target: str) -> str | None:
    if kind == "sns":
        found = sns._topic_by_arn_any_scope(target)  # noqa: SLF001 - see handler.py
    else:
        found = sqs._queue_by_arn(target) if kind == "sqs" else None  # noqa: SLF001 - see handler.py
    key: str | None = found["attributes"].get("KmsMasterKeyId") if found else None
    return key


def _judge_events() -> None:
    deliver = eventbridge._invoke_target  # noqa: SLF001 - see handler.py

    def invoke(target: dict[str, Any], event: Any, rule: dict[str, Any], view: Any = None) -> None:
        if arrives(_EVENTS, target["Arn"], rule.get("Arn") or "", target.get("RoleArn") or ""):
            deliver(target, event, rule, view)

    eventbridge._invoke_target = invoke  # noqa: SLF001 - see handler.py


def _judge_alarms() -> None:
    dispatch = cloudwatch._dispatch_alarm_actions  # noqa: SLF001 - see handler.py
    fields = ("AlarmActions", "OKActions", "InsufficientDataActions")

    def act(alarm: dict[str, Any], *state: Any) -> None:
        arn = (
            alarm.get("AlarmArn") or f"arn:aws:cloudwatch:{get_region()}:{get_account_id()}:alarm:{alarm['AlarmName']}"
        )
        let = {name: [one for one in alarm.get(name) or [] if arrives(_ALARMS, one, arn)] for name in fields}
        dispatch({**alarm, **let}, *state)

    cloudwatch._dispatch_alarm_actions = act  # noqa: SLF001 - see handler.py


def _judge_messages() -> None:
    """SNS and S3 ask the emulator whether the queue or the topic lets them; they need its key too."""
    of_queue, of_topic = sqs.queue_policy_allows, sns.topic_policy_allows

    def queue_allows(queue: str, service: str, source: str, account: str) -> bool:
        return bool(of_queue(queue, service, source, account)) and arrives(service, queue, source)

    def topic_allows(topic: str, service: str, source: str, account: str) -> bool:
        return bool(of_topic(topic, service, source, account)) and arrives(service, topic, source)

    sqs.queue_policy_allows = queue_allows
    sns.topic_policy_allows = topic_allows
