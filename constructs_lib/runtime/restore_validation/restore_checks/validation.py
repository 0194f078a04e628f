"""One restore test: the job, what is wrong with its copy, and the result that AWS Backup is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime

Check = Callable[[Mapping[str, Any]], list[str]]
"""What is wrong with the copy of a restore job; nothing when it holds."""
_ENDED = ("SUCCESSFUL", "FAILED", "TIMED_OUT")
_LONGEST = 500
_DAY = 86_400


class RestoreTestFailedError(Exception):
    """The copy does not hold what the backup should."""


def validate(backup: Any, job_id: str, checks: Mapping[str, Check]) -> str:
    """Check the copy of a restore job by its resource type, and tell AWS Backup, which then takes the copy away.

    One that was told before is left alone, so an event that comes twice changes nothing. What is returned is a sentence
    for the log.

    Raises RestoreTestFailedError where the copy failed, once AWS Backup was told: the function's alarm rings.
    """
    job = backup.describe_restore_job(RestoreJobId=job_id)
    kind, told = job.get("ResourceType", "?"), job.get("ValidationStatus", "")
    if job["Status"] != "COMPLETED" or told in _ENDED:
        return f"{job_id} is {job['Status']}, its validation {told or 'open'}: nothing to do"
    found = checks[kind](job) if kind in checks else [f"nothing knows how to look at a copy of {kind}"]
    message = "; ".join(found) or "it holds what it should"
    backup.put_restore_validation_result(
        RestoreJobId=job_id,
        ValidationStatus="FAILED" if found else "SUCCESSFUL",
        ValidationStatusMessage=message[:_LONGEST],
    )
    if found:
        raise RestoreTestFailedError(f"restore test of {kind}: {message}")
    return f"restore test of {kind}: {message}"


def days_since_success(backup: Any, plan: str, *, now: datetime.datetime) -> float:
    """Days since a test of the plan (by its ARN) last passed; where none ever did, since the plan was made."""
    pages = backup.get_paginator("list_restore_jobs").paginate(ByRestoreTestingPlanArn=plan)
    jobs = [job for page in pages for job in page["RestoreJobs"]]
    moments = [job["CompletionDate"] for job in jobs if job.get("ValidationStatus") == "SUCCESSFUL"]
    if not moments:
        name = plan.rpartition(":")[2].partition("-")[0]  # the ARN ends in `<name>-<id>`; a name has no hyphens
        found = backup.get_restore_testing_plan(RestoreTestingPlanName=name)["RestoreTestingPlan"]
        moments = [found["CreationTime"]]
    return float((now - max(moments)).total_seconds()) / _DAY
