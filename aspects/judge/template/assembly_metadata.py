"""What the manifest of an assembly says of a stack's constructs, by construct path."""

from __future__ import annotations

from typing import Any

from constructs_lib.kernel.accepted import MARK

_RECORDED = ("finding", "reason", "owner", "until", "where")
_BY_DESIGN = ("finding", "reason", "version", "where")


def accepted(metadata: dict[str, Any]) -> tuple[dict[str, str], ...]:
    """What `accept()` and `by_design()` wrote down, with the construct path it was said of."""
    return tuple(
        {"place": path.removeprefix("/"), **{field: str(entry["data"][field]) for field in _fields(entry["data"])}}
        for path, entries in metadata.items()
        for entry in entries
        if entry.get("type") == MARK
    )


def construct_paths(metadata: dict[str, Any], inside: str) -> dict[str, str]:
    """By logical id, of what is inside a stack; of its own, where a stack nested in it has the same id.

    CDK writes them into the resources only when its command line asks for that.
    """
    found = [
        (path.removeprefix("/"), entry["data"])
        for path, entries in metadata.items()
        for entry in entries
        if entry.get("type") == "aws:cdk:logicalId" and isinstance(entry.get("data"), str)
    ]
    deepest_first = sorted(found, key=lambda one: one[0].count("/"), reverse=True)
    return {logical_id: path for path, logical_id in deepest_first if path.startswith(inside)}


def _fields(said: dict[str, Any]) -> tuple[str, ...]:
    return _BY_DESIGN if "version" in said else _RECORDED
