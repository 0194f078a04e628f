"""S3: the encryption, lifecycle and tags of a bucket, which the emulator's CloudFormation drops; versions of copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.services import s3

from governed_cdk.rehearsal.extension.api import client

if TYPE_CHECKING:
    from governed_cdk.rehearsal.extension.handler import Properties


def keep_versions_of_copies() -> None:
    """Give a version and its copy in another bucket one id, as replication does; the emulator gives each its own.

    Source: S3 User Guide, "Replicating objects within and across Regions" (2026-11-30): copies are identical, with
    their keys and metadata, "such as the original object creation time, user-defined metadata, and version ID".
    """
    record = s3._record_object_version  # noqa: SLF001 - see handler.py

    def as_its_copy(*written: Any) -> Any:
        bucket, key, _prior, made, _data = written
        version, copy = record(*written), made.get("_replica")
        if not version or not copy:
            return version
        made["version_id"] = copy[1]
        s3._object_versions[bucket, key][-1]["version_id"] = copy[1]  # noqa: SLF001 - see handler.py
        return copy[1]

    s3._record_object_version = as_its_copy  # noqa: SLF001 - see handler.py


def complete_bucket(bucket: str, properties: Properties) -> None:
    """Put through the API what the template says and the emulator did not take over."""
    encryption = (properties.get("BucketEncryption") or {}).get("ServerSideEncryptionConfiguration") or []
    defaults = [_encryption(rule) for rule in encryption]
    # Without a key id the emulator refuses every object that asks for KMS, the assets of CDK among them.
    if defaults and all(_has_key(rule) for rule in defaults):
        client("s3").put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": defaults})
    rules = (properties.get("LifecycleConfiguration") or {}).get("Rules") or []
    if rules:
        lifecycle = {"Rules": [_lifecycle(number, rule) for number, rule in enumerate(rules)]}
        client("s3").put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=lifecycle)
    tags = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in properties.get("Tags") or []]
    if tags:
        client("s3").put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})


def _encryption(rule: dict[str, Any]) -> dict[str, Any]:
    chosen = rule["ServerSideEncryptionByDefault"]
    default = {key: chosen[key] for key in ("SSEAlgorithm", "KMSMasterKeyID") if chosen.get(key)}
    bucket_key = str(rule.get("BucketKeyEnabled", False)).lower() == "true"
    return {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bucket_key}


def _has_key(rule: dict[str, Any]) -> bool:
    default = rule["ApplyServerSideEncryptionByDefault"]
    return default["SSEAlgorithm"] != "aws:kms" or "KMSMasterKeyID" in default


def _lifecycle(number: int, rule: dict[str, Any]) -> dict[str, Any]:
    """A rule as PutBucketLifecycleConfiguration takes it, which names the periods otherwise than CloudFormation."""
    converted: dict[str, Any] = {
        "ID": rule.get("Id", f"rule-{number}"),
        "Status": rule["Status"],
        "Filter": {"Prefix": rule.get("Prefix", "")},
    }
    if "ExpirationInDays" in rule:
        converted["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    if rule.get("Transitions"):
        converted["Transitions"] = [
            {"Days": int(item["TransitionInDays"]), "StorageClass": item["StorageClass"]}
            for item in rule["Transitions"]
        ]
    for key, days in (
        ("NoncurrentVersionExpiration", "NoncurrentDays"),
        ("AbortIncompleteMultipartUpload", "DaysAfterInitiation"),
    ):
        if rule.get(key):
            converted[key] = {days: int(rule[key][days])}
    return converted
