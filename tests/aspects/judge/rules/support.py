"""Resources written as YAML, and what the rules say of them."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

from aspects.judge.judgement import Verdict, judge
from aspects.judge.registry import BY_ID
from aspects.judge.template import load

if TYPE_CHECKING:
    from aspects.judge.judgement import Finding


DAY = datetime.date(2026, 11, 29)
"""The examples of what ends on a day are written for it."""


def as_yaml(resources: str, sections: str = "") -> str:
    """The text of a template: resources, and further sections (Parameters, Conditions, Mappings)."""
    return f"{dedent(sections)}\nResources:\n{indent(dedent(resources), '  ')}"


def template_in(text: str) -> Any:
    """The template of a text, as in an assembly."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.yaml"
        path.write_text(text, encoding="utf-8")
        (template,) = load([path])
        template.assembly = Path(folder)
    return template


def template_of(resources: str, sections: str = "") -> Any:
    """The template of some resources, as in an assembly."""
    return template_in(as_yaml(resources, sections))


def judged(resources: str, sections: str = "", today: datetime.date | None = None) -> Verdict:
    """What the rules say of some resources, on a day."""
    verdict = judge([template_of(resources, sections)], today=today)
    assert not verdict.faults
    return verdict


def findings_of(
    rule: str, resources: str, sections: str = "", today: datetime.date | None = None
) -> list[tuple[str, str]]:
    """Logical id and property of each finding of one rule."""
    return _places(rule, judged(resources, sections, today).findings)


def unknown_of(
    rule: str, resources: str, sections: str = "", today: datetime.date | None = None
) -> list[tuple[str, str]]:
    """Logical id and property of each place where one rule could not tell."""
    return _places(rule, judged(resources, sections, today).unknown)


def _places(rule: str, findings: list[Finding]) -> list[tuple[str, str]]:
    assert rule in BY_ID
    return [(found.resource.logical_id, found.breach.at) for found in findings if found.rule.id == rule]


__all__ = ["DAY", "as_yaml", "findings_of", "judged", "template_in", "template_of", "unknown_of"]
