"""The line of Python that sets one property of a construct that somebody else wrote."""

from __future__ import annotations


def override(path: str, value: object) -> str:
    """Code that sets the property at a place, such as `Replicas[0].DeletionProtectionEnabled`."""
    dotted = path.replace("[", ".").replace("]", "")
    return f'construct.node.default_child.add_property_override("{dotted}", {value!r})'
