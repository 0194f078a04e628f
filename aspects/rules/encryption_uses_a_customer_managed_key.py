"""Encryption uses a customer-managed key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.catalogue.keys import KEY_PROPERTIES, KeyProperty
from aspects.template import values_at
from constructs_lib.contract import KEY_OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.template import Resource

WHY = "Only a key of our own can be limited, audited and taken away."
FIX = "add the key's output to `reads` of the stack; the key is then filled in"


def check(resource: Resource) -> Iterator[str]:
    """Judge each property of the resource that takes a key."""
    for key in KEY_PROPERTIES.get(resource.type, ()):
        if key.when and not resource.properties.get(key.when):
            continue
        for value in values_at(resource.properties, key.path):
            if value is None:
                yield f"{_name(key)} is absent; contract.{KEY_OUTPUTS[key.purposes[0]].constant} is the key for it."
            elif _is_managed_by_aws(value):
                yield f"{_name(key)} is {value}, a key that AWS manages."


def _name(key: KeyProperty) -> str:
    return ".".join(part for part in key.path if part != "*")


def _is_managed_by_aws(value: Any) -> bool:
    return isinstance(value, str) and "alias/aws/" in value
