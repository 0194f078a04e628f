"""`costs.yaml`: what a project assumes about its use, and from which change on its costs need more approvals."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import Field

from constructs_lib.kernel.setting_errors import Mistakes, checked, source_of
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.yaml_file import read_yaml_text

if TYPE_CHECKING:
    from aspects.judge.template import Resource

COSTS = Path("costs.yaml")
"""Where a project has it."""

_USAGE = Path(__file__).with_name("usage.yaml")

Amount = Annotated[float, Field(ge=0, le=1e12)]
Percent = Annotated[float, Field(gt=0, le=1000)]


class CostThresholds(StrictModel):
    """From which rise a change of costs needs more people."""

    warning_percent: Percent = 10
    """A warning, and one approval more than otherwise."""
    two_percent: Percent = 30
    """Two approvals more."""
    small_base: Amount = 10
    """Below so many dollars a month before, a percentage says nothing;"""
    small_limit: Amount = 50
    """then a rise by more than so many dollars needs one approval more."""


class CostSettings(StrictModel):
    """The file. `usage` is of every resource of a type, `resources` of one, called `<stack>/<logical id>`."""

    hours: Annotated[float, Field(gt=0, le=744)] = 730
    """Hours of a month."""
    thresholds: CostThresholds = CostThresholds()
    usage: dict[str, dict[str, Amount]] = Field(default_factory=dict)
    resources: dict[str, dict[str, Amount]] = Field(default_factory=dict)

    def used(self, resource: Resource, stack: str, what: str) -> float:
        """What a resource is assumed to do in a month; 0 where nobody assumes anything."""
        own = self.resources.get(f"{stack}/{resource.logical_id}", {})
        of_type = self.usage.get(resource.type, {})
        return float(own.get(what, of_type.get(what, _assumed().get(resource.type, {}).get(what, 0))))


def read_costs(path: Path) -> CostSettings:
    """The settings in a file; the defaults where there is none. Raises ConfigurationError with a line a mistake."""
    return parse_costs(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else CostSettings()


def parse_costs(text: str, name: str) -> CostSettings:
    """The settings in a text that errors call `name`. Raises ConfigurationError with a line for each mistake."""
    data = read_yaml_text(text, name) if text.strip() else {}
    mistakes = Mistakes(source_of(data, name))
    found = checked(CostSettings, dict(data), mistakes)
    if mistakes or found is None:
        raise mistakes.error()
    return found


@functools.cache
def _assumed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_USAGE.read_text(encoding="utf-8"))
    return found
