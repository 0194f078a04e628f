"""How bad a drift is, by what drifted: `severities.yaml`, row by row."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.drift.found import Severity

if TYPE_CHECKING:
    from governed_cdk.drift.found import DriftKind

_FILE = Path(__file__).with_name("severities.yaml")


def severity_of(type_: str, property_: str, kind: DriftKind) -> Severity:
    """The severity of the first row that fits."""
    for severity, kinds, types, properties in _rows():
        if kinds in ("", kind) and types.fullmatch(type_) and properties.fullmatch(property_):
            return severity
    return Severity.WARNING


@functools.cache
def _rows() -> tuple[tuple[Severity, str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            Severity(row["severity"]),
            row.get("kind", ""),
            re.compile(row.get("type", ".*")),
            re.compile(row.get("property", ".*")),
        )
        for row in read_yaml(_FILE)["severities"]
    )
