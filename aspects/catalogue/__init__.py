"""Facts about CloudFormation types: how each is tagged, where its key goes, what its physical name may be."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

_TAGS = Path(__file__).with_name("tags.json")


class TagShape(StrEnum):
    """How a type takes tags."""

    LIST = "list"
    MAP = "map"


@dataclass(frozen=True)
class Tagging:
    """The property that holds a type's tags, and its shape."""

    property: str
    shape: TagShape


@functools.cache
def tagging() -> dict[str, Tagging]:
    """How each taggable CloudFormation type is tagged; generated from the schemas that cfn-lint carries."""
    data = json.loads(_TAGS.read_text(encoding="utf-8"))
    return {
        type_: Tagging(property_, TagShape(shape))
        for shape, properties in data["types"].items()
        for property_, types in properties.items()
        for type_ in types
    }


def tags_of(value: Any) -> dict[str, str]:
    """The value of a tag property as a mapping, whichever its shape."""
    if isinstance(value, list):
        return {tag["Key"]: tag["Value"] for tag in value}
    return dict(value or {})


def schema_date() -> str:
    """The day of the schemas behind the catalogue, `YYYY-MM-DD`."""
    return str(json.loads(_TAGS.read_text(encoding="utf-8"))["schema_date"])
