"""Generated minimal resources of any type of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import TagFact, TagShape
from aspects.judge.template import Template

if TYPE_CHECKING:
    from aspects.judge.template import Resource

GOOD_TAGS = {
    "Organization": "example-org", "Environment": "prod", "Service": "orders", "Team": "checkout",
    "Owner": "checkout@set-of.com", "CostCenter": "commerce", "Project": "shop",
    "DataClass": "internal", "ManagedBy": "cdk",
}  # fmt: skip


def at(path: tuple[str, ...], value: Any) -> Any:
    """Properties with a value at a path, one item where the path has `*`."""
    if not path:
        return value
    inner = at(path[1:], value)
    return [inner] if path[0] == "*" else {path[0]: inner}


def tags_of(fact: TagFact, tags: dict[str, Any]) -> Any:
    """Tags in a type's own shape."""
    if fact.shape is TagShape.MAP:
        return dict(tags)
    beside = dict(fact.extra) if fact.shape is TagShape.LIST else {}
    items = [{fact.key: key, fact.value: value, **beside} for key, value in tags.items()]
    return [{**dict(fact.extra), "Tags": items}] if fact.shape is TagShape.SPECIFICATIONS else items


def resource(type_: str, properties: dict[str, Any]) -> Resource:
    """A resource alone in its template."""
    body = {"Resources": {"It": {"Type": type_, "Properties": properties}}}
    return Template(path=Path("it.yaml"), body=body).resources["It"]
