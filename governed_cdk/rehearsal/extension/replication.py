"""S3 replication: the rules of a bucket, which the emulator's CloudFormation drops, and copies as AWS makes them.

The emulator copies at once, under the key of the original, also what no rule selects. Here a copy lies under the key
that the rule names, what is encrypted with KMS is copied only where a rule selects it, and nothing is copied while the
file `copies-held` is there: that is what had not been copied when a region was lost.

Sources (2026-11-30): S3 User Guide, "Replicating encrypted objects (SSE-S3, SSE-KMS, DSSE-KMS, SSE-C)" and "Getting
replication status information".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.core.responses import get_account_id, request_scope
from ministack.services import kms, s3

from governed_cdk.rehearsal.disaster import HELD
from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.rehearsal.extension.handler import Properties

_ALGORITHM = "x-amz-server-side-encryption"
_KEY = "x-amz-server-side-encryption-aws-kms-key-id"
_STATUS = "replication_status"


def complete_replication(bucket: str, properties: Properties) -> None:
    """Put the rules of the template through the API; take them away where it has none."""
    written = properties.get("ReplicationConfiguration")
    if not written:
        unless_gone(client("s3").delete_bucket_replication, Bucket=bucket)
        return
    configuration = {**written, "Rules": [_rule(rule) for rule in written["Rules"]]}
    wanted = {"Bucket": bucket, "ReplicationConfiguration": configuration}
    client("s3").put_bucket_replication(**arguments("s3", "PutBucketReplication", wanted))


def _rule(rule: Properties) -> Properties:
    """A rule, with its filter in the words of PutBucketReplication, which calls one thing otherwise."""
    chosen = rule.get("Filter") or {}
    return {**rule, "Filter": {"Tag": chosen["TagFilter"]}} if "TagFilter" in chosen else rule


def copy_as_aws_does(folder: Path) -> None:
    """Let copies be made as the module says; `folder` is where the order to hold them is."""
    copy = s3._maybe_replicate  # noqa: SLF001 - see handler.py

    def copied(bucket: str, key: str, made: dict[str, Any], *written: Any) -> None:
        rule, _role = s3._replication_rule_for(bucket, key, written[1] if len(written) > 1 else None)  # noqa: SLF001 - see handler.py
        headers = made.get("preserved_headers", {})
        encrypted = str(headers.get(_ALGORITHM, "")).startswith("aws:kms")
        if rule is None or (encrypted and not _selects_kms(rule)):
            return
        if (folder / HELD).is_file():
            made[_STATUS] = "PENDING"
            return
        if not encrypted:
            copy(bucket, key, made, *written)
            return
        other = _key_of(rule)
        if other is None:
            made[_STATUS] = "FAILED"
            return
        own = headers.get(_KEY)
        headers[_KEY] = other  # the emulator copies the record as it is
        try:
            copy(bucket, key, made, *written)
        finally:
            headers[_KEY] = own

    s3._maybe_replicate = copied  # noqa: SLF001 - see handler.py


def _selects_kms(rule: dict[str, Any]) -> bool:
    selected = (rule.get("SourceSelectionCriteria") or {}).get("SseKmsEncryptedObjects") or {}
    return selected.get("Status") == "Enabled"


def _key_of(rule: dict[str, Any]) -> str | None:
    """The ARN of the key that copies lie under, if it is there and enabled."""
    named = (rule["Destination"].get("EncryptionConfiguration") or {}).get("ReplicaKmsKeyID", "")
    region = named.split(":")[3] if named.count(":") >= 5 else ""
    with request_scope(get_account_id(), region):
        found = kms._resolve_key(named) if region else None  # noqa: SLF001 - see handler.py
    return str(found["Arn"]) if found and found.get("KeyState") == "Enabled" else None
