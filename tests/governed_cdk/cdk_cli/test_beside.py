"""The app writes beside; what is there stays, or is replaced whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cdk_cli import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITES = 'mkdir -p "$CDK_OUTDIR" && echo new > "$CDK_OUTDIR/new.template.json"; '
ENDS = 'echo {} > "$CDK_OUTDIR/manifest.json"; '


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An older assembly, and the lock of the command line."""
    folder = tmp_path / "내 폴더" / "cdk.out"
    folder.mkdir(parents=True)
    for name in ("manifest.json", "old.template.json", "synth.lock"):
        (folder / name).write_text("old")
    (folder / "asset.1").mkdir()
    (folder / "asset.1/file").write_text("old")
    (folder / ".synth-killed").mkdir()
    return folder


def started(out: Path, app: str, script: Sequence[str] = (beside.__file__,)) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ, beside.APP: app, beside.ENDED: str(out.parent / "ended"), "CDK_OUTDIR": str(out),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-P", *script], env=environment)


def run(out: Path, app: str) -> int:
    code = started(out, app).wait()
    assert (out.parent / "ended").read_text() == str(code)
    return code


def names(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


def test_a_new_assembly_takes_the_place_of_the_old_one_whole(out: Path) -> None:
    assert run(out, WRITES + ENDS) == 0
    assert names(out) == ["manifest.json", "new.template.json", "synth.lock"]
    assert (out / "manifest.json").read_text() == "{}\n"


def test_with_findings_the_assembly_is_there_with_its_report(out: Path) -> None:
    assert run(out, f"{WRITES}{ENDS} exit 3") == 3
    assert names(out) == ["manifest.json", "new.template.json", "synth.lock"]


@pytest.mark.parametrize("code", [1, 2, 3, 7])
def test_an_app_that_fails_leaves_no_assembly_to_be_taken_for_its_own(code: int, out: Path) -> None:
    assert run(out, f"{WRITES} exit {code}") == code
    assert names(out) == ["synth.lock"]


def test_an_app_that_crashes_after_its_synth_leaves_no_assembly(out: Path) -> None:
    assert run(out, f"{WRITES}{ENDS} exit 1") == 1
    assert names(out) == ["synth.lock"]


def test_an_app_that_makes_no_assembly_is_told(out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(out, "true") == 2
    assert capfd.readouterr().err == "error: the app ended without an assembly; does it call app.synth()?\n"
    assert names(out) == ["synth.lock"]


def test_while_the_app_writes_the_old_assembly_is_as_it_was(out: Path) -> None:
    before = {path: path.read_text() for path in out.rglob("*") if path.is_file()}
    process = started(out, f"{WRITES} echo > '{out.parent}/half'; exec sleep 9")
    try:
        wait_for(out.parent / "half")
        assert before.items() <= {path: path.read_text() for path in out.rglob("*") if path.is_file()}.items()
        assert names(out)[-4:] == ["asset.1", "manifest.json", "old.template.json", "synth.lock"]
    finally:
        process.kill()
        process.wait()
    assert before.items() <= {path: path.read_text() for path in out.rglob("*") if path.is_file()}.items()


def test_what_a_killed_synth_left_goes_with_the_next(out: Path) -> None:
    process = started(out, f"{WRITES} echo > '{out.parent}/half'; exec sleep 9")
    wait_for(out.parent / "half")
    process.kill()
    process.wait()
    assert len([name for name in names(out) if name.startswith(".synth-")]) == 2
    assert run(out, WRITES + ENDS) == 0
    assert names(out) == ["manifest.json", "new.template.json", "synth.lock"]


def test_an_app_that_is_ended_by_ctrl_c_leaves_the_old_assembly(out: Path) -> None:
    app = started(out, f"{WRITES} echo > '{out.parent}/half'; kill -INT $$")
    assert app.wait() == 128 + signal.SIGINT
    assert names(out) == [".synth-killed", "asset.1", "manifest.json", "old.template.json", "synth.lock"]


def test_the_folder_beside_is_called_as_the_assembly_is(out: Path) -> None:
    # CDK leaves the folder of that name out of an image whose source is the whole project.
    assert run(out, f'basename "$CDK_OUTDIR" > "{out.parent}/name"; {WRITES}{ENDS}') == 0
    assert (out.parent / "name").read_text() == "cdk.out\n"


# Python 3.12, "What's new": tempfile.mkdtemp() returns an absolute path, whatever `dir` is.
LATER = """
import os, runpy, tempfile
made = tempfile.mkdtemp
tempfile.mkdtemp = lambda *given: os.path.abspath(made(*given))
runpy.run_path({script!r}, run_name="__main__")
"""


@pytest.mark.parametrize(
    "script", [[beside.__file__], ["-c", LATER.format(script=beside.__file__)]], ids=["3.11", "3.12"]
)
def test_a_relative_folder_will_do(out: Path, monkeypatch: pytest.MonkeyPatch, script: list[str]) -> None:
    monkeypatch.chdir(out.parent)
    process = started(Path("cdk.out"), WRITES + ENDS, script)
    assert process.wait() == 0
    assert names(out) == ["manifest.json", "new.template.json", "synth.lock"]


def wait_for(path: Path) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.02)
