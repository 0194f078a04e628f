from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.docs import docs
from governed_cdk.pages.nightly import read_night, render_night
from tests.nightly import record
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """What a night writes down, part by part."""
    path = tmp_path / "build/nightly.json"
    record("sweep", "create", path, of=812, tried=1, failed=[], seed=7)
    ends = {"ROLLBACK_COMPLETE": 810, "ROLLBACK_FAILED": 1}
    record("sweep", "create", path, of=812, tried=812, failed=["prod-rds:Database@create"], ends=ends, seed=7)
    record("mutations", "denies", path, of=49, tried=49, found=43)
    record("engines", "reach-security==0.2.1", path, cases=20_000, same=19_875, contrary=0, unsettled=125, seed=9)
    return path


def test_a_page_says_what_was_tried_and_what_was_found(report: Path) -> None:
    page = render_night(read_night(report))
    for line in (
        "| create | 812 | 812 | `ROLLBACK_COMPLETE`, `ROLLBACK_FAILED` | 1 | 7 |",
        "- stuck: prod-rds:Database@create",
        "| denies | 43 | 49 | 49 |",
        "| reach-security==0.2.1 | 20000 | 19875 | 0 | 125 | 9 |",
    ):
        assert line in page.splitlines()
    assert "Not tried." not in page


def test_a_part_that_was_not_come_to_is_said_to_be_not_tried(tmp_path: Path) -> None:
    path = tmp_path / "nightly.json"
    record("mutations", "denies", path, of=49, tried=49, found=43)
    assert render_night(read_night(path)).count("Not tried.") == 2


def test_by_day_nothing_is_written_down(tmp_path: Path) -> None:
    record("mutations", "denies", None, of=1, tried=1, found=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "governed-cdk.nightly/9"}, "format: given 'governed-cdk.nightly/9'"),
        ({"day": "yesterday"}, "day: given 'yesterday'"),
        ({"sweep": {"create": {"of": -1, "tried": 0, "seed": 1}}}, "sweep.create.of: given -1"),
        ({"more": 1}, "more: unknown key"),
    ],
)
def test_what_is_no_report_is_refused(report: Path, change: dict[str, Any], says: str) -> None:
    report.write_text(json.dumps({**json.loads(report.read_text()), **change}))
    with pytest.raises(ConfigurationError) as caught:
        read_night(report)
    (line,) = caught.value.mistakes
    assert line.startswith(f"{report}: {says}")


def test_a_report_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nightly\.json: no such file; make nightly writes it"):
        read_night(tmp_path / "nightly.json")


def test_the_command_writes_that_page_and_no_other(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(docs)
    done = CliRunner().invoke(app, ["--nightly", str(report)])
    assert (done.exit_code, done.stdout) == (0, "wrote docs/nightly.md\n")
    assert (tmp_path / "docs/nightly.md").read_text() == render_night(read_night(report))


def test_the_page_that_is_committed_has_the_parts_that_the_command_writes(report: Path) -> None:
    parts = [
        [line for line in page.splitlines() if line.startswith(("#", "| While", "| Taken", "| Engine"))]
        for page in (render_night(read_night(report)), (ROOT / "docs/nightly.md").read_text(encoding="utf-8"))
    ]
    assert parts[0] == parts[1]
