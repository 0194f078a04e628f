"""Sample CloudTrail records, and the EventBridge events that CloudTrail makes of them."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]

EXPECTED = {
    "root-use": {"root-api-call", "root-sign-in"},
    "unauthorized-calls": {"denied", "denied-by-ec2", "read-denied"},
    "console-failures": {"sign-in-failed"},
    "iam-changes": {"role-policy-attached", "role-policy-attached-by-cloudformation-for-a-person"},
    "security-group-changes": {"security-group-opened"},
    "trail-changes": {
        "trail-stopped", "key-disabled", "key-deletion-scheduled", "key-policy-put",
        "key-deletion-scheduled-by-deployment", "trail-bucket-policy-put", "trail-bucket-policy-deleted",
        "detector-deleted",
    },
}  # fmt: skip
"""Which samples each alert and each named query is about, by slug; all others are none of its business."""

BY_DEPLOYMENT = {
    "iam-changes": {"role-policy-attached-by-deployment"},
    "security-group-changes": {"security-group-opened-by-deployment"},
    "trail-changes": {"key-policy-put-by-deployment"},
}
"""What a named query finds beside these: the same calls, made by a deployment."""


@functools.cache
def records() -> dict[str, Record]:
    """Each record by what it shows."""
    found: dict[str, Record] = json.loads((Path(__file__).parent / "samples" / "cloudtrail.json").read_text())
    return found


def event(record: Record) -> dict[str, Any]:
    """The event on the bus (EventBridge User Guide, "AWS service events delivered via AWS CloudTrail")."""
    sign_in = record["eventType"] == "AwsConsoleSignIn"
    return {
        "version": "0",
        "detail-type": "AWS Console Sign In via CloudTrail" if sign_in else "AWS API Call via CloudTrail",
        "source": f"aws.{record['eventSource'].split('.')[0]}",
        "account": record["recipientAccountId"],
        "time": record["eventTime"],
        "region": record["awsRegion"],
        "detail": record,
    }
