"""How strictly an environment is governed, for teams on their way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from constructs_lib.kernel.errors import printable
from constructs_lib.kernel.level import Level
from constructs_lib.kernel.places import dotted
from constructs_lib.kernel.strict_model import StrictModel

if TYPE_CHECKING:
    from constructs_lib.kernel.places import Place, Source


class GovernanceMode(StrEnum):
    """What governance does. `enforce`: fills in what is absent, and findings fail. `audit`: only reports."""

    ENFORCE = "enforce"
    AUDIT = "audit"


class GovernanceSettings(StrictModel):
    """How strictly the environment is governed, for teams on their way."""

    mode: GovernanceMode = GovernanceMode.ENFORCE
    """`enforce` fills in tags, keys and names, and findings fail; `audit` only reports."""
    severities: dict[str, Level] = Field(default_factory=dict)
    """Severity by rule, where another than the rule's own: `error` fails, `warning` does not."""
    unknown: Level | None = None
    """What a rule on exposure, keys or policies cannot tell before the deploy: `error` or `warning`. Where absent, an
    error in production, a warning elsewhere."""


def weakened(governance: GovernanceSettings, source: Source, *, production: bool = False) -> list[str]:
    """Where governance is less than the rules say, a line each with its place: nobody shall weaken it unseen."""
    found: list[tuple[Place, str]] = []
    if governance.mode is GovernanceMode.AUDIT:
        found.append((("governance", "mode"), "audit: nothing is put right, and no finding fails"))
    for rule, severity in governance.severities.items():
        if severity == "warning":
            found.append((("governance", "severities", rule), "warning: its findings do not fail"))
    if production and governance.unknown == "warning":
        found.append((("governance", "unknown"), "warning: what nobody can know before the deploy does not fail"))
    return [printable(f"{source.at(place)}: {dotted(place)}: {said}") for place, said in found]
