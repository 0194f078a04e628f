from __future__ import annotations

import pytest

from governed_cdk.rehearsal.reasons import reason


@pytest.mark.parametrize(
    "said",
    [
        "Bucket assets is not there\n\n‣ ToolkitError:\nAggregateError: \n",
        "‣ AggregateError: Bucket assets is not there\n",
        "AggregateError:\nBucket assets is not there\n",
        "❌  prod-kms failed to deploy\n‣ DeploymentError: Resource updates failed:\nBucket assets is not there\n",
    ],
)
def test_a_heading_is_no_reason(said: str) -> None:
    assert reason(said) == "Bucket assets is not there"


def test_a_failed_resource_with_a_reason_goes_before_one_that_was_cancelled() -> None:
    said = """\
prod-rds | 0/4 | CREATE_FAILED | AWS::SSM::Parameter | Name Resource creation cancelled
prod-rds | 0/4 | ROLLBACK_FAILED | AWS::CloudFormation::Stack |
prod-rds | 0/4 | CREATE_FAILED | AWS::RDS::DBInstance | Database no such class
"""
    assert reason(said).endswith("Database no such class")


@pytest.mark.parametrize(
    "note",
    [
        "[Info at /prod-rds/Database] errors are not told twice",
        "INFO: template not found in cache, reading it anew",
        "2026-11-30 01:02:03,456 INFO botocore.credentials: Found credentials, not refreshed",
        "2026-11-30T01:02:03Z [INFO] Failover target is not set",
        "ministack.app - INFO - 404 Not Found",
        'time="2026-11-30T01:02:03Z" level=info msg="cannot reach telemetry"',
        '{"level": "INFO", "message": "error budget is not used"}',
        "[Warning at /prod-rds] a name that is not known: the error is only told",
        "NOTICES (What's this? https://github.com/aws/aws-cdk/wiki/CLI-Notices)",
        "prod-api | 3/10 | 12:00:01 | CREATE_COMPLETE | AWS::CloudWatch::Alarm | Errors",
        "prod-api | 3/10 | 12:00:01 | CREATE_IN_PROGRESS | AWS::SQS::Queue | FailedMessages",
    ],
)
def test_a_note_is_no_reason_whatever_it_speaks_of(note: str) -> None:
    said = f"{note}\nBucket assets is not there\n{note}\n"
    assert reason(said) == "Bucket assets is not there"
    assert reason(f"{note}\n") == "it said no reason"


@pytest.mark.parametrize(
    "said",
    [
        "prod-kms: information about the key is not there",
        "Infoblox refused the record",
        "❌  prod-kms failed: DebugBucket is not there",
        "prod-rds | 0/4 | UPDATE_FAILED | AWS::RDS::DBInstance | Info is not there",
    ],
)
def test_a_reason_that_only_begins_like_a_note_is_one(said: str) -> None:
    assert reason(f"one\n{said}\ntwo\n") == said


def test_without_a_better_one_the_reason_is_the_last_line() -> None:
    assert reason("one\ntwo\n") == "two"


def test_without_output_the_reason_says_so() -> None:
    assert reason("") == "it said nothing"
