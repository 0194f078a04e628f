"""The tags that a deployed template gives to a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import TagShape, facts

if TYPE_CHECKING:
    from governed_cdk.drift.deployed import DeployedResource


def declared_tags(resource: DeployedResource) -> dict[str, str]:
    """The tags that a template gives to a resource."""
    fact = facts(resource.type).tags
    if fact is None or fact.shape is TagShape.SPECIFICATIONS:
        return {}
    said: Any = resource.properties
    for part in fact.path:
        said = said.get(part) if isinstance(said, dict) else None
    if isinstance(said, dict):
        return {key: str(value) for key, value in said.items()}
    items = said if isinstance(said, list) else []
    return {one[fact.key]: str(one.get(fact.value, "")) for one in items if isinstance(one, dict) and fact.key in one}
