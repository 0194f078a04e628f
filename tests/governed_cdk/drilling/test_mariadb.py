from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.drilling import mariadb
from governed_cdk.rehearsal.emulator import HOST
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.ports import free_port
from tests.support import ROOT
from tests.system_tools import system_tool

pytestmark = pytest.mark.slow

MASTER = ("drill", "of-a-test")
_PATIENCE_S = 60.0


@pytest.fixture(autouse=True)
def _server() -> None:
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")


def processes_of(folder: Path) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, UnicodeDecodeError):
            continue
        if "mariadbd" in command and str(folder) in command:
            found.append(command)
    return found


def test_a_server_runs_on_another_port_when_its_own_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        ports = iter([taken, free_port(HOST)])
        monkeypatch.setattr(mariadb, "free_port", lambda _: next(ports))
        with mariadb.running(tmp_path, master=MASTER) as server:
            assert server.port != taken
            assert server.sql("SELECT 1") == [(1,)]
    assert processes_of(tmp_path) == []


def test_a_server_that_does_not_start_says_why_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "socket").mkdir()  # where the server wants to listen
    with (
        pytest.raises(RehearsalError, match=r"\Amariadbd did not start: [^\n]+\Z"),
        mariadb.running(tmp_path, master=MASTER),
    ):
        pytest.fail("it runs")


def test_a_server_ends_with_whoever_started_it_even_by_sigkill(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time; from governed_cdk.drilling import mariadb\n"
        f"with mariadb.running(pathlib.Path(sys.argv[1]), master={MASTER!r}):\n"
        "    print('runs', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"runs\n"
        assert len(processes_of(tmp_path)) > 0
        process.kill()
    deadline = time.monotonic() + _PATIENCE_S
    while processes_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_of(tmp_path) == []


@pytest.mark.parametrize("missing", ["mariadbd", "mariadb-dump"])
def test_what_is_not_installed_is_said_with_the_way_to_get_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = mariadb.find
    monkeypatch.setattr(mariadb, "find", lambda name: None if name == missing else there(name))
    package = "mariadb-server" if missing == "mariadbd" else "mariadb-client"
    with pytest.raises(ConfigurationError, match=f"{missing} is not installed; run: apt-get install {package}"):
        mariadb.require()
