"""How strictly an environment is governed, for teams on their way."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from constructs_lib.kernel.level import Level
from constructs_lib.kernel.strict_model import StrictModel


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
