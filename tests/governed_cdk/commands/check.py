"""`governed-cdk check` in a folder of templates."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aspects.judge.registry import BY_ID
from governed_cdk.cli import main

RULE = "alarms-reach-somebody"
ALARM = "Type: AWS::CloudWatch::Alarm\n    Properties: {AlarmDescription: 'https://runbooks.example.org/alarm'"
SILENT = f"Resources:\n  Alarm:\n    {ALARM}}}\n"
HEARD = f"Resources:\n  Alarm:\n    {ALARM}, AlarmActions: ['arn:aws:sns:ap-northeast-2:111122223333:prod']}}\n"
ACCEPTED = SILENT + (
    "    Metadata:\n"
    "      governed-cdk:\n"
    f"        - accept: governed-cdk::{RULE}\n"
    "          reason: somebody looks at it every morning\n"
    "          owner: team-orders\n"
    "          until: 2027-06-30\n"
)


def folder_of_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a test stands in, with a template of each kind, and the one rule that judges them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("aspects.judge.judgement.rules_for", lambda _: (BY_ID[RULE],))
    monkeypatch.setattr("governed_cdk.ledger.mended_lately", dict)  # what a release mended only warns
    for name, text in {"silent.yaml": SILENT, "heard.yaml": HEARD, "accepted.yaml": ACCEPTED}.items():
        Path(name).write_text(text)


def check(*arguments: str) -> int:
    """The exit code."""
    sys.argv = ["governed-cdk", "check", *arguments]
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)
