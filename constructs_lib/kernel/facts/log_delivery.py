"""Who writes logs into buckets, and with which encryption, `log_delivery.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import check_source, sourced_rows
from constructs_lib.kernel.yaml_file import read_yaml

FILE = Path(__file__).with_name("log_delivery.yaml")
ENCRYPTIONS = ("sse-s3", "kms")
_MUST = frozenset({"logs", "type", "bucket", "principal", "encryption"})
_MAY = frozenset({"attribute", "switch", "when"})


@dataclass(frozen=True, slots=True)
class LogWriter:
    """Who writes logs: its type, the property that names the bucket, and what has to be so. See the table's head."""

    logs: str
    type: str
    bucket: tuple[str, ...]
    principal: str
    encryption: str
    attribute: str = ""
    switch: str = ""
    when: tuple[tuple[str, str], ...] = ()


@functools.cache
def log_writers(path: Path = FILE) -> tuple[LogWriter, ...]:
    """The rows of the table. Raises ConfigurationError, all mistakes at once, for rows that lack or add something."""
    rows = sourced_rows(path, "writers", _MUST, _MAY, check=_check)
    return tuple(
        LogWriter(
            logs=row["logs"],
            type=row["type"],
            bucket=tuple(row["bucket"].split(".")),
            principal=row["principal"],
            encryption=row["encryption"],
            attribute=row.get("attribute", ""),
            switch=row.get("switch", ""),
            when=tuple(row.get("when", {}).items()),
        )
        for row in rows
    )


@functools.cache
def load_balancer_accounts(path: Path = FILE) -> frozenset[str]:
    """The accounts of AWS that load balancers write from. Raises ConfigurationError where they are not there."""
    said = read_yaml(path).get("accounts")
    ids = str(said.get("ids", "")).split() if isinstance(said, dict) else []
    if not isinstance(said, dict) or not ids or not all(len(one) == 12 and one.isdecimal() for one in ids):
        raise invalid(f"{path}: accounts", said, "a mapping with ids of twelve digits, source and checked")
    check_source(f"{path}: accounts", said)
    return frozenset(ids)


def _check(where: str, row: dict[str, Any]) -> None:
    if row["encryption"] not in ENCRYPTIONS:
        raise invalid(f"{where}.encryption", row["encryption"], " or ".join(ENCRYPTIONS))
