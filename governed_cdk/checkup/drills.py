"""The last drill of an environment, as whoever ran it has committed it: `drills/<environment>.json`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ValidationError

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

RECORDS = Path("drills")
_DAYS = 100  # a quarter, and a week to find the time


class DrillFinding(BaseModel, frozen=True):
    """A store that did not come back, and why."""

    store: str
    problem: str


class DrillStore(BaseModel, frozen=True):
    """A store, and whether it was copied, elsewhere, or lost."""

    store: str
    fate: str


class DrillRecord(BaseModel, frozen=True):
    """What `governed-cdk drill --format json` wrote, as far as it is read again."""

    label: Literal["rehearsed"]
    environment: str
    region: str
    day: datetime.date
    findings: tuple[DrillFinding, ...]
    stores: tuple[DrillStore, ...]


def last_drill(environment: str) -> DrillRecord | None:
    """The record of an environment; None where there is none. Raises ConfigurationError for a file that is none."""
    file = RECORDS / f"{environment}.json"
    if not file.is_file():
        return None
    try:
        found = DrillRecord.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(one) for one in first["loc"])
        raise ConfigurationError(f"{file}: {f'{where}: ' if where else ''}{first['msg']}") from None
    if found.environment != environment:
        raise ConfigurationError(f"{file}: it is a drill of {found.environment}")
    return found


def drills(read: CheckupReader) -> Iterator[Sentence]:
    """A drill that is older than a quarter, and what did not come back in it."""
    name, region = read.environment.name, read.environment.dr_region
    last = last_drill(name)
    if last is None:
        raise CannotTellError(said("no-drill", file=RECORDS / f"{name}.json", region=region))
    if (read.now.date() - last.day).days > _DAYS or last.region != region:
        yield said("drill-old", day=last.day, region=last.region)
    for one in last.findings:
        yield said("drill-finding", store=one.store, problem=one.problem)
