"""The second step: nobody reads it any more at once, a verified copy is kept locked, and that version goes everywhere.

Reads of a version with the tag are denied by a statement that each scanned bucket's policy has from the beginning
(`GovernedBucket(scanned=True)`): nothing has to be written but the tag. Locked versions stay, and stay denied.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from .cases import OPEN, note
from .errors import GONE, REFUSED, NotYetError, code_of

if TYPE_CHECKING:
    from .settings import Aws, Settings

TAG, QUARANTINED, STATEMENT = "secret-scan", "quarantined", "QuarantinedSecrets"
_LARGEST_COPY = 5 * 1_073_741_824  # S3 API reference, CopyObject
_PIECE = 8 * 1_048_576


class _Place(NamedTuple):
    s3: Any
    bucket: str
    key: str
    version: str

    @property
    def named(self) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.key, **({"VersionId": self.version} if self.version else {})}


def quarantine(case: dict[str, Any], *, aws: Aws, settings: Settings) -> dict[str, Any]:
    """The case with what was done. Parameters and variables are never changed: there is nothing to do."""
    note(aws, settings, case, OPEN)
    subject = case["subject"]
    if subject["kind"] != "object":
        return {**case, "quarantine": {"done": "none", "locked": [], "open": []}}
    places = _places(subject, aws, settings)
    opened = [place.bucket for place in places if not _denies(place)]
    there = [place for place in places if _tag(place)]
    copy = {"Bucket": settings.quarantine, "Key": f"copies/{case['id']}"}
    copied = bool(there) and _copy(aws.client("s3"), places[0], copy)
    locked = [place.bucket for place in there if copied and not _delete(place)]
    done = "copied and deleted" if copied and not locked else "denied" if there else "gone already"
    if not there and _digest(aws.client("s3"), copy) is not None:
        done = "copied and deleted"
    return {**case, "quarantine": {"done": done, "locked": locked, "open": opened}}


def _places(subject: dict[str, str], aws: Aws, settings: Settings) -> list[_Place]:
    """The version, and its copies: S3 keeps version ids (S3 User Guide, "What does Amazon S3 replicate?")."""
    home = _Place(aws.client("s3"), subject["container"], subject["name"], subject["version"])
    try:
        found = home.s3.get_bucket_replication(Bucket=home.bucket)["ReplicationConfiguration"]["Rules"]
    except Exception as error:
        if code_of(error) not in {"ReplicationConfigurationNotFoundError", *GONE}:
            raise
        return [home]
    copies = sorted({rule["Destination"]["Bucket"].rpartition(":")[2] for rule in found})
    _settled(home)
    return [home, *(_Place(aws.s3_of(bucket, settings), bucket, home.key, home.version) for bucket in copies)]


def _settled(home: _Place) -> None:
    """A copy that is still on its way would arrive after it was looked for."""
    try:
        status = home.s3.head_object(**home.named).get("ReplicationStatus")
    except Exception as error:
        if code_of(error) in GONE:
            return
        raise
    if status == "PENDING":
        _tag(home)
        raise NotYetError(f"{home.bucket}: still being replicated")


def _tag(place: _Place) -> bool:
    """Whether the version is there, and from now on denied to everybody else."""
    try:
        tags = {tag["Key"]: tag["Value"] for tag in place.s3.get_object_tagging(**place.named)["TagSet"]}
        if tags.get(TAG) != QUARANTINED:
            kept = list(tags.items())[:9]  # ten at most: S3 API reference, PutObjectTagging
            wanted = [{"Key": key, "Value": value} for key, value in (*kept, (TAG, QUARANTINED))]
            place.s3.put_object_tagging(**place.named, Tagging={"TagSet": wanted})
    except Exception as error:
        if code_of(error) in GONE:
            return False
        raise
    return True


def _denies(place: _Place) -> bool:
    try:
        return STATEMENT in place.s3.get_bucket_policy(Bucket=place.bucket)["Policy"]
    except Exception as error:
        if code_of(error) in {"NoSuchBucketPolicy", *GONE}:
            return False
        raise


def _copy(s3: Any, source: _Place, copy: dict[str, str]) -> bool:
    """Whether a copy is there whose bytes are the version's; it may be from a run that was killed."""
    wanted = _digest(source.s3, source.named)
    if wanted is None:  # the source went after it was tagged: its copy is all there is
        return _digest(s3, copy) is not None
    if _digest(s3, copy) != wanted:
        size = source.s3.head_object(**source.named)["ContentLength"]
        if size > _LARGEST_COPY:
            return False
        s3.copy_object(
            **copy, CopySource=source.named, MetadataDirective="COPY", TaggingDirective="REPLACE", Tagging=""
        )
    if _digest(s3, copy) != wanted:
        raise NotYetError("the copy is not as the version is")
    return True


def _digest(s3: Any, named: dict[str, str]) -> str | None:
    """SHA-256 of all bytes; None where there are none to read."""
    try:
        body = s3.get_object(**named)["Body"]
    except Exception as error:
        if code_of(error) in GONE:
            return None
        raise
    digest = hashlib.sha256()
    while part := body.read(_PIECE):
        digest.update(part)
    return digest.hexdigest()


def _delete(place: _Place) -> bool:
    """Whether the version is gone; False where a lock keeps it."""
    try:
        place.s3.delete_object(**place.named)
    except Exception as error:
        if code_of(error) in GONE:
            return True
        if code_of(error) in REFUSED:
            return False
        raise
    return True
