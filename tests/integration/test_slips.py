"""Slips in a stack file, as newcomers make them: one line that says where and what, exit code 2, never a trace."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.projects import app_project, edit
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
\"\"\"Reports.\"\"\"
from constructs_lib import GovernedBucket, PlatformStack, StackSettings, contract
"""
CLASS = """
class Stack(PlatformStack[StackSettings]):
    slug = "reports"
    reads = (contract.KMS_S3_DATA_KEY_ARN, contract.LOGGING_ACCESS_LOG_BUCKET_NAME)

    def __init__(self, scope, environment):
        super().__init__(scope, environment)
        GovernedBucket(self, "Reports", kind="monthly")
"""


@dataclass(frozen=True)
class Slip:
    """An edit of the stack above, and what is to be said of it."""

    old: str
    new: str
    said: str
    file: str = "reports.py"


SLIPS = {
    "comma forgotten": Slip(
        "(contract.KMS_S3_DATA_KEY_ARN, contract.LOGGING_ACCESS_LOG_BUCKET_NAME)",
        "(contract.KMS_S3_DATA_KEY_ARN)",
        "stacks/reports.py:4: reads is one output, not a tuple of them; write reads = (contract.KMS_S3_DATA_KEY_ARN,)",
    ),
    "constant misnamed": Slip(
        "KMS_S3_DATA_KEY_ARN",
        "KMS_S3_KEY_ARN",
        "stacks/reports.py:6: the contract has no KMS_S3_KEY_ARN (did you mean KMS_S3_DATA_KEY_ARN?)",
    ),
    "slug of another stack": Slip(
        '"reports"', '"kms"', "stacks/reports.py: slug is 'kms'; allowed: reports, or a file called stacks/kms.py"
    ),
    "file with a hyphen": Slip(
        '"reports"',
        '"my-reports"',
        "stacks/my-reports.py: the file of the stack my-reports is called stacks/my_reports.py",
        file="my-reports.py",
    ),
    "keyword misspelt": Slip(
        'kind="monthly"',
        'kind="monthly", noncurent_days=3',
        "stacks/reports.py:10: GovernedBucket: noncurent_days: no such argument (did you mean noncurrent_days?)",
    ),
    "text for a number": Slip(
        'kind="monthly"',
        'kind="monthly", noncurrent_days="30"',
        "stacks/reports.py:10: GovernedBucket: noncurrent_days: given '30'; allowed: a whole number",
    ),
    "syntax": Slip("def __init__(self, scope", "def __init__(self scope", "stacks/reports.py:8: not Python: "),
    "undefined name": Slip('"monthly"', "monthly", "stacks/reports.py:10: NameError: name 'monthly' is not defined"),
    "name that is not at the door": Slip(
        "import GovernedBucket", "import GovernedBuckett", "stacks/reports.py:2: cannot import name 'GovernedBuckett'"
    ),
    "data class as text": Slip(
        '    slug = "reports"',
        '    slug = "reports"\n    data_class = "secret"',
        "stacks/reports.py:4: data_class: given 'secret'; allowed: DataClass.PUBLIC, DataClass.INTERNAL, ",
    ),
    "reads of a stack that is not there": Slip(
        "contract.KMS_S3_DATA_KEY_ARN,",
        'Output.key("billing", "key-arn", "Key"),',
        "stacks/reports.py: reads outputs of billing, and there is no such stack",
    ),
    "read without a word": Slip(
        "KMS_S3_DATA_KEY_ARN",
        "KMS_RDS_KEY_ARN",
        "reports.py:10: reports reads KMS_S3_DATA_KEY_ARN: add contract.KMS_S3",
    ),
    "no PlatformStack": Slip("class Stack(PlatformStack[StackSettings]):", "class Stack:", "Stack is no PlatformStack"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What `app.py` needs, with the producers that the stack reads from, what these read, and no other stack."""
    return app_project(tmp_path, "kms", "logging", "monitoring")


def run(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{project}:{ROOT}", "CDK_VALIDATION": "false", **variables}
    environment.setdefault("CDK_CONTEXT_JSON", '{"today": "2026-11-29"}')
    return subprocess.run(
        [sys.executable, "app.py"], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_in_a_stack_gets_one_line_with_file_and_line(project: Path, slip: Slip) -> None:
    source = HEAD + CLASS
    assert slip.old in source
    source = source.replace(slip.old, slip.new)
    (project / "stacks" / slip.file).write_text(source.replace("contract\n", "contract, Output\n", 1))
    done = run(project)
    assert slip.said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.returncode == 2


def test_a_module_without_a_stack_is_for_the_others_to_share(project: Path) -> None:
    (project / "stacks/shared.py").write_text("DAYS = 30\n")
    (project / "stacks/reports.py").write_text("from stacks.shared import DAYS\n" + HEAD + CLASS)
    code = "from stacks import discover; print(*(stack.slug for stack in discover()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env={"PYTHONPATH": f"{project}:{ROOT}", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "reports" in done.stdout.split()
    assert "shared" not in done.stdout


def test_a_forgotten_synth_is_told(project: Path) -> None:
    edit(project, "app.synth()", "", "app.py")
    done = run(project)
    assert done.stderr == "error: the app ended without app.synth(): no template was written\n"
    assert done.returncode == 2


def test_a_forgotten_govern_is_told_once(project: Path) -> None:
    edit(project, "govern(app, environment)\n", "", "app.py")
    done = run(project)
    assert done.stderr.count("the app is not governed") == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("stacks: {}", "stacks: {netwrk: {}}", "stacks.netwrk: unknown stack (did you mean network?); allowed: "),
        ("region:", "regoin:", "regoin: unknown key (did you mean region?); allowed: "),
    ],
)
def test_a_misspelt_key_is_told_before_cdk_is_loaded(project: Path, old: str, new: str, said: str) -> None:
    file = project / "environments/prod.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    (project / "aws_cdk.py").write_text("raise SystemExit('aws_cdk was imported')\n")
    done = run(project)
    assert said in done.stderr
    assert done.returncode == 2


def test_a_section_that_the_schema_does_not_know_yet_waits_for_its_class(project: Path) -> None:
    file = project / "environments/prod.yaml"
    file.write_text(f"{file.read_text()}\nstacks: {{reports: {{keep: 3}}}}\n".replace("stacks: {}", ""))
    assert "stacks.reports: unknown stack" in run(project).stderr
    (project / "stacks/reports.py").write_text(HEAD + CLASS)
    assert "stacks.reports.keep: unknown key" in run(project).stderr
