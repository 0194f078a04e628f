"""Booleans and numbers as CloudFormation reads them, which takes text for either."""

from __future__ import annotations

from typing import Any


def as_bool(value: Any) -> bool | None:
    """A boolean as CloudFormation reads it, also from text; None for anything else."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    return value if isinstance(value, bool) else None


def as_int(value: Any) -> int | None:
    """A whole number as CloudFormation reads it, also from text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 20 else None
    return value if isinstance(value, int) else None
