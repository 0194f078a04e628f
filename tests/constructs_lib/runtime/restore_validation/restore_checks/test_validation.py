from __future__ import annotations

import datetime
from typing import Any

import pytest

from constructs_lib.runtime.restore_validation.restore_checks.validation import (
    RestoreTestFailedError,
    days_since_success,
    validate,
)

NOW = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)
PLAN = "arn:aws:backup:ap-northeast-2:111122223333:restore-testing-plan:prod_rds_database-4f1c"


class Backup:
    """AWS Backup with one job, or some."""

    def __init__(self, *jobs: dict[str, Any], **job: Any) -> None:
        self.jobs = jobs
        self.job = {"Status": "COMPLETED", "ResourceType": "RDS", **job}
        self.told: list[dict[str, str]] = []

    def describe_restore_job(self, *, RestoreJobId: str) -> Any:  # noqa: N803 - boto3's word
        assert RestoreJobId == "job-1"
        return self.job

    def put_restore_validation_result(self, **given: str) -> None:
        self.told.append(given)

    def get_paginator(self, operation: str) -> Any:
        assert operation == "list_restore_jobs"
        return self

    def paginate(self, **given: str) -> Any:
        assert given == {"ByRestoreTestingPlanArn": PLAN}
        return [{"RestoreJobs": list(self.jobs[:1])}, {"RestoreJobs": list(self.jobs[1:])}]

    def get_restore_testing_plan(self, **given: str) -> Any:
        assert given == {"RestoreTestingPlanName": "prod_rds_database"}
        return {"RestoreTestingPlan": {"CreationTime": NOW - datetime.timedelta(days=9)}}


def test_a_copy_that_holds_is_told_so() -> None:
    backup = Backup()
    assert validate(backup, "job-1", {"RDS": lambda _: []}) == "restore test of RDS: it holds what it should"
    (told,) = backup.told
    assert (told["RestoreJobId"], told["ValidationStatus"]) == ("job-1", "SUCCESSFUL")


def test_a_copy_that_does_not_is_told_with_why_and_raised() -> None:
    backup = Backup()
    with pytest.raises(RestoreTestFailedError, match="RDS: no row; too old"):
        validate(backup, "job-1", {"RDS": lambda _: ["no row", "too old"]})
    assert backup.told == [
        {"RestoreJobId": "job-1", "ValidationStatus": "FAILED", "ValidationStatusMessage": "no row; too old"}
    ]


def test_a_kind_that_nothing_looks_at_never_passes() -> None:
    backup = Backup(ResourceType="DynamoDB")
    with pytest.raises(RestoreTestFailedError, match="nothing knows how to look at a copy of DynamoDB"):
        validate(backup, "job-1", {})
    assert backup.told[0]["ValidationStatus"] == "FAILED"


@pytest.mark.parametrize(
    "job", [{"ValidationStatus": "FAILED"}, {"ValidationStatus": "SUCCESSFUL"}, {"Status": "ABORTED"}]
)
def test_what_has_ended_is_left_alone(job: dict[str, str]) -> None:
    backup = Backup(**job)
    assert "nothing to do" in validate(backup, "job-1", {"RDS": lambda _: ["never asked"]})
    assert backup.told == []


def test_days_are_counted_from_the_last_success_and_before_one_from_the_plan() -> None:
    def job(days: int, status: str) -> dict[str, Any]:
        return {"CompletionDate": NOW - datetime.timedelta(days=days), "ValidationStatus": status}

    passed = Backup(job(1, "FAILED"), job(8, "SUCCESSFUL"), job(3, "SUCCESSFUL"), job(2, "TIMED_OUT"))
    assert days_since_success(passed, PLAN, now=NOW) == 3
    assert days_since_success(Backup(job(1, "FAILED")), PLAN, now=NOW) == 9
