"""The sections of a template, and of a resource: mappings, whatever a file has in their place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def mapping_of(value: Any) -> dict[str, Any]:
    """A mapping as it is; an empty one in the place of anything else."""
    return value if isinstance(value, dict) else {}


def section(name: str) -> functools.cached_property[Mapping[str, Any]]:
    """A property of a class with a `body`: the section of that name, such as `Parameters`."""
    return functools.cached_property(lambda of: mapping_of(of.body.get(name)))
