from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.drilling.bounds import in_words, longest_gap, of_backup, of_replication

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("cron(0 20 * * ? *)", DAY),
        ("cron(0 1 ? * SUN *)", 7 * DAY),
        ("cron(0 8 ? * MON-FRI *)", 3 * DAY),
        ("cron(0 8 ? * 2-6 *)", 3 * DAY),
        ("cron(0 2 1 * ? *)", 31 * DAY),
        ("cron(0 2 1 JAN,JUL ? *)", 184 * DAY),
        ("cron(0 0/6 * * ? *)", 6 * HOUR),
        ("cron(30 1,13 * * ? *)", 12 * HOUR),
        ("rate(1 hour)", HOUR),
        ("rate(5 minutes)", 300),
    ],
)
def test_the_longest_time_between_two_runs_is_what_counts(schedule: str, seconds: int) -> None:
    assert longest_gap(schedule) == seconds


@pytest.mark.parametrize(
    "schedule",
    [
        "", "at(2027-01-01T00:00:00)", "cron(0 8 L * ? *)", "cron(0 8 ? * 6#3 *)", "cron(0 8 1 1 ? 2027)",
        "cron(0 25 * * ? *)", "cron(0/0 8 * * ? *)", "every day",
    ],
)  # fmt: skip
def test_a_schedule_that_is_not_understood_has_no_bound(schedule: str) -> None:
    assert longest_gap(schedule) is None
    assert of_backup({"ScheduleExpression": schedule}).seconds is None


def test_a_backup_may_begin_late_and_take_its_time() -> None:
    rule = {"ScheduleExpression": "cron(0 20 * * ? *)", "StartWindowMinutes": 60, "CompletionWindowMinutes": 480}
    found = of_backup(rule)
    assert (found.seconds, found.why.key) == (33 * HOUR, "rpo-backup")
    assert dict(found.why.values) == {"every": "24 h", "start": "1 h", "whole": "8 h"}


def test_a_window_that_only_a_deploy_knows_is_that_of_aws() -> None:
    rule = {"ScheduleExpression": "rate(1 day)", "StartWindowMinutes": {"Ref": "P"}, "CompletionWindowMinutes": "60"}
    assert of_backup(rule).seconds == DAY + 9 * HOUR


def test_a_plan_without_windows_has_those_of_aws() -> None:
    assert of_backup({"ScheduleExpression": "rate(1 day)"}).seconds == DAY + 8 * HOUR + 7 * DAY


@pytest.mark.parametrize(
    ("destination", "seconds"),
    [
        ({}, None),
        ({"ReplicationTime": {"Status": "Disabled", "Time": {"Minutes": 15}}}, None),
        ({"ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}}}, 900),
    ],
)
def test_s3_promises_a_time_with_replication_time_control_only(destination: Any, seconds: int | None) -> None:
    assert of_replication(destination).seconds == seconds


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (90, "90 s"), (900, "15 min"), (DAY, "24 h"), (33 * HOUR, "33 h"), (7 * DAY, "7 d")],
)
def test_a_time_is_said_in_its_largest_whole_unit(seconds: int, text: str) -> None:
    assert in_words(seconds) == text
