"""Drift: more types that drift detection reads, more that the Resource Groups Tagging API answers with.

AWS reads every type whose schema has a read handler; the emulator reads fourteen. These compare what they name, and no
other property: a "no drift" of theirs says nothing of the rest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ministack.core import iam_actions
from ministack.services import alb, cloudwatch, cloudwatch_logs, ecs, eventbridge, kms, rds, s3, secretsmanager, tagging
from ministack.services.cloudformation import drift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_ALARM = ("ActionsEnabled", "AlarmActions", "ComparisonOperator", "EvaluationPeriods", "Threshold", "TreatMissingData")
_DATABASE = (
    "AllocatedStorage", "BackupRetentionPeriod", "DeletionProtection", "EngineVersion", "MultiAZ", "PubliclyAccessible",
)  # fmt: skip
_RULE = ("Description", "EventPattern", "ScheduleExpression", "State")


def see_more() -> None:
    """Let drift detection read these types too, secrets by their ARN, and tags of services that it leaves out."""
    readers: dict[str, tuple[Callable[[str, Mapping[str, Any]], Any], tuple[str, ...]]] = {
        "AWS::CloudWatch::Alarm": (_alarm, _ALARM),
        "AWS::ECS::Service": (_service, ("DesiredCount",)),
        "AWS::ElasticLoadBalancingV2::ListenerRule": (_listener_rule, ("Actions",)),
        "AWS::Events::Rule": (_rule, _RULE),
        "AWS::KMS::Alias": (_alias, ("TargetKeyId",)),
        "AWS::KMS::Key": (_key, ("Enabled", "EnableKeyRotation")),
        "AWS::RDS::DBInstance": (_database, _DATABASE),
        "AWS::S3::BucketPolicy": (_bucket_policy, ("PolicyDocument",)),
    }
    known = drift._DRIFT_READERS  # noqa: SLF001 - see handler.py
    known.update({type_: (reader, frozenset(properties)) for type_, (reader, properties) in readers.items()})
    by_name, properties = known["AWS::SecretsManager::Secret"]
    known["AWS::SecretsManager::Secret"] = (
        lambda secret, said: by_name(secretsmanager._resolve(secret)[0] or secret, said),  # noqa: SLF001 - the same
        properties,
    )
    tagging._COLLECTORS |= {  # noqa: SLF001 - the same
        "secretsmanager": tagging._collect_secretsmanager,  # noqa: SLF001 - the same
        "ssm": tagging._collect_ssm,  # noqa: SLF001 - the same
        "logs": _tags_of_log_groups,
        "rds": _tags_of_databases,
    }
    _call_reads_what_they_are()


def _alarm(name: str, _said: Mapping[str, Any]) -> Any:
    found = cloudwatch._alarms.get(name)  # noqa: SLF001 - see handler.py
    return found and {**found, "Threshold": _number(found.get("Threshold"))}


def _number(value: Any) -> Any:
    """A whole number as such: CloudWatch keeps them all as fractions."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _service(service: str, _said: Mapping[str, Any]) -> Any:
    services = ecs._services.values()  # noqa: SLF001 - see handler.py
    found = next((one for one in services if one["serviceArn"] == service), None)
    return found and {"DesiredCount": found["desiredCount"]}


def _listener_rule(rule: str, said: Mapping[str, Any]) -> Any:
    found = alb._rules.get(rule)  # noqa: SLF001 - see handler.py
    return found and {"Actions": _like(said.get("Actions"), found["Actions"])}


def _like(expected: Any, actual: Any) -> Any:
    """What a template would say of it: AWS's handlers return no more of a value than was asked for."""
    match expected, actual:
        case dict(), dict():
            return {key: _like(expected[key], value) for key, value in actual.items() if key in expected}
        case list(), list() if len(expected) == len(actual):
            return [_like(*pair) for pair in zip(expected, actual, strict=True)]
    return actual


def _rule(name: str, _said: Mapping[str, Any]) -> Any:
    rules = eventbridge._rules.values()  # noqa: SLF001 - see handler.py
    found = next((one for one in rules if one["Name"] == name), None)
    pattern = found and found.get("EventPattern")
    return found and {**found, "EventPattern": json.loads(pattern) if isinstance(pattern, str) and pattern else None}


def _alias(alias: str, said: Mapping[str, Any]) -> Any:
    aliases = kms._aliases.items()  # noqa: SLF001 - see handler.py
    target = next((key for arn, key in aliases if arn.endswith(f":{alias}")), None)
    same = target is not None and str(said.get("TargetKeyId", "")).endswith(target)
    return target and {"TargetKeyId": said["TargetKeyId"] if same else target}


def _key(key: str, _said: Mapping[str, Any]) -> Any:
    found = kms._keys.get(key)  # noqa: SLF001 - see handler.py
    rotates = found and found.get("KeyRotationEnabled", False)
    return found and {"Enabled": found.get("KeyState") == "Enabled", "EnableKeyRotation": rotates}


def _database(name: str, _said: Mapping[str, Any]) -> Any:
    return rds._instances.get(name)  # noqa: SLF001 - see handler.py


def _bucket_policy(bucket: str, said: Mapping[str, Any]) -> Any:
    policy = s3._bucket_policies.get(said.get("Bucket", bucket))  # noqa: SLF001 - see handler.py
    return policy and {"PolicyDocument": json.loads(policy) if isinstance(policy, str | bytes) else policy}


def _tags_of_log_groups() -> Iterator[tuple[str, list[dict[str, str]]]]:
    for group in cloudwatch_logs._log_groups.values():  # noqa: SLF001 - see handler.py
        yield group["arn"], tagging._normalise_flat(group.get("tags", {}))  # noqa: SLF001 - the same


def _tags_of_databases() -> Iterator[tuple[str, list[dict[str, str]]]]:
    for one in (*rds._instances.values(), *rds._snapshots.values()):  # noqa: SLF001 - see handler.py
        arn = one.get("DBSnapshotArn") or one["DBInstanceArn"]
        yield arn, tagging._normalise_list(rds._tags.get(arn, one.get("TagList", [])))  # noqa: SLF001 - the same


def _call_reads_what_they_are() -> None:
    """Take a read of a function's concurrency for one: the emulator asks whether it may be set."""
    original = iam_actions._lambda_action  # noqa: SLF001 - see handler.py

    def action(method: str, path: str) -> str | None:
        found: str | None = original(method, path)
        return "GetFunctionConcurrency" if (found, method) == ("PutFunctionConcurrency", "GET") else found

    iam_actions._lambda_action = action  # noqa: SLF001 - see handler.py
