"""Every alarm of every template says what to do, and reaches somebody."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.support import ROOT

if TYPE_CHECKING:
    from tests.support import Templates

# The page that a tag, a description, a dashboard or an alert rule links to.
RUNBOOK = re.compile(r"/runbooks/([A-Za-z0-9._-]*[A-Za-z0-9_-])")


def test_every_alarm_has_a_severity_a_runbook_quick_actions_and_a_topic(templates: Templates) -> None:
    alarms = [
        (f"{stack}/{key}", resource["Properties"])
        for stack, key, resource in templates.all()
        if resource["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
    ]
    assert len(alarms) > 20
    for name, alarm in alarms:
        given = {tag["Key"]: tag["Value"] for tag in alarm["Tags"]}
        assert given.get("Severity") in ("critical", "warning", "info"), name
        assert given.get("Runbook", "").endswith(".md"), name
        assert "Runbook: https://" in alarm["AlarmDescription"], name
        assert "\n1. " in alarm["AlarmDescription"], name
        if alarm.get("ActionsEnabled", True):
            assert alarm["AlarmActions"], name
            assert alarm["OKActions"], name


def test_every_runbook_that_a_template_links_is_a_page(templates: Templates) -> None:
    linked = {
        (f"{stack}/{key}", page)
        for stack, key, resource in templates.all()
        for page in RUNBOOK.findall(json.dumps(resource))
    }
    assert len(linked) > 10
    pages = {path.name for path in (ROOT / "docs/runbooks").glob("*.md")}
    missing = [
        f"{place}: docs/runbooks/{page} is not there; write it" for place, page in sorted(linked) if page not in pages
    ]
    assert not missing, "\n".join(missing)


def test_every_part_of_a_composite_alarm_is_spoken_for(templates: Templates) -> None:
    rules = " ".join(
        resource["Properties"]["AlarmRule"] for _, _, resource in templates.all("AWS::CloudWatch::CompositeAlarm")
    )
    for stack, key, resource in templates.all("AWS::CloudWatch::Alarm"):
        if resource["Properties"].get("ActionsEnabled") is False:
            assert f'"{resource["Properties"]["AlarmName"]}"' in rules, f"{stack}/{key}"
