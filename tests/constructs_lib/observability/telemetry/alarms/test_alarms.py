"""Every alarm can fire, says what to do, and has a page that says more."""

from __future__ import annotations

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry import alarms
from constructs_lib.observability.telemetry.alarm_spec import (
    AlarmSpec,
    Comparison,
    CompositeAlarmSpec,
    MissingData,
    Severity,
)
from constructs_lib.observability.telemetry.metrics import ALL
from constructs_lib.observability.telemetry.metrics.platform import amp_rule_failures
from constructs_lib.observability.telemetry.prometheus import RULE_GROUPS, AlertRule
from constructs_lib.observability.telemetry.render import RUNBOOK_BASE_URL
from tests.constructs_lib.observability.telemetry.alarms.subjects import (
    COMPOSITE_SUBJECTS,
    COMPOSITES,
    EVERY,
    METRIC_ALARMS,
    SUBJECTS,
    public,
)
from tests.support import ROOT

RUNBOOKS = ROOT / "docs" / "runbooks"
GIB = 1024**3
RUNBOOK_SLUGS = sorted({spec.runbook for spec in EVERY})
PROMETHEUS = [
    rule for groups in RULE_GROUPS.values() for group in groups for rule in group.rules if isinstance(rule, AlertRule)
]


def test_every_subject_is_on_the_door_of_alarms() -> None:
    assert len(SUBJECTS) > 15
    missing = {*SUBJECTS, *COMPOSITE_SUBJECTS} - set(alarms.__all__)
    assert not missing, f"add to telemetry/alarms/__init__.py: {', '.join(sorted(missing))}"


def test_every_alarm_is_one_of_a_subject() -> None:
    known = {spec for specs in SUBJECTS.values() for spec in specs}
    alone = {name for name, value in public() if isinstance(value, AlarmSpec) and value not in known}
    assert not alone, f"alarms of no subject, which nobody gets: {', '.join(sorted(alone))}"


@pytest.mark.parametrize("spec", [*METRIC_ALARMS, *COMPOSITES])
def test_every_alarm_has_a_severity_a_runbook_page_and_a_quick_action(spec: AlarmSpec | CompositeAlarmSpec) -> None:
    assert spec.severity in Severity
    assert spec.quick_actions
    assert (RUNBOOKS / f"{spec.runbook}.md").is_file(), f"write docs/runbooks/{spec.runbook}.md"


@pytest.mark.parametrize("rule", PROMETHEUS, ids=lambda rule: rule.alert)
def test_every_prometheus_alert_has_a_runbook_page(rule: AlertRule) -> None:
    assert (RUNBOOKS / f"{rule.runbook}.md").is_file(), f"write docs/runbooks/{rule.runbook}.md"


def test_every_runbook_that_an_alarm_names_is_in_the_index() -> None:
    index = (RUNBOOKS / "README.md").read_text(encoding="utf-8")
    named = {*RUNBOOK_SLUGS, *(rule.runbook for rule in PROMETHEUS)}
    missing = [slug for slug in sorted(named) if f"({slug}.md)" not in index]
    assert not missing, f"add a row to docs/runbooks/README.md for {', '.join(missing)}"


@pytest.mark.parametrize("slug", sorted({*RUNBOOK_SLUGS, *(rule.runbook for rule in PROMETHEUS)}))
def test_a_runbook_says_what_it_means_how_to_see_fix_escalate_and_silence(slug: str) -> None:
    text = (RUNBOOKS / f"{slug}.md").read_text(encoding="utf-8")
    for heading in ("## What it means", "## See", "## Quick actions", "## Fix", "## Escalate", "## Silence"):
        assert heading in text
    assert "aws " in text


@pytest.mark.parametrize("spec", [*METRIC_ALARMS, *COMPOSITES])
def test_every_alarm_fits_into_a_description(spec: AlarmSpec | CompositeAlarmSpec) -> None:
    text = alarms.alarm_description(
        spec=spec,
        runbook_base_url=RUNBOOK_BASE_URL,
        resource="prod-atlantis",
        dashboard_url="https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/prod-ecs",
    )
    assert text.startswith(f"[{spec.severity.value}] prod-atlantis: ")
    assert f"{RUNBOOK_BASE_URL}/{spec.runbook}.md" in text
    assert "\n1. " in text


@pytest.mark.parametrize("subject", sorted(SUBJECTS))
def test_slugs_are_unique_in_their_subject(subject: str) -> None:
    slugs = [spec.slug for spec in SUBJECTS[subject]]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("spec", METRIC_ALARMS)
def test_every_alarm_watches_a_metric_of_the_catalogue(spec: AlarmSpec) -> None:
    known = {(metric.namespace, metric.name, metric.statistic) for metric in ALL.values()}
    known.add(amp_rule_failures("services;targets", 1).key)
    own = [metric for metric in spec.metrics if not metric.namespace.startswith("CustomLogs/")]
    assert {metric.key for metric in own} <= known


@pytest.mark.parametrize("spec", METRIC_ALARMS)
def test_what_can_vanish_with_the_failure_alarms_on_silence(spec: AlarmSpec) -> None:
    silent = {"no-running-task", "no-healthy-target", "health-check-failed"}
    assert (spec.treat_missing_data is MissingData.BREACHING) == (spec.slug in silent)


def test_the_storage_threshold_follows_the_volume() -> None:
    def threshold(allocated_gib: int) -> float:
        specs = alarms.database_alarms(allocated_gib=allocated_gib, memory_gib=4, max_connections=341)
        return next(spec.threshold for spec in specs if spec.slug == "free-storage-low")

    assert threshold(300) == 45 * GIB
    assert threshold(20) == 3 * GIB


def test_memory_and_connection_thresholds_follow_the_instance() -> None:
    by_slug = {spec.slug: spec for spec in alarms.database_alarms(allocated_gib=20, memory_gib=2, max_connections=100)}
    assert by_slug["freeable-memory-low"].threshold == int(2 * GIB * 0.08)
    assert by_slug["connections-high"].threshold == 90
    assert by_slug["freeable-memory-low"].comparison is Comparison.LESS_THAN


def test_default_connections_are_those_of_rds() -> None:
    assert alarms.max_mysql_connections(memory_gib=2) == 170
    assert alarms.max_mysql_connections(memory_gib=1024) == 16_000


def test_a_duration_alarm_is_at_four_fifths_of_the_timeout() -> None:
    by_slug = {spec.slug: spec for spec in alarms.rotation_alarms(timeout_seconds=60)}
    assert by_slug["duration-near-timeout"].threshold == 48_000
    assert by_slug["rotation-failed"].severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "call",
    [
        lambda: alarms.database_alarms(allocated_gib=0, memory_gib=4, max_connections=1),
        lambda: alarms.max_mysql_connections(memory_gib=0),
        lambda: alarms.function_alarms(timeout_seconds=901),
        lambda: alarms.queue_alarms(max_age_seconds=59),
        lambda: alarms.queue_alarms(max_visible=0),
        lambda: alarms.log_error_alarms(namespace="X", name="y", threshold=-1),
    ],
)
def test_a_size_that_aws_does_not_have_is_refused_in_one_line(call: object) -> None:
    assert callable(call)
    with pytest.raises(ConfigurationError, match=r"^[^\n]+: given [^\n]+; allowed: [^\n]+$"):
        call()
