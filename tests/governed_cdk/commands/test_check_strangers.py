"""`check` on what strangers wrote: one line and an exit code, and nothing of it is obeyed by what reads the report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from governed_cdk.formats import FORMATS
from tests.governed_cdk.commands.check import check

BAD = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202e\u2028\r\n::error file=app.py::approved ##[error]x <b>@team</b> | :tada:"
NAME = "::error file=app.py,line=1::approved by security"
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": BAD, "Tags": [{"Key": "Owner", "Value": BAD}]}}
ACCEPTED = {
    "Type": "AWS::SQS::Queue",
    "Metadata": {
        "governed-cdk": [
            {
                "accept": "governed-cdk::encryption-uses-a-customer-managed-key",
                "reason": f"a reason that says enough {BAD}",
                "owner": f"team {BAD}",
                "until": "2026-12-31",
            }
        ]
    },
}
TYPE = {"Type": f"AWS::SNS::Topic{BAD}"}
STRANGE = {"Resources": {NAME: TOPIC, f"B{BAD}": TOPIC, "C": ACCEPTED, f"##[group]{BAD}": TYPE}}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    Path("strange.json").write_text(json.dumps(STRANGE))


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_of_a_template_is_obeyed(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("strange.json", "--today", "2026-11-30", "--format", format_) in (2, 3)
    out, err = capsys.readouterr()
    for line in (out + err).split("\n"):
        assert line.isprintable(), ascii(line)
        assert not re.match(r"\s*::[a-z]", line)
        assert "##[" not in line


@pytest.mark.parametrize(
    "text", ['{"Resources": {"%s": {"Type": 5}}}', '{"Resources": {"%s": {"Type": "x", "Properties": 1}}}', '{"%s"']
)
def test_no_mistake_is_obeyed_either(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("strange.json").write_text(text % json.dumps(BAD)[1:-1])
    assert check("strange.json") == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err[:-1].isprintable()


def test_a_limit_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("strange.json", "--limit", "file-bytes=10") == 2
    assert "bytes; allowed at most 10 (--limit file-bytes=...)" in capsys.readouterr().err
    assert check("strange.json", "--limit", "bytes") == 2
    assert capsys.readouterr().err.startswith("error: --limit: bytes: no such limit")


def test_what_is_left_alone_is_told_beside_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "../../etc/passwd"}}
    Path("strange.json").write_text(json.dumps({"Resources": {"A": stack}}))
    check("strange.json")
    out, err = capsys.readouterr()
    assert "root:" not in out
    assert err == "note: strange.json: A: TemplateURL: '../../etc/passwd' leads out of . and is not read\n"


def test_a_reader_that_has_read_enough_changes_nothing() -> None:
    code = "import sys; from governed_cdk.cli import main; sys.argv = ['x', 'check', 'strange.json']; main()"
    many = {"Resources": {f"T{number}": {"Type": "AWS::SNS::Topic"} for number in range(300)}}
    Path("strange.json").write_text(json.dumps(many))
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run([sys.executable, "-c", code], stdout=pipe, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
