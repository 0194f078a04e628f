"""Whether a difference is meant: the template asks AWS to make it, and it is within what the template allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jmespath

from constructs_lib.kernel.facts.drift import meant
from governed_cdk.drift.expected import same_thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.kernel.facts.drift import Meant
    from governed_cdk.drift.deployed import DeployedResource, RegionStacks


def is_meant(stacks: RegionStacks, resource: DeployedResource, path: str, actual: Any) -> bool:
    """Whether a difference at a path of CloudFormation's (`/DesiredCount`) is one of the table's rows."""
    rows = (row for row in meant() if row.type == resource.type and re.fullmatch(row.property, path))
    return any(_asked_for(row, resource, stacks, actual) for row in rows)


def _asked_for(row: Meant, resource: DeployedResource, stacks: RegionStacks, actual: Any) -> bool:
    return any(_within(row, properties, actual) for properties in _needed(row, resource, stacks))


def _needed(row: Meant, resource: DeployedResource, stacks: RegionStacks) -> Iterator[Mapping[str, Any]]:
    if "property" in row.needs:
        if resource.properties.get(row.needs["property"]) not in (None, False, "false"):
            yield resource.properties
        return
    for other in stacks.of_type(row.needs["type"]):
        named = jmespath.search(row.needs["by"], dict(other.properties))
        # Application Auto Scaling calls a resource as its ARN ends: `table/orders`.
        names = [name for one in (named if isinstance(named, list) else [named]) if one for name in (one, f"arn:{one}")]
        if same_thing(names, resource.physical_id):
            yield other.properties


def _within(row: Meant, properties: Mapping[str, Any], actual: Any) -> bool:
    if row.keeps:
        begins = [re.match(row.keeps, str(value)) for value in (properties.get(row.property.strip("/")), actual)]
        return bool(begins[0] and begins[1] and begins[0][0] == begins[1][0])
    if not row.between:
        return True
    try:
        low, high = (float(properties[name]) for name in row.between)
        return low <= float(actual) <= high
    except (KeyError, TypeError, ValueError):
        return False
