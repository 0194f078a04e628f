"""What the audit trail raises an alert for: event patterns and the text that a person reads.

Sources: EventBridge User Guide, "AWS service events delivered via AWS CloudTrail" and "Operators for use in event
patterns"; CloudTrail User Guide, "Record contents"; CIS AWS Foundations Benchmark, for what is worth an alert.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import bounded
from constructs_lib.messaging.event_rule import EventText
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.platform.cloudtrail import audited_calls as calls

if TYPE_CHECKING:
    from collections.abc import Mapping

_API_CALL = "AWS API Call via CloudTrail"
_SIGN_IN = "AWS Console Sign In via CloudTrail"
_LOWEST_SEVERITY, _HIGHEST_SEVERITY = 1, 8.9
_WHO = {
    "time": "$.time",
    "region": "$.detail.awsRegion",
    "event": "$.detail.eventName",
    "who": "$.detail.userIdentity.arn",
    "address": "$.detail.sourceIPAddress",
}
# What the caller chooses freely (user agent, quoted requests) stays out: EventBridge does not escape it.
_BY = "By <who> from <address>."


@dataclass(frozen=True, kw_only=True)
class SecurityAlert:
    """One thing to be told about.

    Attributes:
        slug: last part of the rule's name.
        description: the rule's description.
        pattern: the event pattern.
        text: what the subscriber reads.
        everywhere: also forwarded from other regions: IAM and root write their events in us-east-1, a console sign-in
            in the region of its sign-in page.
        read_only_events: match calls that only read, too.
        severity: of the alarm on the trail's log group.
    """

    slug: str
    description: str
    pattern: Mapping[str, Any]
    text: EventText = field(repr=False)
    everywhere: bool = True
    read_only_events: bool = False
    severity: Severity = Severity.WARNING


ROOT_USE = SecurityAlert(
    slug="root-use",
    description="The root user called an API or signed in to the console",
    pattern={
        "detail-type": [_API_CALL, _SIGN_IN],
        "detail": {
            "userIdentity": {"type": ["Root"], "invokedBy": [{"exists": False}]},
            "eventType": [{"anything-but": ["AwsServiceEvent"]}],
        },
    },
    text=EventText(variables=_WHO, lines=("Root user: <event> in <region> at <time>.", _BY)),
    read_only_events=True,
    severity=Severity.CRITICAL,
)
UNAUTHORIZED_CALLS = SecurityAlert(
    slug="unauthorized-calls",
    description="A call was refused for want of permission",
    pattern={
        "detail-type": [_API_CALL],
        "detail": {
            # AccessDenied, AccessDeniedException, Client.UnauthorizedOperation, UnauthorizedException and the like
            "errorCode": [{"wildcard": "*AccessDenied*"}, {"wildcard": "*Unauthorized*"}],
            # services that probe on somebody's behalf, such as Config and Access Analyzer, are noise
            "userIdentity": {"invokedBy": [{"exists": False}]},
        },
    },
    text=EventText(
        variables={**_WHO, "error": "$.detail.errorCode"},
        lines=("Refused: <event> in <region> at <time>: <error>.", _BY),
    ),
)
IAM_CHANGE = SecurityAlert(
    slug="iam-changes",
    description="A user, role, group, policy or identity provider was changed",
    pattern={
        "source": ["aws.iam"],
        "detail-type": [_API_CALL],
        "detail": {
            "eventSource": ["iam.amazonaws.com"],
            "eventName": list(calls.IAM_CHANGES),
            "userIdentity": calls.NOT_BY_DEPLOYMENT,
        },
    },
    text=EventText(variables=_WHO, lines=("IAM change: <event> at <time>.", _BY)),
)
CONSOLE_FAILURES = SecurityAlert(
    slug="console-failures",
    description="A sign-in to the console failed",
    pattern={
        "detail-type": [_SIGN_IN],
        "detail": {"eventName": ["ConsoleLogin"], "responseElements": {"ConsoleLogin": ["Failure"]}},
    },
    text=EventText(
        variables={**_WHO, "user": "$.detail.userIdentity.userName"},
        lines=("Console sign-in failed in <region> at <time>.", "User <user> from <address>."),
    ),
)
SECURITY_GROUPS = SecurityAlert(
    slug="security-group-changes",
    description="A security group was made, changed or deleted",
    pattern={
        "source": ["aws.ec2"],
        "detail-type": [_API_CALL],
        "detail": {
            "eventSource": ["ec2.amazonaws.com"],
            "eventName": list(calls.SECURITY_GROUP_CHANGES),
            "userIdentity": calls.NOT_BY_DEPLOYMENT,
        },
    },
    text=EventText(
        variables={**_WHO, "group": "$.detail.requestParameters.groupId"},
        lines=("Security group <group>: <event> in <region> at <time>.", _BY),
    ),
)
TRAIL_CHANGE = SecurityAlert(
    slug="trail-changes",
    description="The audit trail itself, its key, its bucket's policy or the detector was changed or stopped",
    pattern={
        "source": [f"aws.{service}" for service in calls.TRAIL_STOPS],
        "detail-type": [_API_CALL],
        "detail": {
            "$or": [
                *(calls.calls_of(service, names) for service, names in calls.TRAIL_STOPS.items()),
                *(
                    calls.calls_of(service, names, userIdentity=calls.NOT_BY_DEPLOYMENT)
                    for service, names in calls.TRAIL_CHANGES.items()
                ),
            ]
        },
    },
    text=EventText(variables=_WHO, lines=("Audit trail: <event> in <region> at <time>.", _BY)),
    severity=Severity.CRITICAL,
)

ALERTS = (ROOT_USE, UNAUTHORIZED_CALLS, IAM_CHANGE, CONSOLE_FAILURES, SECURITY_GROUPS, TRAIL_CHANGE)
"""Every alert on the audit trail."""

ANALYZER_FINDINGS = SecurityAlert(
    slug="analyzer-findings",
    description="IAM Access Analyzer found a resource that is shared outside the account",
    pattern={
        "source": ["aws.access-analyzer"],
        "detail-type": ["Access Analyzer Finding"],
        "detail": {"status": ["ACTIVE"]},
    },
    text=EventText(
        variables={"time": "$.time", "resource": "$.detail.resource", "type": "$.detail.resourceType"},
        lines=("Access Analyzer at <time>: <type> <resource> can be reached from outside the account.",),
    ),
    everywhere=False,
)


def guardduty_findings(lowest_severity: float) -> SecurityAlert:
    """GuardDuty findings of a severity or above.

    Args:
        lowest_severity: 1 (low) to 8.9 (high); medium begins at 4, high at 7 (GuardDuty User Guide, "Severity levels").

    Raises:
        ConfigurationError: a severity that GuardDuty does not give.
    """
    bounded("GuardDuty alert", _LOWEST_SEVERITY, _HIGHEST_SEVERITY, lowest_severity=lowest_severity)
    return SecurityAlert(
        slug="guardduty-findings",
        description=f"GuardDuty found something of severity {lowest_severity} or above",
        pattern={
            "source": ["aws.guardduty"],
            "detail-type": ["GuardDuty Finding"],
            "detail": {"severity": [{"numeric": [">=", lowest_severity]}]},
        },
        text=EventText(
            variables={
                "time": "$.time",
                "severity": "$.detail.severity",
                "type": "$.detail.type",
                "id": "$.detail.id",
                "region": "$.detail.region",
            },
            lines=("GuardDuty, severity <severity>, in <region> at <time>: <type>.", "Finding <id>."),
        ),
    )
