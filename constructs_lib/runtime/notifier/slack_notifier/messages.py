"""What each service publishes on the alarm topics, read into a Notice.

Sources: CloudWatch User Guide, "Amazon SNS notifications" of alarms; EventBridge User Guide, "Event structure"; AMP
User Guide, "SNS receiver"; Cost Management User Guide, "Creating an Amazon SNS topic for anomaly notifications"; AWS
Budgets sends prose only.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from .envelope import Envelope, json_object
from .notice import Notice, Severity, severity_of, without_mark

_GUARD_DUTY_HIGH = 7
_CONSOLE = "https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#alarmsV2:alarm/{name}"
_LINK = re.compile(r"(Runbook|Dashboard): (https://\S+)")
_STEP = re.compile(r"\d+[.)] (.+)")


def read(envelope: Envelope) -> Notice:
    """The notice in a message, by its form: alarm, event, cost anomaly, or plain text."""
    document = json_object(envelope.message)
    if "AlarmName" in document:
        return _alarm(document, envelope)
    if "detail-type" in document:
        return _event(document, envelope)
    if "anomalyId" in document:
        return _anomaly(document, envelope)
    return _text(envelope)


def _alarm(document: dict[str, Any], envelope: Envelope) -> Notice:
    name, state = str(document["AlarmName"]), str(document.get("NewStateValue", ""))
    description = str(document.get("AlarmDescription") or "")
    summary, actions, links = _described(description)
    region = str(document.get("AlarmArn", "")).split(":")[3:4]
    console = tuple(("Alarm", _CONSOLE.format(region=code, name=quote(name, safe=""))) for code in region if code)
    return Notice(
        title=f"{state}: {name}",
        severity=severity_of(envelope.severity, description, envelope.topic),
        over=state == "OK",
        summary=summary or str(document.get("NewStateReason", "")),
        quick_actions=() if state == "OK" else actions,
        facts=_facts(
            ("Reason", document.get("NewStateReason") if summary else None),
            ("Account", document.get("AWSAccountId")),
            ("Region", document.get("Region")),
            ("Since", document.get("StateChangeTime")),
        ),
        links=(*links, *console),
    )


def _described(description: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Summary, quick actions and links of an alarm's description, or of one alert in Alertmanager's text."""
    summary: list[str] = []
    actions: list[str] = []
    links: list[tuple[str, str]] = []
    for line in description.splitlines():
        if link := _LINK.fullmatch(line):
            links.append((link.group(1), link.group(2)))
        elif step := _STEP.fullmatch(line):
            # Alertmanager's annotation holds all steps in one line: "1) first 2) second".
            actions += re.split(r" \d+\) ", step.group(1)) if line[1:2] == ")" else [step.group(1)]
        elif line.strip():
            summary.append(without_mark(line))
    return "\n".join(summary), tuple(dict.fromkeys(actions)), tuple(dict.fromkeys(links))


def _event(document: dict[str, Any], envelope: Envelope) -> Notice:
    detail = document.get("detail")
    detail = detail if isinstance(detail, dict) else {}
    identity = detail.get("userIdentity")
    resources = [str(item) for item in document.get("resources") or []]
    return Notice(
        title=str(detail.get("title") or document["detail-type"]),
        severity=severity_of(envelope.severity, envelope.topic, otherwise=_event_severity(detail)),
        summary=str(detail.get("description") or detail.get("eventName") or detail.get("Message") or ""),
        facts=_facts(
            ("Source", document.get("source")),
            ("Event", document["detail-type"]),
            ("Who", identity.get("arn") if isinstance(identity, dict) else None),
            ("From", detail.get("sourceIPAddress")),
            ("Refused", detail.get("errorCode")),
            ("Account", document.get("account")),
            ("Region", document.get("region")),
            ("Since", document.get("time")),
            ("Resources", ", ".join(resources) or None),
        ),
    )


def _event_severity(detail: dict[str, Any]) -> Severity:
    number = detail.get("severity")
    high = isinstance(number, int | float) and number >= _GUARD_DUTY_HIGH
    return Severity.CRITICAL if high else Severity.WARNING


def _anomaly(document: dict[str, Any], envelope: Envelope) -> Notice:
    impact = document.get("impact")
    impact = impact if isinstance(impact, dict) else {}
    causes = [cause for cause in document.get("rootCauses") or [] if isinstance(cause, dict)]
    link = str(document.get("anomalyDetailsLink") or "")
    return Notice(
        title=f"Cost anomaly: {document.get('dimensionalValue') or 'account'}",
        severity=severity_of(envelope.severity, envelope.topic),
        summary=f"USD {impact.get('totalImpact', '?')} more than expected.",
        facts=_facts(
            *(
                ("Cause", ", ".join(str(cause[key]) for key in ("service", "region", "usageType") if cause.get(key)))
                for cause in causes
            ),
            ("Account", document.get("accountId")),
            ("Since", document.get("anomalyStartDate")),
        ),
        links=(("Cost Explorer", link),) if link.startswith("https://") else (),
    )


def _text(envelope: Envelope) -> Notice:
    summary, actions, links = _described(envelope.message)
    over = envelope.subject.startswith("[RESOLVED]")
    return Notice(
        title=envelope.subject or summary.partition("\n")[0],
        severity=severity_of(envelope.severity, envelope.message, envelope.topic),
        over=over,
        summary=summary,
        quick_actions=() if over else actions,
        links=links,
    )


def _facts(*pairs: tuple[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in pairs if value)
