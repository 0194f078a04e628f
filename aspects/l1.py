"""CDK's generated L1 classes: which CloudFormation type each is, and how it spells a property."""

from __future__ import annotations

import functools


@functools.cache
def type_of(class_: type) -> str:
    """The CloudFormation type of an L1 class, asked from jsii once; nothing for any other class."""
    return str(getattr(class_, "CFN_RESOURCE_TYPE_NAME", ""))


def attribute_of(class_: type, property_: str) -> str:
    """The Python attribute of an L1 class for a CloudFormation property: `DBInstanceIdentifier`, any case."""
    return _attributes(class_).get(property_.lower(), "")


@functools.cache
def _attributes(class_: type) -> dict[str, str]:
    """The public attributes by their names without underscores."""
    return {name.replace("_", ""): name for name in reversed(dir(class_)) if not name.startswith("_")}
