"""docs/nightly.md: what the last night that was written down has tried, and what it found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, StringConstraints

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.setting_errors import validate
from constructs_lib.kernel.strict_model import StrictModel

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT: Final = "governed-cdk.nightly/1"

_Count = Annotated[int, Field(ge=0)]
_Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]

_INTRODUCTION = """# Nightly

`make nightly` tries everything, which takes hours, and commits nothing. What it found stands in `build/nightly.json`;
this page is made of that file, and committed by whoever read it:

```
make nightly
governed-cdk docs --nightly build/nightly.json
```

The workflow `nightly` does the same each night, and keeps the file.
"""

_SWEPT = """[`test_sweep`](rehearsal.md#what-it-proves), each in its whole stack: from where that ends up there is
[a way on](operations.md#a-failed-deployment), and the next deploy goes through. *And its rollback*: what the resource
needs cannot be rolled back at once either, in a stack of no more than these."""


class Swept(StrictModel):
    """Resources that failed on purpose while they were created, changed or deleted."""

    of: _Count
    """How many there are."""
    tried: _Count
    """How many were tried."""
    failed: tuple[str, ...] = ()
    """Those after which the next deploy did not go on."""
    ends: dict[str, _Count] = Field(default_factory=dict)
    """How many stacks ended up in which status, and went on from there."""
    seed: int
    """What drew them where not all were tried."""


class Mutated(StrictModel):
    """Parts of prod's policies that were taken away."""

    of: _Count
    """How many there are."""
    tried: _Count
    """How many were taken away, one at a time."""
    found: _Count
    """How many `access.yaml` noticed."""


class EngineAnswers(StrictModel):
    """Random questions to another engine of IAM's decisions."""

    cases: _Count
    """How many were asked."""
    same: _Count
    """How many it answered as ours does."""
    contrary: _Count
    """How many to the contrary."""
    unsettled: _Count
    """How many one of the two left open."""
    seed: int
    """What drew them."""


class Night(StrictModel):
    """What one run has found; a part that it did not come to is empty."""

    format: Literal["governed-cdk.nightly/1"]
    """The version of this format."""
    day: _Day
    """When it began."""
    commit: str
    """What it was of."""
    sweep: dict[str, Swept]
    """By create, update and delete, and of the first two with a rollback that fails as well."""
    mutations: dict[str, Mutated]
    """By what was taken away."""
    engines: dict[str, EngineAnswers]
    """By the engine's name and version."""


def read_night(path: Path) -> Night:
    """The report in a file. Raises ConfigurationError, in one line, for what is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ConfigurationError(f"{path}: no such file; make nightly writes it") from None
    except ValueError as error:
        raise ConfigurationError(f"{path}: not JSON: {error}") from None
    return validate(Night, data, str(path))


def render_night(night: Night) -> str:
    """The page."""
    lines = [_INTRODUCTION, f"The last one that was written down began on {night.day}, at commit `{night.commit}`.", ""]
    lines += [
        "## Every resource fails once",
        "",
        _SWEPT,
        "",
    ]
    rows = [
        (verb, one.tried, one.of, _ends(one), len(one.failed), one.seed) for verb, one in sorted(night.sweep.items())
    ]
    lines += _table(("While it is", "Tried", "Of", "Ended up as", "Stuck", "Seed"), rows)
    lines += [f"- stuck: {line}" for one in night.sweep.values() for line in one.failed]
    lines += [
        "",
        "## What access.yaml notices",
        "",
        "[How much it holds on to](access.md#how-much-it-holds-on-to).",
        "",
    ]
    taken = [(kind, one.found, one.tried, one.of) for kind, one in sorted(night.mutations.items())]
    lines += _table(("Taken away", "Noticed", "Tried", "Of"), taken)
    lines += ["", "## Other engines", "", "[Random questions](access.md#beside-other-engines) to two of them.", ""]
    asked = [(name, *_answers(one)) for name, one in sorted(night.engines.items())]
    lines += _table(("Engine", "Cases", "As ours", "To the contrary", "Left open", "Seed"), asked)
    return "\n".join(lines).rstrip() + "\n"


def _ends(one: Swept) -> str:
    return ", ".join(f"`{status}`" for status in sorted(one.ends))


def _answers(one: EngineAnswers) -> tuple[int, ...]:
    return one.cases, one.same, one.contrary, one.unsettled, one.seed


def _table(headings: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[str]:
    found = [f"| {' | '.join(map(str, row))} |" for row in rows]
    if not found:
        return ["Not tried."]
    return [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}", *found]
