"""Backups: what failed, what is missing, what a restore test said, and copies of buckets that lag behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_BAD = ("FAILED", "ABORTED", "EXPIRED", "PARTIAL")  # AWS Backup API reference, ListBackupJobs: ByState
_OLDEST_HOURS = 48
_LAG_SECONDS = 900  # S3 User Guide, "S3 Replication Time Control": 99.9 % within 15 minutes
_RESTORES = {"RDS": 8, "EFS": 35}  # days within which one restore test has to have succeeded


def failed(read: CheckupReader) -> Iterator[Sentence]:
    """Jobs of a day that failed, of backups and of their copies."""
    since = read.since(days=1)
    for state in _BAD:
        for job in read.every("backup", "list_backup_jobs", "BackupJobs[]", ByState=state, ByCreatedAfter=since):
            yield said("backup-failed", resource=_last(job.get("ResourceArn", "?")), state=state)
    for state in ("FAILED", "PARTIAL"):
        for job in read.every("backup", "list_copy_jobs", "CopyJobs[]", ByState=state, ByCreatedAfter=since):
            yield said("copy-failed", resource=_last(job.get("ResourceArn", "?")), state=state)


def whole(read: CheckupReader) -> Iterator[Sentence]:
    """Protected resources without a backup of two days, and recovery points that are not whole."""
    protected = read.every("backup", "list_protected_resources", "Results[]")
    for one in protected:
        last = one.get("LastBackupTime")
        if last is None or last < read.since(hours=_OLDEST_HOURS):
            yield said("backup-old", resource=_last(one["ResourceArn"]), last=f"{last:%F}" if last else "-")
    for region in dict.fromkeys((read.region, read.environment.dr_region)):
        for vault in read.every("backup", "list_backup_vaults", "BackupVaultList[]", region):
            if vault["BackupVaultName"].startswith(read.prefix) and vault["CreationDate"] < read.since(
                hours=_OLDEST_HOURS
            ):
                yield from _points(read, vault["BackupVaultName"], region)


def _points(read: CheckupReader, vault: str, region: str) -> Iterator[Sentence]:
    found = read.every(
        "backup",
        "list_recovery_points_by_backup_vault",
        "RecoveryPoints[]",
        region,
        BackupVaultName=vault,
        ByCreatedAfter=read.since(days=31),
    )
    if not found:
        yield said("vault-empty", vault=vault, region=region)
    for point in found:
        if point["Status"] in ("PARTIAL", "EXPIRED"):
            yield said(
                "point-broken", vault=vault, resource=_last(point.get("ResourceArn", "?")), state=point["Status"]
            )


def restored(read: CheckupReader) -> Iterator[Sentence]:
    """What restore tests said: those that were not valid, and kinds of which none was within its days."""
    jobs = read.every(
        "backup",
        "list_restore_jobs",
        "RestoreJobs[?CreatedBy.RestoreTestingPlanArn]",
        ByCreatedAfter=read.since(days=35),
    )
    kinds = {one["ResourceType"] for one in read.every("backup", "list_protected_resources", "Results[]")}
    for job in jobs:
        if job.get("ValidationStatus") in ("FAILED", "TIMED_OUT") or job["Status"] in ("FAILED", "ABORTED"):
            yield said("restore-failed", kind=job.get("ResourceType", "?"), when=f"{job['CreationDate']:%F}")
    for kind, days in _RESTORES.items():
        valid = [
            one
            for one in jobs
            if one.get("ResourceType") == kind
            and one.get("ValidationStatus") == "SUCCESSFUL"
            and one["CreationDate"] >= read.since(days=days)
        ]
        if kind in kinds and not valid:
            yield said("restore-missing", kind=kind, days=days)


def replication(read: CheckupReader) -> Iterator[Sentence]:
    """Copies of buckets that are late or failed within a day."""
    listed = read.every(
        "cloudwatch",
        "list_metrics",
        "Metrics[].[MetricName, Dimensions]",
        Namespace="AWS/S3",
        MetricName="ReplicationLatency",
    )
    for _, dimensions in listed:
        where = {one["Name"]: one["Value"] for one in dimensions}
        bucket = where.get("SourceBucket", "?")
        if not bucket.startswith(read.prefix):
            continue
        late = max(read.metric("AWS/S3 ReplicationLatency", where, "Maximum", hours=24), default=0)
        lost = sum(read.metric("AWS/S3 OperationsFailedReplication", where, "Sum", hours=24))
        if late > _LAG_SECONDS:
            yield said("replication-late", bucket=bucket, seconds=int(late))
        if lost:
            yield said("replication-failed", bucket=bucket, count=int(lost))
    if not listed and _replicated(read):
        raise CannotTellError(said("no-replication-metrics"))


def _replicated(read: CheckupReader) -> bool:
    """Whether a bucket of ours is copied at all."""
    buckets = read.every("s3", "list_buckets", "Buckets[].Name", Prefix=read.prefix)
    codes = (read.account.ask("s3", read.region, "get_bucket_replication", Bucket=name)[1] for name in buckets)
    return any(code == "" for code in codes)


def _last(arn: str) -> str:
    return arn.rpartition(":")[2]
