"""The last day of standard support of database engines and Lambda runtimes: `support.yaml`, row by row."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import exact_day
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts.sourced import check_source
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("support.yaml")

LAMBDA = "lambda"
"""The product whose versions are runtimes."""

_FIELDS = ("product", "version", "ends", "checked", "source")


@dataclass(frozen=True, slots=True)
class Support:
    """One row: until when AWS supports a version as standard, the page that says so, and when somebody looked."""

    product: str
    version: str
    ends: datetime.date
    checked: datetime.date
    source: str

    def days_left(self, today: datetime.date) -> int:
        """Days until it ends: 0 on its last day, negative afterwards."""
        return (self.ends - today).days


_NONE = Support("", "", datetime.date.min, datetime.date.min, "")
# Lambda Developer Guide, "Lambda runtimes": .NET Core became .NET, and Go runs on the runtime of the operating system.
_FOLLOWED = {"dotnetcore": "dotnet", "go": "provided"}


def support_of(product: str, version: str) -> Support | None:
    """What the table says of a version as a template spells it, `8.0.46-RDS.20261001`; None where it has no row."""
    rows = _supported()
    if product == LAMBDA:
        return rows.get((product, version))
    parts = re.split(r"[.-]", version)
    named = (rows.get((product, ".".join(parts[:count]))) for count in (2, 1))
    return next((row for row in named if row), None)


def follower_of(product: str, version: str, today: datetime.date, days: int) -> str:
    """The version of a product that is supported longest, and for more than some days; empty where there is none.

    A runtime is followed by one of its own language. The first of several that end on one day has the highest numbers.
    """
    family = _language(version) if product == LAMBDA else ""
    rows = [row for row in _supported().values() if row.product == product and row.days_left(today) > days]
    fitting = [row for row in rows if not family or _language(row.version) == family]
    return max(fitting, key=lambda row: (row.ends, _numbers(row.version)), default=_NONE).version


def _language(runtime: str) -> str:
    found = re.match("[a-z]*", runtime)
    name = found[0] if found else ""
    return _FOLLOWED.get(name, name)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def knows(product: str) -> bool:
    """Whether the table has any row of a product."""
    return any(known == product for known, _ in _supported())


@functools.cache
def _supported() -> Mapping[tuple[str, str], Support]:
    return read_support(FILE)


def read_support(path: Path) -> Mapping[tuple[str, str], Support]:
    """The rows of a table by product and version.

    Raises ConfigurationError, a line for each mistake, for a row without one of its fields, without the address of a
    page, with a day that is none, or about a version that has a row already.
    """
    found: dict[tuple[str, str], Support] = {}
    mistakes: list[str] = []
    rows = read_yaml(path).get("supported")
    if not isinstance(rows, list) or not rows:
        raise invalid(f"{path}: supported", rows, f"a list of rows with {', '.join(_FIELDS)}")
    for number, said in enumerate(rows):
        where = f"{path}: supported[{number}]"
        try:
            row = _row(where, said)
            if (row.product, row.version) in found:
                raise invalid(where, f"{row.product} {row.version}", "one row for each version")
            found[row.product, row.version] = row
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(*mistakes)
    return found


def _row(where: str, said: Any) -> Support:
    texts = isinstance(said, dict) and all(isinstance(value, str) and value for value in said.values())
    if not texts or set(said) != {*_FIELDS}:
        raise invalid(where, said, f"the texts {', '.join(_FIELDS)}")
    checked = check_source(where, said)
    return Support(said["product"], said["version"], exact_day(f"{where}.ends", said["ends"]), checked, said["source"])
