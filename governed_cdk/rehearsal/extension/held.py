"""What the services of the emulator say of a resource that shall be deleted: its flags, and whether it holds something.

They are asked in memory: a guard runs where the emulator answers, and a call would wait for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.services import alb, backup, cognito, dynamodb, rds, route53, s3

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _table(table: str) -> Mapping[str, Any]:
    return dict(dynamodb._tables.get(table) or {})  # noqa: SLF001 - see handler.py


def _load_balancer(arn: str) -> Mapping[str, Any]:
    return {"LoadBalancerAttributes": list(alb._lb_attrs.get(arn) or [])}  # noqa: SLF001 - see handler.py


_FLAGS: dict[str, Callable[[str], Mapping[str, Any]]] = {
    "AWS::Cognito::UserPool": lambda pool: dict(cognito._user_pools.get(pool) or {}),  # noqa: SLF001 - see handler.py
    "AWS::DynamoDB::Table": _table,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _load_balancer,
    "AWS::RDS::DBCluster": lambda cluster: dict(rds._clusters.get(cluster) or {}),  # noqa: SLF001 - see handler.py
    "AWS::RDS::DBInstance": lambda instance: dict(rds._instances.get(instance) or {}),  # noqa: SLF001 - see handler.py
}


def flags(type_: str, physical_id: str) -> Mapping[str, Any]:
    """The properties that protect a resource, as its service has them now."""
    return _FLAGS[type_](physical_id) if type_ in _FLAGS else {}


def _objects(bucket: str) -> bool:
    found = s3._buckets.get(bucket)  # noqa: SLF001 - see handler.py
    return bool(found) and bool(found["objects"] or s3._bucket_has_versions(bucket))  # noqa: SLF001 - see handler.py


def _records(zone: str) -> bool:
    apex = (route53._zones.get(zone) or {}).get("name")  # noqa: SLF001 - see handler.py
    records = route53._records.get(zone) or []  # noqa: SLF001 - see handler.py
    return any(one["Type"] not in ("SOA", "NS") or one["Name"] != apex for one in records)


def _points(vault: str) -> bool:
    return bool((backup._vaults.get(vault) or {}).get("NumberOfRecoveryPoints"))  # noqa: SLF001 - see handler.py


_HELD: dict[str, Callable[[str], bool]] = {
    "AWS::Backup::BackupVault": _points,
    "AWS::Route53::HostedZone": _records,
    "AWS::S3::Bucket": _objects,
}


def something(type_: str, physical_id: str) -> bool:
    """Whether there is something in it that keeps it from being deleted."""
    return _HELD[type_](physical_id)
