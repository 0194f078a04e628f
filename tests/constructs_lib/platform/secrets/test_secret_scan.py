from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.compute.bundle import bundle
from constructs_lib.platform import GovernedSecretScan, SecretScanSettings
from constructs_lib.platform.secrets.secret_scan import CODE, DISTRIBUTIONS, MODULES
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench

ARCHIVE, COPY = "prod-logging-archive-111122223333", "prod-logging-archive-111122223333-ap-northeast-1"


@pytest.fixture
def made(bench: Bench) -> Bench:
    GovernedSecretScan(bench.stack, "Scan", settings=SecretScanSettings(readers=("security",)))
    return bench


def rights(bench: Bench, kind: str) -> dict[str, list[Any]]:
    """Resources by action of a function's role."""
    (policy,) = (one for one in bench.resources("AWS::IAM::Policy") if f"{kind}Role" in str(one["Roles"]))
    found: dict[str, list[Any]] = {}
    for statement in policy["PolicyDocument"]["Statement"]:
        for action in as_list(statement["Action"]):
            found.setdefault(action, []).extend(map(resolve, as_list(statement["Resource"])))
    return found


def test_the_one_that_looks_writes_nothing_and_the_one_that_acts_changes_no_parameter(made: Bench) -> None:
    looks, acts = rights(made, "Scanner"), rights(made, "Responder")
    writing = ("Put", "Delete", "Update", "Create", "Publish")
    own = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
    assert [one for one in looks if one.partition(":")[2].startswith(writing) and one not in own] == []
    assert [one for one in acts if one.startswith(("ssm:Put", "ssm:Delete", "lambda:Update", "secretsmanager"))] == []
    assert set(acts["s3:DeleteObjectVersion"]) == {f"arn:aws:s3:::{name}/*" for name in (ARCHIVE, COPY)}
    assert acts["iam:UpdateAccessKey"] == ["arn:aws:iam::111122223333:user/*"]


def test_quarantine_is_locked_in_governance_and_read_by_security_alone(made: Bench) -> None:
    (bucket,) = (one for one in made.resources("AWS::S3::Bucket") if "quarantine" in one["BucketName"])
    lock = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert lock == {"Days": 90, "Mode": "GOVERNANCE"}
    (policy,) = made.resources("AWS::S3::BucketPolicy")
    (alone,) = (one for one in policy["PolicyDocument"]["Statement"] if one.get("Sid") == "ReadBySecurityOnly")
    assert (alone["Effect"], alone["Principal"]) == ("Deny", {"AWS": "*"})
    roles = ("prod-example-secret-response-function", "security")
    assert alone["Condition"] == {
        "ArnNotLike": {"aws:PrincipalArn": [f"arn:aws:iam::111122223333:role/{one}" for one in roles]}
    }


def test_each_step_is_tried_again_and_its_failure_told(made: Bench) -> None:
    definition = json.loads(resolve(made.only("AWS::StepFunctions::StateMachine")["DefinitionString"]))
    steps = definition["States"]["Cases"]["ItemProcessor"]["States"]
    assert {"Quarantine", "Deactivate", "Notify", "Record"} < steps.keys()
    for name in ("Quarantine", "Deactivate", "Notify", "Record"):
        assert steps[name]["Retry"][0]["MaxAttempts"] == 6
        assert steps[name]["Catch"][0]["Next"] == "TellFailed"
    assert definition["States"]["Look"]["Catch"][0]["Next"] == "NotLooked"
    assert "Parameters" in steps["Notify"]


def test_new_objects_parameters_and_variables_start_it_and_so_does_the_clock(made: Bench) -> None:
    patterns = [one["EventPattern"] for one in made.resources("AWS::Events::Rule")]
    assert {one["source"][0] for one in patterns} == {"aws.s3", "aws.ssm", "aws.lambda"}
    (objects,) = (one for one in patterns if one["source"] == ["aws.s3"])
    assert objects["detail"]["bucket"]["name"] == [ARCHIVE]
    (schedule,) = made.resources("AWS::Scheduler::Schedule")
    assert (schedule["ScheduleExpression"], json.loads(schedule["Target"]["Input"])) == ("rate(30 days)", {"sweep": {}})


def test_the_bundle_works_without_what_it_does_not_ship(tmp_path: Path) -> None:
    """As in Lambda: nothing but the bundle is on the path, no requests, no YAML."""
    folder = bundle(CODE, DISTRIBUTIONS, MODULES)
    password = "k3Xw9" + "QzLm27"
    code = (
        "import sys; sys.path[:0] = [sys.argv[1]]\n"
        "from workflow.responding import look, quarantine, deactivate, notice\n"
        "from workflow.scanning.report import report_on\n"
        "import datetime\n"
        f"found = report_on(['db_password={password}'], key='k', accepted={{}}, today=datetime.date(2026, 11, 30))\n"
        "assert 'aspects' not in sys.modules and 'aws_cdk' not in sys.modules\n"
        "print(found.kinds)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(folder)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout == "{'password by its name': 1}\n", done.stderr


def test_each_bucket_reader_and_fingerprint_stands_once() -> None:
    row = {
        "fingerprint": "a" * 32,
        "reason": "the example of a vendor's documentation",
        "owner": "x",
        "until": "2027-01-01",
    }
    for given in ({"buckets": ("a/b", "a/b")}, {"readers": ("x", "x")}, {"accepted": (row, row)}):
        with pytest.raises(ValueError, match="once"):
            SecretScanSettings.model_validate(given)
