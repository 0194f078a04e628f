"""What commands print: nothing but text where NO_COLOR is set, and ids in one piece at 80 columns."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.assemblies import KEY, KMS, Stack, write
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

FINDING = "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPC]"
STRING = "AWS::SSM::Parameter::Value<String>"


def on_terminal(*arguments: str, columns: int = 80, **variables: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **variables}
    with subprocess.Popen(
        [sys.executable, "-m", "governed_cdk", *arguments], stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
        process.wait()
    os.close(ours)
    return said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is gone
        return b""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Two stacks with a read that nobody publishes, and an acceptance in a template beside them."""
    write(tmp_path / "out", {"prod-kms": KMS, "prod-rds": Stack(reads={KEY: STRING, "/prod/kms/gone": STRING})})
    accepted = {
        "accept": FINDING,
        "reason": "it writes its own logs only",
        "owner": "web",
        "until": "2026-11-20",
    }
    role = {"Type": "AWS::IAM::Role", "Metadata": {"governed-cdk": [accepted]}}
    (tmp_path / "role.json").write_text(json.dumps({"Resources": {"Role": role}}))
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "summary --help",
        "summary {out}/out",
        "summary --unheard-of",
        "contract {out}/out",
        "acceptances {out}/role.json --today 2026-11-21",
        "check {out}/role.json",
        "lock {out}/out --file {out}/lock.json",
    ],
)
def test_no_color_means_no_escape_code_at_all(command: str, out: Path) -> None:
    arguments = command.format(out=out).split()
    said = on_terminal(*arguments, NO_COLOR="1")
    assert said.strip()
    assert "\x1b" not in said


def test_a_terminal_gets_colour_otherwise(out: Path) -> None:
    assert "\x1b[3" in on_terminal("contract", str(out / "out"))
    assert "\x1b[" in on_terminal("summary", str(out / "out"))


def test_at_80_columns_an_accepted_finding_is_whole_and_can_be_copied(out: Path) -> None:
    said = on_terminal("acceptances", str(out / "role.json"), "--today", "2026-11-21", NO_COLOR="1")
    lines = [line.strip() for line in said.splitlines()]
    assert FINDING in lines
    assert "Role" in lines
