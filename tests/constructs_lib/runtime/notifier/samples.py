"""Messages as the services really publish them, and SNS's envelope around them."""

from __future__ import annotations

import json
from typing import Any

from constructs_lib.observability.telemetry.alarm_spec import alarm_description
from constructs_lib.observability.telemetry.alarms import ECS_SERVICE

RUNBOOKS = "https://github.com/example-org/governed-cdk/blob/main/docs/runbooks"
TOPIC = "arn:aws:sns:ap-northeast-2:111122223333:prod-monitoring-{severity}"


def alarm(*, state: str = "ALARM", severity: str = "critical", description: str | None = None) -> str:
    """CloudWatch User Guide, "Amazon SNS notifications": a metric alarm."""
    spec = next(spec for spec in ECS_SERVICE if spec.severity == severity)
    text = alarm_description(spec=spec, runbook_base_url=RUNBOOKS, resource="prod-atlantis")
    return json.dumps(
        {
            "AlarmName": "prod-atlantis-tasks",
            "AlarmDescription": text if description is None else description,
            "AWSAccountId": "111122223333",
            "AlarmConfigurationUpdatedTimestamp": "2026-11-21T03:00:00.000+0000",
            "NewStateValue": state,
            "NewStateReason": "Threshold Crossed: 1 datapoint [0.0 (21/11/26 03:10:00)] was less than the threshold.",
            "StateChangeTime": "2026-11-21T03:12:00.000+0000",
            "Region": "Asia Pacific (Seoul)",
            "AlarmArn": "arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:prod-atlantis-tasks",
            "OldStateValue": "OK" if state == "ALARM" else "ALARM",
            "OKActions": [],
            "AlarmActions": [TOPIC.format(severity=severity)],
            "InsufficientDataActions": [],
            "Trigger": {"Period": 60, "EvaluationPeriods": 1, "Metrics": []},
        }
    )


def event(**changes: Any) -> str:
    """EventBridge User Guide, "Event structure": CloudTrail's record of a call."""
    return json.dumps(
        {
            "version": "0",
            "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
            "detail-type": "AWS API Call via CloudTrail",
            "source": "aws.iam",
            "account": "111122223333",
            "time": "2026-11-21T03:12:00Z",
            "region": "us-east-1",
            "resources": ["arn:aws:iam::111122223333:role/example"],
            "detail": {
                "eventName": "AttachRolePolicy",
                "sourceIPAddress": "192.0.2.1",
                "userIdentity": {"arn": "arn:aws:iam::111122223333:user/example"},
            },
            **changes,
        }
    )


ANOMALY = json.dumps(
    {
        "accountId": "111122223333",
        "anomalyDetailsLink": "https://console.aws.amazon.com/cost-management/home#/anomaly-detection/monitors/1",
        "anomalyStartDate": "2026-11-20T00:00:00Z",
        "anomalyEndDate": "2026-11-21T00:00:00Z",
        "anomalyId": "newAnomalyId",
        "dimensionalValue": "Amazon Elastic Compute Cloud",
        "impact": {"maxImpact": 151, "totalImpact": 1001},
        "monitorArn": "arn:aws:ce::111122223333:anomalymonitor/1",
        "rootCauses": [{"service": "EC2", "region": "ap-northeast-2", "usageType": "BoxUsage", "linkedAccount": ""}],
    }
)

ALERT = (
    "[critical] atlantis: Availability 99.9 % over 30 days: 2% of the error budget went within 1h (burn rate 14.4).\n"
    "Status: firing, since 2026-11-21 03:12:00 +0000 UTC\n"
    f"Runbook: {RUNBOOKS}/slo-availability.md\n"
    "1) Roll the last deployment back if it is younger than the burn. 2) Split balancer from target errors.\n\n"
)

BUDGET = (
    "AWS Budget Notification November 21, 2026\nAWS Account 111122223333\n\nDear AWS Customer,\n\nYou requested that we"
    " alert you when the ACTUAL Cost associated with your prod-monitoring-monthly budget is greater than $2,400.00.\n"
)


def enveloped(message: str, *, severity: str = "critical", subject: str = "", attribute: str = "") -> str:
    """SNS Developer Guide, "Fanout to Amazon SQS queues": what the queue gets without raw delivery."""
    document = {
        "Type": "Notification",
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "TopicArn": TOPIC.format(severity=severity),
        "Message": message,
        "Timestamp": "2026-11-21T03:12:01.000Z",
    }
    if subject:
        document["Subject"] = subject
    if attribute:
        return json.dumps({**document, "MessageAttributes": {"severity": {"Type": "String", "Value": attribute}}})
    return json.dumps(document)
