"""The platform as its users run it: `cdk`, `python app.py`, `governed-cdk`, with good and with bad input."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.integration.command_line import one_key, python_app, run
from tests.projects import app_project, edit
from tests.support import ROOT, TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates

small = pytest.fixture(one_key)
CDK = ROOT / "tools/cdk"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What `app.py` needs for a stack that keeps files in a bucket, with one key."""
    return app_project(tmp_path, "kms", "logging", "monitoring")


def test_a_wrong_setting_ends_python_app_with_one_line_and_exit_code_2(small: Path) -> None:
    edit(small, "region: ap-northeast-2", "region: seoul")
    done = run(sys.executable, "app.py", folder=small, PYTHONPATH=f"{small}:{ROOT}")
    assert done.returncode == 2
    assert (
        "environments/prod.yaml:5: region: given 'seoul'; allowed: an AWS region such as ap-northeast-2" in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert "    at " not in done.stderr


def test_an_unknown_environment_is_refused_and_the_known_ones_are_named(small: Path) -> None:
    done = run(
        sys.executable,
        "app.py",
        folder=small,
        PYTHONPATH=f"{small}:{ROOT}",
        CDK_CONTEXT_JSON='{"env": "production"}',
    )
    assert done.returncode == 2
    assert done.stderr.strip() == "error: -c env: given 'production'; allowed: dev, prod, stg"


def test_a_wrong_argument_of_a_construct_names_the_users_line(small: Path) -> None:
    (small / "stacks/reports.py").write_text(
        '"""A log group with a retention that CloudWatch does not know."""\n'
        "from constructs_lib import GovernedLogGroup, PlatformStack, StackSettings, contract\n\n\n"
        "class Stack(PlatformStack[StackSettings]):\n"
        '    slug = "reports"\n'
        "    reads = (contract.KMS_LOGS_KEY_ARN,)\n\n"
        "    def __init__(self, scope, environment):\n"
        "        super().__init__(scope, environment)\n"
        '        GovernedLogGroup(self, "Log", kind="reports", retention_days=17)\n'
    )
    done = run(sys.executable, "app.py", folder=small, PYTHONPATH=f"{small}:{ROOT}")
    assert done.returncode == 2
    assert "error: stacks/reports.py:11: prod-reports/Log: retention_days: given 17; allowed: 1, 3, 5" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_finding_ends_python_app_with_exit_code_3_and_says_what_to_do(small: Path) -> None:
    (small / "stacks/twelfth.py").write_text(
        '"""A bucket that nobody governs."""\n'
        "from aws_cdk import aws_s3 as s3\n"
        "from constructs_lib import PlatformStack, StackSettings\n\n\n"
        "class Stack(PlatformStack[StackSettings]):\n"
        '    slug = "twelfth"\n\n'
        "    def __init__(self, scope, environment):\n"
        "        super().__init__(scope, environment)\n"
        '        s3.Bucket(self, "Data")\n'
    )
    done = python_app(small)
    assert done.returncode == 3, done.stderr
    assert "encryption-uses-a-customer-managed-key" in done.stderr
    assert "contract.KMS_S3_DATA_KEY_ARN" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last == "error: findings above; mend them, or accept() what is no FATAL by its id, with a reason"
    assert "Traceback" not in done.stderr


def test_a_deleted_lock_is_bad_input_where_cdk_json_says_that_there_is_one(small: Path) -> None:
    (small / "stateful.lock.json").unlink()
    done = python_app(small)
    assert done.returncode == 2
    assert re.match(r"error: stateful\.lock\.json: missing, and governed-cdk:locks in cdk\.json", done.stderr)
    assert "governed-cdk accept" in done.stderr


def test_a_twelfth_stack_takes_one_file(project: Path) -> None:
    (project / "stacks/reports.py").write_text(
        '"""Reports: a bucket for the monthly reports."""\n'
        "from constructs_lib import GovernedBucket, PlatformStack, StackSettings, contract\n\n\n"
        "class Settings(StackSettings):\n"
        '    """Settings of the reports stack."""\n\n'
        "    keep_days: int = 30\n\n\n"
        "class Stack(PlatformStack[Settings]):\n"
        '    slug = "reports"\n'
        "    reads = (contract.KMS_S3_DATA_KEY_ARN, contract.LOGGING_ACCESS_LOG_BUCKET_NAME)\n\n"
        "    def __init__(self, scope, environment):\n"
        "        super().__init__(scope, environment)\n"
        '        GovernedBucket(self, "Reports", kind="reports", noncurrent_days=self.settings.keep_days)\n'
    )
    path = project / "environments/prod.yaml"
    settings = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump({**settings, "stacks": {**settings["stacks"], "reports": {"keep_days": 7}}}))
    done = python_app(project, CDK_OUTDIR="out")
    assert done.returncode == 0, done.stderr
    template = json.loads((project / "out/prod-reports.template.json").read_text())
    (bucket,) = (body for body in template["Resources"].values() if body["Type"] == "AWS::S3::Bucket")
    assert bucket["Properties"]["BucketName"] == "prod-reports-reports-111122223333"
    manifest = json.loads((project / "out/manifest.json").read_text())
    assert {"prod-kms", "prod-logging"} <= set(manifest["artifacts"]["prod-reports"]["dependencies"])


def test_the_same_input_gives_the_same_bytes_in_another_folder(prod: Templates, tmp_path: Path) -> None:
    project, out = app_project(tmp_path), tmp_path / "out"
    context = json.dumps({"today": TODAY, "aws:cdk:enable-path-metadata": True})  # as cdk asks for it
    done = python_app(project, CDK_OUTDIR=str(out), CDK_CONTEXT_JSON=context, PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    templates = {path.name: path.read_bytes() for path in out.glob("*.template.json")}
    assert len(templates) >= 11
    assert templates == {path.name: path.read_bytes() for path in prod.folder.glob("*.template.json")}


def test_cdk_itself_lists_all_eleven_stacks(tmp_path: Path) -> None:
    done = run(CDK, "ls", "--output", tmp_path, "--context", f"today={TODAY}", folder=ROOT)
    assert done.returncode == 0, done.stderr
    names = done.stdout.split()
    assert {f"prod-{path.stem}" for path in (ROOT / "stacks").glob("[a-z]*.py")} <= set(names)


def test_the_summary_of_a_folder_without_an_assembly_is_refused_in_one_line(tmp_path: Path) -> None:
    done = run(sys.executable, "-m", "governed_cdk", "summary", tmp_path, folder=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {tmp_path}: no manifest: an unfinished synth? run make synth first")
    assert len(done.stderr.splitlines()) == 1


def test_the_summary_shows_each_stack_and_fails_on_a_finding_that_cdk_let_pass(tmp_path: Path) -> None:
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    manifest = {
        "artifacts": {
            "prod-x": {
                "type": "aws:cloudformation:stack",
                "environment": "aws://111122223333/ap-northeast-2",
                "properties": {"templateFile": "prod-x.template.json", "stackName": "prod-x"},
            }
        }
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "prod-x.template.json").write_text(json.dumps(template))
    done = run(sys.executable, "-m", "governed_cdk", "summary", tmp_path, folder=ROOT)
    assert done.returncode == 0
    assert "1 SNS Topic" in done.stdout
    report = {"pluginReports": [{"pluginName": "x", "conclusion": "failure", "violations": []}]}
    (tmp_path / "validation-report.json").write_text(json.dumps(report))
    done = run(sys.executable, "-m", "governed_cdk", "summary", tmp_path, folder=ROOT)
    assert done.returncode == 3
    assert "x::failed" in done.stdout
