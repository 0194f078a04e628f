"""What one alarm is, before CDK: what it watches, when it fires, how bad that is, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.observability.telemetry.metric import Metric, MetricMath

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_HOUR = 3600
_DAY = 86_400
_WEEK = 604_800
_LEAST_PARTS = 2
_SHORTEST_ACTION = 2
_LONGEST_DESCRIPTION = 1024


class Severity(StrEnum):
    """How bad it is, and so which topic hears of it.

    critical: wake somebody up now. warning: look within the working day. info: nothing to do, good to know.
    """

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Comparison(StrEnum):
    """CloudWatch's comparison operators for a static threshold."""

    GREATER_THAN = "GreaterThanThreshold"
    GREATER_THAN_OR_EQUAL = "GreaterThanOrEqualToThreshold"
    LESS_THAN = "LessThanThreshold"
    LESS_THAN_OR_EQUAL = "LessThanOrEqualToThreshold"


class MissingData(StrEnum):
    """CloudWatch's treatment of missing data."""

    BREACHING = "breaching"
    NOT_BREACHING = "notBreaching"
    IGNORE = "ignore"
    MISSING = "missing"


def _check(spec: AlarmSpec | CompositeAlarmSpec) -> None:
    if not _SLUG.fullmatch(spec.slug) or not _SLUG.fullmatch(spec.runbook):
        raise ConfigurationError(f"alarm {spec.slug!r}, runbook {spec.runbook!r}: expected kebab-case")
    _check_member(spec.slug, Severity, severity=spec.severity)
    if not spec.summary or not spec.quick_actions:
        raise ConfigurationError(f"alarm {spec.slug}: expected a summary and at least one quick action")
    if min(map(len, spec.quick_actions)) < _SHORTEST_ACTION:  # a text where a tuple is meant is taken by its letters
        raise invalid(f"alarm {spec.slug}: quick_actions", spec.quick_actions, "a tuple of sentences or commands")


def _check_member(slug: str, members: type[StrEnum], **given: StrEnum) -> None:
    for name, value in given.items():
        if not isinstance(value, members):
            allowed = ", ".join(f"{members.__name__}.{one.name}" for one in members)
            raise invalid(f"alarm {slug}: {name}", value, allowed)


@dataclass(frozen=True, kw_only=True)
class AlarmSpec:
    """One CloudWatch metric alarm.

    Attributes:
        slug: kebab-case, unique in its subject; the last part of the alarm's physical name.
        metric: a `Metric` or a `MetricMath`; its `dimensions` are the values that the construct must give.
        threshold: in the metric's unit.
        comparison: metric compared with threshold.
        evaluation_periods: N of "M out of N".
        datapoints_to_alarm: M of "M out of N", 1 to N.
        treat_missing_data: what silence means.
        severity: decides the topic.
        summary: one sentence: what is wrong.
        runbook: slug of `docs/runbooks/<slug>.md`.
        quick_actions: what to do first; imperative sentences or commands.
        notifies: False for a part of a composite alarm, which notifies in its place.

    Raises:
        ConfigurationError: a bad slug, no quick action, M above N, or an evaluation range over what PutMetricAlarm
            admits: one day for periods under an hour, seven days otherwise (CloudWatch API reference, `Period`).
    """

    slug: str
    metric: Metric | MetricMath
    threshold: float
    comparison: Comparison
    evaluation_periods: int
    datapoints_to_alarm: int
    treat_missing_data: MissingData
    severity: Severity
    summary: str
    runbook: str
    quick_actions: tuple[str, ...]
    notifies: bool = True

    def __post_init__(self) -> None:
        _check(self)
        _check_member(self.slug, Comparison, comparison=self.comparison)
        _check_member(self.slug, MissingData, treat_missing_data=self.treat_missing_data)
        bounded(f"alarm {self.slug}", 1, self.evaluation_periods, datapoints_to_alarm=self.datapoints_to_alarm)
        limit = _DAY if self.period_seconds < _HOUR else _WEEK
        if self.period_seconds * self.evaluation_periods > limit:
            raise ConfigurationError(
                f"alarm {self.slug}: {self.period_seconds} s x {self.evaluation_periods} is over {limit} s"
            )

    @property
    def period_seconds(self) -> int:
        """The period of the metric or of the math, in seconds."""
        return self.metric.period_seconds

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Every CloudWatch metric that the alarm reads."""
        return (self.metric,) if isinstance(self.metric, Metric) else self.metric.metrics

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimension names whose values the construct must give."""
        return self.metric.dimensions


@dataclass(frozen=True, kw_only=True)
class CompositeAlarmSpec:
    """An alarm that fires while **all** of its parts are in ALARM (CloudWatch composite alarm, joined by AND).

    Attributes:
        slug, severity, summary, runbook, quick_actions: as in `AlarmSpec`.
        parts: metric alarms without actions of their own (`notifies=False`), two or more.

    Raises:
        ConfigurationError: fewer than two parts, repeated slugs, or a part that would notify as well.
    """

    slug: str
    parts: tuple[AlarmSpec, ...]
    severity: Severity
    summary: str
    runbook: str
    quick_actions: tuple[str, ...]

    def __post_init__(self) -> None:
        _check(self)
        slugs = [part.slug for part in self.parts]
        if len(slugs) < _LEAST_PARTS or len(set(slugs)) != len(slugs) or any(part.notifies for part in self.parts):
            raise invalid(
                f"composite alarm {self.slug}: parts", slugs, "two or more, all different, that do not notify"
            )

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimension names whose values the construct must give."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.dimensions))


def alarm_description(
    *, spec: AlarmSpec | CompositeAlarmSpec, runbook_base_url: str, resource: str = "", dashboard_url: str = ""
) -> str:
    """Return the alarm's description: what a person reads in the notification. CloudWatch admits 1,024 characters.

    Args:
        spec: the alarm.
        runbook_base_url: where `docs/runbooks` can be read (`runbook_url` of the environment).
        resource: what it watches, for example `prod-atlantis`.
        dashboard_url: where to look.

    Raises:
        ConfigurationError: the text is longer than CloudWatch admits (AWS::CloudWatch::Alarm AlarmDescription, 1,024).
    """
    lines = [f"[{spec.severity}] {resource + ': ' if resource else ''}{spec.summary}"]
    lines.append(f"Runbook: {runbook_url(spec=spec, runbook_base_url=runbook_base_url)}")
    if dashboard_url:
        lines.append(f"Dashboard: {dashboard_url}")
    lines.extend(f"{number}. {action}" for number, action in enumerate(spec.quick_actions, start=1))
    text = "\n".join(lines)
    if len(text) > _LONGEST_DESCRIPTION:
        raise ConfigurationError(
            f"alarm {spec.slug}: description has {len(text)} characters, {_LONGEST_DESCRIPTION} at most"
        )
    return text


def runbook_url(*, spec: AlarmSpec | CompositeAlarmSpec, runbook_base_url: str) -> str:
    """Return the address of the alarm's runbook page."""
    return f"{runbook_base_url.rstrip('/')}/{spec.runbook}.md"
