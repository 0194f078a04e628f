"""A fix for a template is YAML, and is shown as that."""

from __future__ import annotations

import json

import pytest

from aspects.judge.patch import Patch
from governed_cdk.formats import render
from governed_cdk.formats.report import fenced
from tests.governed_cdk.formats.support import entry, report

PATCHES = (Patch(("Resources", "Alarm", "Properties", "ActionsEnabled"), value=True),)


@pytest.mark.parametrize("format_", ["markdown", "sarif"])
def test_the_yaml_of_a_template_stands_in_a_block_of_its_own(format_: str) -> None:
    finding = entry(fix="Resources:\n  Alarm: {}", construct_path="", patches=PATCHES)
    assert "Fix:" in (text := _text(render(report(finding), format_), format_))
    assert "\n```yaml\nResources:\n  Alarm: {}\n```\n" in text


@pytest.mark.parametrize("format_", ["markdown", "sarif"])
def test_what_cdk_made_is_mended_in_python(format_: str) -> None:
    assert "yaml" not in _text(render(report(entry(patches=PATCHES)), format_), format_)


def test_a_fence_is_longer_than_any_in_the_code() -> None:
    assert fenced("a ```` b", "yaml") == ["`````yaml", "a ```` b", "`````"]


def _text(rendered: str, format_: str) -> str:
    text: str = json.loads(rendered)["runs"][0]["results"][0]["message"]["text"] if format_ == "sarif" else rendered
    return text
