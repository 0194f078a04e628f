"""Whether a type holds data that is lost with it. No schema says so: the override file does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.schemas.reader import Schema


def is_stateful(schema: Schema, overrides: Mapping[str, Any]) -> bool:
    """Whether a group of the override file's `stateful` section names the type."""
    return any(schema["typeName"] in group["types"] for group in overrides["stateful"])
