"""What a rehearsal takes of an app's synth, by an app that needs no CDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.synth import synthesised

if TYPE_CHECKING:
    from pathlib import Path

APP = """
import json, os, pathlib, sys
out = pathlib.Path(os.environ["CDK_OUTDIR"])
kind = json.loads(os.environ["CDK_CONTEXT_JSON"])["env"]
if kind == "bad":
    print("error: environments/bad.yaml:3: no such setting")
    sys.exit(2)
assert "AWS_PROFILE" not in os.environ and os.environ["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:9")
out.mkdir()
stack = {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1"}
stack["properties"] = {"templateFile": "x.template.json"}
missing = [{"key": "availability-zones:account=111122223333"}] if kind == "asking" else []
(out / "manifest.json").write_text(json.dumps({"artifacts": {kind + "-x": stack}, "missing": missing}))
(out / "x.template.json").write_text(json.dumps({"Resources": {}}))
says = {"open": ["It is open."], "wide": ["It is open.", "It is wide.\\nfix: close it"]}.get(kind, [])
found = [{"ruleName": "r", "severity": "error", "description": one} for one in says]
report = {"pluginName": "governed-cdk", "conclusion": "failure" if found else "success", "violations": found}
(out / "validation-report.json").write_text(json.dumps({"pluginReports": [report]}))
sys.exit({"open": 3, "wide": 3, "raising": 1}.get(kind, 0))
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_PROFILE", "somebody")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "cdk.json").write_text('{"app": "python3 app.py"}')
    (folder / "app.py").write_text(APP)
    return folder


def test_the_stacks_are_those_of_the_app_which_is_run_in_its_folder(project: Path, tmp_path: Path) -> None:
    assert [one.stack_name for one in synthesised(project, "dev", tmp_path / "out", tmp_path)] == ["dev-x"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ("open", r"^synth: governed-cdk::r: It is open\. \(1 findings in all\)$"),
        ("wide", r"\(2 findings in all\)\n  also governed-cdk::r: It is wide\.$"),
        ("asking", "^synth: the app asks the account for availability-zones:account=111122223333, which"),
        ("raising", "^synth: it said nothing$"),
    ],
)
def test_findings_questions_and_failures_end_the_rehearsal(
    environment: str, said: str, project: Path, tmp_path: Path
) -> None:
    with pytest.raises(RehearsalError, match=said):
        synthesised(project, environment, tmp_path / "out", tmp_path)


def test_bad_input_is_told_in_the_words_of_the_app(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"^environments/bad\.yaml:3: no such setting$"):
        synthesised(project, "bad", tmp_path / "out", tmp_path)
