"""The sections of a template are mappings, whatever a file has in their place."""

from __future__ import annotations

from pathlib import Path

from aspects.judge.template import Template


def test_a_section_that_is_no_mapping_is_empty() -> None:
    odd = Template(Path(), {"Parameters": [1], "Conditions": "x", "Rules": None})
    assert [odd.parameters, odd.conditions, odd.rules, odd.outputs, odd.mappings] == [{}, {}, {}, {}, {}]
    assert Template(Path(), {"Outputs": {"A": 1}}).outputs == {"A": 1}
