"""What each service publishes on the alarm topics, read into a Notice.

Sources: CloudWatch User Guide, "Amazon SNS notifications" of alarms; EventBridge User Guide, "Event structure"; AMP
User Guide, "SNS receiver"; Cost Management User Guide, "Creating an Amazon SNS topic for anomaly notifications"; AWS
Budgets sends prose only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .fields import LONGEST, at, json_object, text_of
from .links import alarm_address, is_trusted
from .notice import Notice, Severity, severity_of, without_mark

if TYPE_CHECKING:
    from .envelope import Envelope

_GUARD_DUTY_HIGH = 7
# More of either than Slack shows.
_MOST_CAUSES = 10
_MOST_RESOURCES = 100
_LINK = re.compile(r"(Runbook|Dashboard): (https://\S+)")
_STEP = re.compile(r"\d{1,3}[.)] (.+)")


def is_first_look(envelope: Envelope) -> bool:
    """Whether an alarm has gone to OK at the first look at its metric: that is a deployment, and no recovery.

    A new alarm begins as INSUFFICIENT_DATA, and OKActions run on each way to OK (CloudWatch API reference,
    PutMetricAlarm). None of our alarms comes back to that state: none treats missing data as missing.
    """
    document = json_object(envelope.message)
    return (document.get("NewStateValue"), document.get("OldStateValue")) == ("OK", "INSUFFICIENT_DATA")


def read(envelope: Envelope, *, runbooks: str = "") -> Notice:
    """The notice in a message, by its form: alarm, event, cost anomaly, or plain text.

    Args:
        envelope: the message.
        runbooks: where our runbooks can be read; a link to anywhere but there and AWS's console is shown as text.
    """
    document = json_object(envelope.message)
    if "AlarmName" in document:
        return _alarm(document, envelope, runbooks)
    if "detail-type" in document:
        return _event(document, envelope)
    if "anomalyId" in document:
        return _anomaly(document, envelope)
    return _text(envelope, runbooks)


def _alarm(document: dict[str, Any], envelope: Envelope, runbooks: str) -> Notice:
    name, state = text_of(document["AlarmName"]), text_of(document.get("NewStateValue"))
    description = text_of(document.get("AlarmDescription"))
    summary, actions, links = _described(description, runbooks)
    console = alarm_address(text_of(document.get("AlarmArn")), name)
    return Notice(
        title=f"{state}: {name}",
        severity=severity_of(envelope.severity, description, envelope.topic),
        over=state == "OK",
        summary=summary or text_of(document.get("NewStateReason")),
        quick_actions=() if state == "OK" else actions,
        facts=_facts(
            ("Reason", document.get("NewStateReason") if summary else None),
            ("Account", document.get("AWSAccountId")),
            ("Region", document.get("Region")),
            ("Since", document.get("StateChangeTime")),
        ),
        links=(*links, *((("Alarm", console),) if console else ())),
    )


def _described(description: str, runbooks: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Summary, quick actions and links of an alarm's description, or of one alert in Alertmanager's text."""
    summary: list[str] = []
    actions: list[str] = []
    links: list[tuple[str, str]] = []
    for line in description.splitlines():
        if (link := _LINK.fullmatch(line)) and is_trusted(link.group(2), runbooks=runbooks):
            links.append((link.group(1), link.group(2)))
        elif step := _STEP.fullmatch(line):
            # Alertmanager's annotation holds all steps in one line: "1) first 2) second".
            actions += re.split(r" \d+\) ", step.group(1)) if line[1:2] == ")" else [step.group(1)]
        elif line.strip():
            summary.append(without_mark(line))
    return "\n".join(summary), tuple(dict.fromkeys(actions)), tuple(dict.fromkeys(links))


def _event(document: dict[str, Any], envelope: Envelope) -> Notice:
    detail = document.get("detail")
    resources = document.get("resources")
    names = [text_of(item) for item in resources[:_MOST_RESOURCES]] if isinstance(resources, list) else []
    kind = text_of(document["detail-type"])
    told = (text_of(at(detail, name)) for name in ("description", "eventName", "Message"))
    return Notice(
        title=text_of(at(detail, "title")) or kind,
        severity=severity_of(envelope.severity, envelope.topic, otherwise=_event_severity(at(detail, "severity"))),
        summary=next((text for text in told if text), ""),
        facts=_facts(
            ("Source", document.get("source")),
            ("Event", kind),
            ("Who", at(detail, "userIdentity", "arn")),
            ("From", at(detail, "sourceIPAddress")),
            ("Refused", at(detail, "errorCode")),
            ("Account", document.get("account")),
            ("Region", document.get("region")),
            ("Since", document.get("time")),
            ("Resources", ", ".join(names)),
        ),
    )


def _event_severity(number: Any) -> Severity:
    high = isinstance(number, int | float) and number >= _GUARD_DUTY_HIGH
    return Severity.CRITICAL if high else Severity.WARNING


def _anomaly(document: dict[str, Any], envelope: Envelope) -> Notice:
    causes = document.get("rootCauses")
    link = text_of(document.get("anomalyDetailsLink"))
    return Notice(
        title=f"Cost anomaly: {text_of(document.get('dimensionalValue')) or 'account'}",
        severity=severity_of(envelope.severity, envelope.topic),
        summary=f"USD {text_of(at(document, 'impact', 'totalImpact')) or '?'} more than expected.",
        facts=_facts(
            *(("Cause", _cause(cause)) for cause in (causes[:_MOST_CAUSES] if isinstance(causes, list) else ())),
            ("Account", document.get("accountId")),
            ("Since", document.get("anomalyStartDate")),
        ),
        links=(("Cost Explorer", link),) if is_trusted(link, runbooks="") else (),
    )


def _cause(cause: Any) -> str:
    return ", ".join(text for name in ("service", "region", "usageType") if (text := text_of(at(cause, name))))


def _text(envelope: Envelope, runbooks: str) -> Notice:
    # As long as Slack shows, and what that cuts off besides.
    summary, actions, links = _described(text_of(envelope.message, longest=2 * LONGEST), runbooks)
    over = envelope.subject.startswith("[RESOLVED]")
    return Notice(
        title=envelope.subject or summary.partition("\n")[0],
        severity=severity_of(envelope.severity, envelope.message[:LONGEST], envelope.topic),
        over=over,
        summary=summary,
        quick_actions=() if over else actions,
        links=links,
    )


def _facts(*pairs: tuple[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, value in pairs if (text := text_of(value)))
