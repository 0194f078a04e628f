from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources import cdk_output

if TYPE_CHECKING:
    from pathlib import Path

DENIED = "User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: s3:CreateBucket on resource: z"
PRINTED = f"""\
prod-app: deploying... [1/1]
[██████████·····] (2/3)
prod-app | 1/4 | 12:00:01 | CREATE_FAILED | AWS::SQS::Queue | Queue (QueueA1) Resource creation cancelled
prod-app | 2/4 | 12:00:02 | CREATE_FAILED | AWS::S3::Bucket | B (B1) {DENIED}
 ❌  prod-app failed: ToolkitError: The stack named prod-app failed to deploy: CREATE_FAILED
    at FullCloudFormationDeployment.monitorDeployment (/x/node_modules/aws-cdk/lib/index.js:1:1)
"""


def test_the_failed_resource_weighs_most_and_progress_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").write_text(PRINTED)
    found = cdk_output.collect(tmp_path / "out")
    assert [one.weight for one in found] == [
        Weight.CONTEXT, Weight.CONSEQUENCE, Weight.CAUSE, Weight.CAUSE,
    ]  # fmt: skip
    match = recognised(found)
    assert match is not None
    assert match.cause.id == "not-authorized"


def test_cdk_diagnose_is_asked_beside_the_project_for_these_stacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], Any]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        asked.append((command, options["cwd"]))
        return subprocess.CompletedProcess(command, 1, stdout=PRINTED, stderr="")

    monkeypatch.setattr(subprocess, "run", run)
    found = cdk_output.diagnosed(tmp_path, ["prod-app"])
    assert {one.source for one in found} == {"cdk diagnose"}
    ((command, where),) = asked
    assert command[command.index("diagnose") :][:4] == ["diagnose", "prod-app", "--app", str(tmp_path.resolve())]
    assert str(where) != str(tmp_path)


def test_one_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> None:
        raise subprocess.TimeoutExpired(command, 90)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(ConfigurationError, match="cdk diagnose: no answer in 90 s"):
        cdk_output.diagnosed(tmp_path, ["prod-app"])
