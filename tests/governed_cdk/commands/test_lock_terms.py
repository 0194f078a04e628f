"""A replacement that is meant ends for `governed-cdk lock --check` too, and lasts a year at most."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from governed_cdk.cli import main
from tests.governed_cdk.assemblies import Stack, write

if TYPE_CHECKING:
    from pathlib import Path

UNTIL = "2026-12-31"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose one bucket may be replaced until the end of the year."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    tags = [{"Key": "Environment", "Value": "prod"}]
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"Tags": tags}}
    write(tmp_path / "cdk.out", {"prod-app": Stack(resources={"Data1": bucket})})
    assert ended() == 0
    means(tmp_path, UNTIL)
    return tmp_path


def means(folder: Path, until: str) -> None:
    path = folder / "stateful.lock.json"
    body = json.loads(path.read_text())
    said = {"reason": "moves to the key of its own class", "owner": "platform-team", "until": until}
    body["prod"]["prod-app"]["Data1"]["replacement"] = said
    path.write_text(json.dumps(body))


def ended(*options: str) -> int:
    sys.argv = ["governed-cdk", "lock", *options]
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(("today", "code"), [("2026-11-29", 0), (UNTIL, 0), ("2027-01-01", 3), ("2030-01-01", 3)])
def test_check_ends_with_3_after_the_last_day(
    folder: Path, today: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert folder.is_dir()
    assert ended("--check", "--today", today) == code
    told = "prod-app/Data1 was to be replaced until 2026-12-31 (platform-team)"
    assert (told in capsys.readouterr().out) is (code == 3)


def test_a_term_of_more_than_a_year_is_bad_input(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    means(folder, "9999-12-31")
    assert ended("--check", "--today", "2026-11-29") == 2
    assert "prod-app/Data1: replacement: until: given '9999-12-31'; allowed: 2027-11-29" in capsys.readouterr().err


def test_the_lock_lets_go_of_a_replacement_whose_time_is_over(folder: Path) -> None:
    assert ended("--today", "2027-01-01") == 0
    assert "replacement" not in (folder / "stateful.lock.json").read_text()
