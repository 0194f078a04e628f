"""`governed-cdk rehearse` as somebody uses it: it stops what it started, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = (sys.executable, "-c", "from governed_cdk.cli import main; main()", "rehearse")
_PATIENCE_S = 300.0


def started(temporary: Path, *arguments: str) -> subprocess.Popen[str]:
    """A rehearsal whose temporary files lie in a folder of the test's, so that the test can tell its processes."""
    return subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def processes_of(temporary: Path) -> list[int]:
    """Processes whose environment or command line names a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if str(temporary).encode() in text:
                found.append(int(entry.name))
    return found


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come within {_PATIENCE_S:.0f} s"
        time.sleep(0.1)


def test_two_rehearsals_side_by_side_both_succeed_and_leave_nothing(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    running = [started(folder, "--env", "dev", "--stack", "dev-network", "--json") for folder in folders]
    for process, folder in zip(running, folders, strict=True):
        out, err = process.communicate(timeout=_PATIENCE_S)
        assert process.returncode == 0, out + err
        report = json.loads(out)
        assert report["failure"] is None
        assert {row["stack"] for row in report["stacks"]} >= {"dev-kms", "dev-network"}
        assert [phase["name"] for phase in report["phases"]] == [
            "synth", "check", "start", "bootstrap", "deploy", "prove", "change", "prove", "deploy again", "destroy",
        ]  # fmt: skip
        assert list(folder.iterdir()) == []
        assert processes_of(folder) == []


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_rehearsal_that_is_ended_leaves_no_process_behind(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    process = started(tmp_path, "--env", "dev", "--stack", "dev-network")
    assert process.stderr
    heard = iter(process.stderr.readline, "")
    next(line for line in heard if "begun" in line)
    process.send_signal(sent)
    assert process.wait(_PATIENCE_S) == code
    process.communicate()
    until(lambda: processes_of(tmp_path) == [], "the end of every process")
    if sent != signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []


def test_keep_says_where_aws_is_and_stops_it_on_ctrl_c(tmp_path: Path) -> None:
    process = started(tmp_path, "--env", "dev", "--stack", "dev-kms", "--keep")
    assert process.stdout
    line = next(line for line in iter(process.stdout.readline, "") if "AWS_ENDPOINT_URL" in line)
    endpoint = line.strip().split("=", 1)[1]
    assert urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=5).status == 200  # noqa: S310 - loopback
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 0, out
    assert processes_of(tmp_path) == []


def test_a_type_that_is_told_to_fail_is_rolled_back_and_deployed_afterwards(tmp_path: Path) -> None:
    process = started(tmp_path, "--env", "dev", "--stack", "dev-network", "--fail", "AWS::EC2::NatGateway", "--json")
    out, err = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 0, out + err
    results = {phase["name"]: phase["result"] for phase in json.loads(out)["phases"]}
    assert results["AWS::EC2::NatGateway fails"] == "dev-network ROLLBACK_COMPLETE, nothing left"
    assert results["check"] == "no property and no network in 2 stacks that AWS would refuse"
    assert results["deploy"] == "2 stacks created"


def test_a_resource_that_is_told_to_fail_while_it_is_updated_is_gone_on_from(tmp_path: Path) -> None:
    what = "dev-kms:ContractRdsKeyArn9F94107B@update"
    results = fails(tmp_path, what)
    assert results[f"{what} fails"] == "dev-kms UPDATE_ROLLBACK_COMPLETE, as it was before"
    assert results["change"] == "1 stacks updated"


def test_a_resource_that_is_told_to_fail_while_it_is_deleted_is_gone_on_from(tmp_path: Path) -> None:
    what = "dev-kms:ContractRdsKeyArn9F94107B@delete"
    results = fails(tmp_path, what)
    assert results[f"{what} fails"] == "dev-kms DELETE_FAILED, with what it depends on; the rest is gone"
    assert results["destroy"].startswith("1 stacks")


def fails(tmp_path: Path, what: str) -> dict[str, str]:
    """What came of each phase of a rehearsal in which a resource of dev's keys fails."""
    process = started(tmp_path, "--env", "dev", "--stack", "dev-kms", "--fail", what, "--json")
    out, err = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 0, out + err
    return {phase["name"]: phase["result"] for phase in json.loads(out)["phases"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--env", "nope"), "-c env: given 'nope'; allowed: dev, prod, stg"),
        (("--env", "dev", "--stack", "dev-nope"), "--stack: given 'dev-nope'; allowed: dev-acm, "),
        (("--env", "dev", "--fail", "AWS::Foo::Bar"), "--fail: given 'AWS::Foo::Bar'; allowed: a type that"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    process = started(tmp_path, *arguments)
    _, err = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 2
    assert next(line for line in err.splitlines() if line.startswith("error: ")).startswith(f"error: {said}")
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
