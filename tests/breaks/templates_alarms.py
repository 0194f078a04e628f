"""What breaks each property of `tests/test_templates_alarms.py`, by a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import test_templates_alarms
from tests.breaks.making import ALARM, COMPOSITE, TOPIC, given

if TYPE_CHECKING:
    from tests.breaks.making import Break, Property

BREAKS: dict[Property, dict[str, Break]] = {
    test_templates_alarms.test_every_alarm_has_a_severity_a_runbook_quick_actions_and_a_topic: {
        "no tags": given(ALARM, Tags=[{"Key": "Severity", "Value": "critical"}]),
        "unknown severity": given(
            ALARM, Tags=[{"Key": "Severity", "Value": "urgent"}, {"Key": "Runbook", "Value": "x.md"}]
        ),
        "no text": given(ALARM, AlarmDescription="Something is wrong."),
        "nobody hears": given(COMPOSITE, AlarmActions=[]),
        "nobody hears of the end": given(COMPOSITE, OKActions=[]),
    },
    test_templates_alarms.test_every_runbook_that_a_template_links_is_a_page: {
        "a tag": given(
            TOPIC, Tags=[{"Key": "Runbook", "Value": "https://github.com/o/r/blob/main/docs/runbooks/no.md"}]
        ),
        "a description": given(ALARM, AlarmDescription="Runbook: https://example.com/docs/runbooks/no-such-page.md"),
    },
    test_templates_alarms.test_every_part_of_a_composite_alarm_is_spoken_for: {
        "of a composite": given(COMPOSITE, AlarmRule="FALSE"),
        "of none": given(ALARM, ActionsEnabled=False),
    },
}
