"""What was there before anybody looked, part by part: versions of the buckets, then parameters, then functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .subject import Subject

if TYPE_CHECKING:
    from .settings import Aws, Settings

MOST_BYTES = 256 * 1_048_576  # of one part: what a function reads well within its time
MOST_ITEMS = 200
Place = dict[str, Any]


def part_of(swept: Place, aws: Aws, settings: Settings) -> tuple[list[Subject], Place | None]:
    """What is looked at next, and the place after it; an empty place is the beginning, None the end."""
    stage, at = swept.get("stage", "bucket"), int(swept.get("at", 0))
    if stage == "bucket" and at < len(settings.buckets):
        found, marker = _versions(aws.client("s3"), settings.buckets[at], swept.get("marker"))
        return found, {"stage": "bucket", "at": at, "marker": marker} if marker else {"stage": "bucket", "at": at + 1}
    if stage in ("bucket", "parameter"):
        found, token = _parameters(aws.client("ssm"), swept.get("marker") if stage == "parameter" else None)
        return found, {"stage": "parameter", "marker": token} if token else {"stage": "function"}
    found, token = _functions(aws.client("lambda"), swept.get("marker"))
    return found, {"stage": "function", "marker": token} if token else None


def _versions(s3: Any, bucket: str, marker: list[str] | None) -> tuple[list[Subject], list[str] | None]:
    given = {"KeyMarker": marker[0], "VersionIdMarker": marker[1]} if marker else {}
    page = s3.list_object_versions(Bucket=bucket, MaxKeys=MOST_ITEMS, **given)
    found: list[Subject] = []
    left = MOST_BYTES
    for item in page.get("Versions", ()):
        found.append(Subject("object", item["Key"], bucket, item["VersionId"]))
        left -= int(item["Size"])
        if left <= 0:
            return found, [item["Key"], item["VersionId"]]
    more = page.get("IsTruncated")
    return found, [page["NextKeyMarker"], page["NextVersionIdMarker"]] if more else None


def _parameters(ssm: Any, token: str | None) -> tuple[list[Subject], str | None]:
    page = ssm.describe_parameters(MaxResults=50, **({"NextToken": token} if token else {}))
    found = [Subject("parameter", item["Name"]) for item in page["Parameters"] if item["Type"] != "SecureString"]
    return found, page.get("NextToken") or None


def _functions(functions: Any, token: str | None) -> tuple[list[Subject], str | None]:
    page = functions.list_functions(MaxItems=50, **({"Marker": token} if token else {}))
    return [Subject("function", item["FunctionName"]) for item in page["Functions"]], page.get("NextMarker") or None
