"""Templates that nobody would write: whatever stands where, a rule judges it or says that it cannot."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspects.judge.judgement import judge
from aspects.judge.template import load
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.formats import FORMATS, render
from governed_cdk.formats.report import report
from tests.aspects.judge.drawn import VALUES, templates

pytestmark = pytest.mark.slow


def _load(text: str, name: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            found = load([path])
        except ConfigurationError:
            return []
        for template in found:
            template.assembly = Path(folder)
    return found


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(templates())
def test_no_template_makes_a_rule_fail_and_every_format_shows_it(body: dict[str, Any]) -> None:
    found = _load(json.dumps(body), "template.json")
    try:
        verdict = judge(found)
    except ConfigurationError:  # an acceptance in its metadata that lacks something
        return
    assert verdict.faults == []
    shown = report(verdict, found)
    for format_ in FORMATS:
        assert render(shown, format_)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.text() | VALUES.map(json.dumps) | VALUES.map(lambda value: f"Resources: {json.dumps(value)}"))
def test_no_file_makes_the_reader_fail(text: str) -> None:
    for name in ("template.json", "template.yaml"):
        assert judge(_load(text, name)).faults == []
