"""What others can reach, what GuardDuty and the trail have seen, and rights that nobody uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_MEDIUM = 4  # GuardDuty User Guide, "Severity levels of GuardDuty findings"
_UNUSED = frozenset({"UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission"})


def public(read: CheckupReader) -> Iterator[Sentence]:
    """Findings of Access Analyzer that somebody outside of the account can reach something."""
    for finding in _findings(read, "ACCOUNT", "ORGANIZATION"):
        yield said("reachable", resource=finding["resource"], kind=finding["resourceType"])


def unused_rights(read: CheckupReader) -> Iterator[Sentence]:
    """Roles, keys and statements that nobody has used, where an analyzer of unused access is there."""
    for finding in _findings(read, "ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"):
        if finding["findingType"] in _UNUSED:
            yield said("right-unused", resource=finding["resource"], kind=finding["findingType"])


def _findings(read: CheckupReader, *kinds: str) -> Iterator[dict[str, str]]:
    analyzers = read.every("accessanalyzer", "list_analyzers", "analyzers[].[arn, type]")
    asked = [arn for arn, kind in analyzers if kind in kinds]
    if not asked:
        raise CannotTellError(said("no-analyzer", kind=kinds[0]))
    active = {"status": {"eq": ["ACTIVE"]}}
    for arn in asked:
        yield from read.every("accessanalyzer", "list_findings_v2", "findings[]", analyzerArn=arn, filter=active)


def guard_duty(read: CheckupReader) -> Iterator[Sentence]:
    """Findings of GuardDuty from medium on that nobody has archived."""
    criterion = {"service.archived": {"Eq": ["false"]}, "severity": {"Gte": _MEDIUM}}
    for region in read.regions:
        for detector in read.every("guardduty", "list_detectors", "DetectorIds[]", region):
            ids = read.every(
                "guardduty",
                "list_findings",
                "FindingIds[]",
                region,
                DetectorId=detector,
                FindingCriteria={"Criterion": criterion},
            )
            for start in range(0, len(ids), 50):  # GuardDuty API reference, GetFindings: 50 at most
                batch = ids[start : start + 50]
                answer = read.one("guardduty", "get_findings", region, DetectorId=detector, FindingIds=batch)
                for one in answer["Findings"]:
                    yield said(
                        "guard-duty",
                        title=one.get("Title") or one.get("Type", "?"),
                        severity=one["Severity"],
                        region=region,
                    )


def calls(read: CheckupReader) -> Iterator[Sentence]:
    """Unusual numbers of calls that CloudTrail Insights has seen within a day, and what root did."""
    for event in _trail(read, EventCategory="insight"):
        yield said("unusual-calls", event=event["EventName"], when=f"{event['EventTime']:%F %R}")
    for event in _trail(read, LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": "root"}]):
        yield said("root-used", event=event["EventName"], when=f"{event['EventTime']:%F %R}")


def logins(read: CheckupReader) -> Iterator[Sentence]:
    """Logins to the console that failed within a day."""
    attribute = {"AttributeKey": "EventName", "AttributeValue": "ConsoleLogin"}
    for event in _trail(read, LookupAttributes=[attribute]):
        record = json.loads(event["CloudTrailEvent"])
        if (record.get("responseElements") or {}).get("ConsoleLogin") == "Failure":
            who = record.get("userIdentity", {}).get("userName", "?")
            yield said(
                "login-failed", who=who, source=record.get("sourceIPAddress", "?"), when=record.get("eventTime", "?")
            )


def _trail(read: CheckupReader, **arguments: object) -> list[dict[str, str]]:
    """Events of the last day, of the region where IAM and sign-in are recorded and of the home region."""
    found = []
    for region in dict.fromkeys((read.region, read.regions[-1])):
        found += read.every(
            "cloudtrail",
            "lookup_events",
            "Events[]",
            region,
            StartTime=read.since(days=1),
            EndTime=read.now,
            **arguments,
        )
    return found
