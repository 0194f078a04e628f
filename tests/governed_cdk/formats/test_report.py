from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from constructs_lib.kernel.errors import printable
from governed_cdk.formats import FORMATS, render
from governed_cdk.formats.report import shown
from tests.governed_cdk.formats.support import accepted, entry, report


def test_the_summary_counts_in_words() -> None:
    warning = entry(severity="warning")
    found = report(
        entry(), entry(), entry(template="b.yaml"), warning, warning, unknown=(entry(),), accepted=(accepted(),)
    )
    said = "3 findings, 2 warnings, 1 unknown, 1 accepted in 120 resources of 2 templates (0.21 s)"
    assert found.summary == said


def test_one_is_no_plural_and_a_fault_comes_first() -> None:
    found = report(entry(), resources=1, faults=("x failed",))
    assert found.summary.startswith("1 fatal fault, 1 finding, 0 warnings,")
    assert "in 1 resource of 1 template " in found.summary


def test_a_file_inside_the_working_directory_is_shown_relative_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a/b.yaml") == "a/b.yaml"
    assert shown(Path("a/../b.yaml")) == "b.yaml"
    assert shown(Path("/elsewhere/b.yaml")) == "/elsewhere/b.yaml"


def test_what_a_terminal_would_obey_is_spelled_out() -> None:
    assert printable("a\x1b[31m\nb\ud800") == "a\\x1b[31m\\nb\\ud800"
    assert printable("Schlüssel 키 ${AWS::Region}") == "Schlüssel 키 ${AWS::Region}"


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_by_design_names_its_version_in_place_of_an_owner_and_an_end(format_: str) -> None:
    said = replace(accepted().acceptance, owner="", until="", by_design="governed-cdk 1.2.0")  # type: ignore[type-var] # it is not None there
    shown = render(report(accepted=(replace(accepted(), acceptance=said),)), format_)
    assert "governed-cdk 1.2.0" in shown
    assert "until 2" not in shown
    assert "until:" not in re.sub(r'"until": ""|until: \\"', "", shown)  # the latter in the pages of rules
