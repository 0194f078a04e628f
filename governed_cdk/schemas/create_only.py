"""The properties that can be set at creation only: another value is another resource, and the old one goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.schemas.reader import pointers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.schemas.reader import Schema


def create_only_facts(schema: Schema, overrides: Mapping[str, Any]) -> list[str]:
    """Their paths, sorted, without what stands inside another one of them.

    The schema says them (`createOnlyProperties`); the override file adds those that the CloudFormation reference marks
    "Update requires: Replacement" and the schema does not, or only on a condition. `List{Key}` is a list whose items
    are told apart by their `Key`: an item may come or go, but none may change.
    """
    added = [
        path
        for group in overrides["create_only"]
        for type_, paths in group["types"].items()
        if type_ == schema["typeName"]
        for path in paths
    ]
    found = pointers(schema, "createOnlyProperties") | {*added}
    return sorted(path for path in found if not any(path.startswith((f"{other}.", f"{other}[")) for other in found))
