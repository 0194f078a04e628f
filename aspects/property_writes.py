"""What an Aspect writes into a resource: properties that are absent, and nothing over what is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.l1 import attribute_of

if TYPE_CHECKING:
    import aws_cdk as cdk

PropertyPath = list[str | int]


def set_absent(
    path: PropertyPath, value: Any, properties: dict[str, Any], writes: list[tuple[PropertyPath, Any]]
) -> None:
    """Set a property that is absent; what is around it stays. `writes` gets what is new, each branch of it once."""
    around: Any = properties
    for depth, part in enumerate(path):
        if not isinstance(around, dict | list) or any(str(key).startswith("Fn::") for key in around):
            return  # JSON in text, or somebody's choice between values
        if part not in around if isinstance(around, dict) else int(part) >= len(around):
            new = value
            for inner in reversed(path[depth + 1 :]):
                new = [new] if isinstance(inner, int) else {inner: new}
            around.append(new) if isinstance(around, list) else around.update({part: new})
            if not any(path[: len(written)] == written for written, _ in writes):
                writes.append((path[: depth + 1], new))
            return
        around = around[part] if isinstance(around, dict) else around[int(part)]


def write(node: cdk.CfnResource, path: PropertyPath, value: Any) -> None:
    """By the L1 attribute where there is one, so that an override that somebody stated still wins."""
    name = attribute_of(type(node), str(path[0])) if len(path) == 1 and not isinstance(value, dict | list) else ""
    if name:
        setattr(node, name, value)
    else:
        node.add_property_override(".".join(map(str, path)), value)
