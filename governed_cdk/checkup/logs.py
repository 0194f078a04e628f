"""Logs: slow queries, errors that repeat, how long each group is kept, and whether the trail is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_WEEK = 7
_MANY = 10
_COUNTED = "stats count(*) as times by coalesce(message, @message) as what | sort times desc | limit 5"
_SLOW = (
    "filter @message like /Query_time/ | parse @message /Query_time: (?<seconds>[0-9.]+)/"
    " | stats count(*) as times, max(seconds) as longest"
)


def slow_queries(read: CheckupReader) -> Iterator[Sentence]:
    """Databases that wrote more than ten slow queries in a week."""
    groups = [name for name in _names(read, "/aws/rds/instance/") if name.endswith("/slowquery")]
    if not groups:
        raise CannotTellError(said("no-slow-log"))
    for group in groups:
        for row in read.query([group], _SLOW, days=_WEEK):
            if int(row.get("times", 0)) > _MANY:
                yield said("slow-queries", log_group=group, times=row["times"], longest=row.get("longest", "?"))


def errors(read: CheckupReader) -> Iterator[Sentence]:
    """Errors that stand more than ten times in a week's central error log."""
    groups = [
        name
        for name in _names(read, f"/{read.environment.organization}/{read.environment.name}/logging/")
        if name.endswith("/error")
    ]
    if not groups:
        raise CannotTellError(said("no-error-log"))
    for row in read.query(groups, _COUNTED, days=_WEEK):
        if int(row.get("times", 0)) > _MANY:
            yield said("error-repeats", what=row.get("what", "")[:200], times=row["times"])


def retention(read: CheckupReader) -> Iterator[Sentence]:
    """Log groups of ours that are kept for ever or are on no key."""
    for region in read.regions:
        for group in read.every("logs", "describe_log_groups", "logGroups[]", region):
            name = group["logGroupName"]
            if not _ours(read, name):
                continue
            if not group.get("retentionInDays"):
                yield said("kept-for-ever", log_group=name, region=region)
            if not group.get("kmsKeyId"):
                yield said("log-not-encrypted", log_group=name, region=region)


def trail(read: CheckupReader) -> Iterator[Sentence]:
    """Trails of ours that do not log, or could not deliver records or digests."""
    trails = read.every("cloudtrail", "describe_trails", "trailList[]", includeShadowTrails=False)
    ours = [one for one in trails if one["Name"].startswith(read.prefix)]
    if not ours:
        raise CannotTellError(said("no-trail"))
    for one in ours:
        status: dict[str, Any] = read.one("cloudtrail", "get_trail_status", one["HomeRegion"], Name=one["TrailARN"])
        if not status["IsLogging"]:
            yield said("trail-off", name=one["Name"])
        for key in ("LatestDeliveryError", "LatestDigestDeliveryError", "LatestCloudWatchLogsDeliveryError"):
            if status.get(key):
                yield said("trail-error", name=one["Name"], what=key, says=status[key])


def _names(read: CheckupReader, prefix: str) -> list[str]:
    found = read.every("logs", "describe_log_groups", "logGroups[].logGroupName", logGroupNamePrefix=prefix)
    return [name for name in found if _ours(read, name)]


def _ours(read: CheckupReader, name: str) -> bool:
    return any(part.startswith(read.prefix) or part == read.environment.name for part in name.split("/"))
