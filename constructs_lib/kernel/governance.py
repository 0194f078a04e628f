"""How strictly an environment is governed, for teams on their way."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from constructs_lib.kernel.accepted import check_reason, exact_day
from constructs_lib.kernel.allowances import Allowance
from constructs_lib.kernel.errors import ConfigurationError, printable
from constructs_lib.kernel.level import Level
from constructs_lib.kernel.places import dotted
from constructs_lib.kernel.setting_kinds import text
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Owner

if TYPE_CHECKING:
    from constructs_lib.kernel.places import Place, Source

_TOLD = "_governed_cdk_weakened"  # what an app has been told, kept by it


class GovernanceMode(StrEnum):
    """What governance does. `enforce`: fills in what is absent, and findings fail. `audit`: only reports."""

    ENFORCE = "enforce"
    AUDIT = "audit"


def _is_reason(given: str) -> bool:
    try:
        check_reason("", given)
    except ConfigurationError:
        return False
    return True


def _is_day(given: str) -> bool:
    try:
        exact_day("", given)
    except ConfigurationError:
        return False
    return True


class Unjudged(StrictModel):
    """Something that may be deployed though no rule judged it, with who answers for it until when."""

    allow: Annotated[str, *text("a macro, a type or an address, more than a star", r"[^*?\s]{3}(.*\S)?")]
    """Name of the macro or type, address of the template; a star at its end stands for all that begins alike."""
    reason: Annotated[str, *text("a reason in words, 20 characters or more, three different words", ".+", _is_reason)]
    """Why it is right here."""
    owner: Owner
    """Who answers for it."""
    until: Annotated[str, *text("a date as YYYY-MM-DD", "[0-9-]{10}", _is_day)]
    """Last day, a year away at most."""


class GovernanceSettings(StrictModel):
    """How strictly the environment is governed, for teams on their way."""

    mode: GovernanceMode = GovernanceMode.ENFORCE
    """`enforce` fills in tags, keys and names, and findings fail; `audit` only reports."""
    severities: dict[str, Level] = Field(default_factory=dict)
    """Severity by rule, where another than the rule's own: `error` fails, `warning` does not."""
    rules_as_of: Annotated[str, *text("a version, such as 0.1.0", r"(\d{1,6}\.\d{1,6}\.\d{1,6})?")] = ""
    """Rules that came with a later version only warn; where absent, those of the minor version that is installed."""
    unknown: Level | None = None
    """What a rule on exposure, keys or policies cannot tell before the deploy: `error` or `warning`. Where absent, an
    error in production, a warning elsewhere."""

    unjudged: tuple[Unjudged, ...] = ()
    """Macros, types of third parties, templates at addresses and the like that may be deployed unjudged."""


def allowances(governance: GovernanceSettings, source: Source) -> tuple[Allowance, ...]:
    """What may be deployed unjudged, each with its line in the file."""
    return tuple(
        Allowance(one.allow, one.reason, one.owner, one.until, source.at(("governance", "unjudged", number)))
        for number, one in enumerate(governance.unjudged)
    )


def weakened(governance: GovernanceSettings, source: Source, *, production: bool = False) -> list[str]:
    """Where governance is less than the rules say, a line each with its place: nobody shall weaken it unseen.

    All of it, whenever it came: a synth knows no earlier state, and what a change brings is among it.
    """
    found: list[tuple[Place, str]] = []
    if governance.mode is GovernanceMode.AUDIT:
        found.append((("governance", "mode"), "audit: nothing is put right, and no finding fails"))
    for rule, severity in governance.severities.items():
        if severity == "warning":
            found.append((("governance", "severities", rule), "warning: its findings do not fail"))
    if governance.rules_as_of:
        found.append((("governance", "rules_as_of"), f"{governance.rules_as_of}: later rules do not fail"))
    if production and governance.unknown == "warning":
        found.append((("governance", "unknown"), "warning: what nobody can know before the deploy does not fail"))
    for number, one in enumerate(governance.unjudged):
        allowed = f"{one.allow} may be deployed unjudged until {one.until}, by {one.owner}"
        found.append((("governance", "unjudged", number), allowed))
    return [printable(f"{source.at(place)}: {dotted(place)}: {said}") for place, said in found]


def tell_weakened(app: Any, governance: GovernanceSettings, source: Source, *, production: bool) -> None:
    """Say on standard error where governance is less than the rules say, each line once an app.

    `app` is an aws_cdk.App, which this module loads without.
    """
    told: set[str] = app.__dict__.setdefault(_TOLD, set())
    lines = [line for line in weakened(governance, source, production=production) if line not in told]
    told.update(lines)
    sys.stderr.write("".join(f"warning: {line}\n" for line in lines))
