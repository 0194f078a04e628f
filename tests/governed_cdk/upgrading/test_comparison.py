from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.app_run import synthesised_by
from governed_cdk.comparing.difference import DifferenceKind
from governed_cdk.upgrading.comparison import upgraded

BIN = Path(sys.executable).parent
BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "a"}}


def assembly(folder: Path, resources: dict[str, object], *violations: tuple[str, str]) -> Path:
    folder.mkdir()
    artifact = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/eu-west-1",
        "properties": {"templateFile": "x.template.json"},
    }
    (folder / "manifest.json").write_text(json.dumps({"version": "36.0.0", "artifacts": {"prod-x": artifact}}))
    (folder / "x.template.json").write_text(json.dumps({"Resources": resources}))
    found = [
        {
            "ruleName": rule,
            "severity": severity,
            "description": "Says.",
            "violatingConstructs": [{"constructPath": "x/A"}],
        }
        for rule, severity in violations
    ]
    report = {"pluginReports": [{"pluginName": "governed-cdk", "violations": found}]}
    (folder / "validation-report.json").write_text(json.dumps(report))
    return folder


def test_new_findings_stand_apart_those_that_fail_first(tmp_path: Path) -> None:
    old = assembly(tmp_path / "old", {"A": BUCKET}, ("kept", "error"), ("gone", "error"))
    new = assembly(tmp_path / "new", {"A": BUCKET}, ("kept", "error"), ("warns", "warning"), ("fails", "error"))
    found = upgraded("prod", old, new)
    assert [one.rule for one in found.findings] == ["governed-cdk::fails", "governed-cdk::warns"]
    assert found.gone == 1
    assert found.differences == []
    assert found.wants_a_person


@pytest.mark.parametrize(
    ("resources", "violations", "wanted"),
    [
        ({"A": BUCKET}, [], False),
        ({"A": BUCKET}, [("warns", "warning")], False),
        ({"A": BUCKET}, [("fails", "fatal")], True),
        ({}, [], True),
        ({"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "b"}}}, [], True),
        ({"A": BUCKET, "B": {"Type": "AWS::SQS::Queue"}}, [], False),
    ],
)
def test_a_person_is_wanted_where_something_is_lost_or_fails(
    tmp_path: Path, resources: dict[str, object], violations: list[tuple[str, str]], *, wanted: bool
) -> None:
    old, new = assembly(tmp_path / "old", {"A": BUCKET}), assembly(tmp_path / "new", resources, *violations)
    assert upgraded("prod", old, new).wants_a_person is wanted


def test_a_bucket_that_gets_another_name_is_told_first(tmp_path: Path) -> None:
    old = assembly(tmp_path / "old", {"A": BUCKET, "B": {"Type": "AWS::SQS::Queue"}})
    new = assembly(
        tmp_path / "new", {"A": {**BUCKET, "Properties": {"BucketName": "b"}}, "C": {"Type": "AWS::SQS::Queue"}}
    )
    assert upgraded("prod", old, new).differences[0].kind is DifferenceKind.LOST


def test_who_may_do_what_is_told_of_the_resource_that_it_is_done_to(tmp_path: Path) -> None:
    def resources(*actions: str) -> dict[str, object]:
        trusted = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        allowed = {"Effect": "Allow", "Action": actions, "Resource": "arn:aws:s3:::a/*"}
        policies = [{"PolicyName": "use", "PolicyDocument": {"Statement": [allowed]}}]
        properties = {"AssumeRolePolicyDocument": {"Statement": [trusted]}, "Policies": policies}
        return {"A": BUCKET, "Role": {"Type": "AWS::IAM::Role", "Properties": properties}}

    old = assembly(tmp_path / "old", resources("s3:GetObject"))
    new = assembly(tmp_path / "new", resources("s3:GetObject", "s3:PutObject"))
    found = upgraded("prod", old, new).differences
    assert {one.kind for one in found} == {DifferenceKind.ACCESS}
    assert {one.logical_id for one in found} == {"A", "Role"}


def app(folder: Path, code: str) -> None:
    (folder / "cdk.json").write_text(json.dumps({"app": f"{shlex.quote(sys.executable)} app.py"}))
    (folder / "app.py").write_text(code)


def test_an_app_that_makes_nothing_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app(tmp_path, "import sys; sys.stderr.write('error: app.py:3: no such argument\\nmore\\n'); sys.exit(2)")
    with pytest.raises(ConfigurationError) as refused:
        synthesised_by(BIN, "prod", tmp_path / "out", whose="v0.2.0")
    assert refused.value.mistakes == ("prod, by v0.2.0: app.py:3: no such argument",)


def test_findings_fail_nothing_and_a_python_path_hides_no_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    app(
        tmp_path,
        "import os, pathlib, sys; out = pathlib.Path(os.environ['CDK_OUTDIR']); out.mkdir()\n"
        "(out / 'manifest.json').write_text(os.environ.get('PYTHONPATH', 'none')); sys.exit(3)",
    )
    assert (synthesised_by(BIN, "prod", tmp_path / "out", whose="x") / "manifest.json").read_text() == "none"
    assert os.environ["PYTHONPATH"] == "/nowhere"
