"""From CloudFormation's properties to the arguments of an API call.

CloudFormation hands numbers and booleans over as text, and writes some names in another case. The service's own model
(botocore) knows both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session

if TYPE_CHECKING:
    from collections.abc import Callable

_session = botocore.session.get_session()


def arguments(
    service: str, operation: str, properties: Any, *, rename: dict[str, str] | None = None, **extra: Any
) -> Any:
    """The arguments of an operation that the properties hold; properties that it does not take are left out.

    `rename` gives the argument for a property called otherwise; `extra` are arguments from elsewhere.
    """
    shape = _session.get_service_model(service).operation_model(operation).input_shape
    named = {(rename or {}).get(name, name): value for name, value in properties.items()}
    return {**_converted(shape, named), **extra}


_SCALARS: dict[str, Callable[[Any], Any]] = {
    "boolean": lambda value: str(value).lower() == "true",
    "double": float,
    "float": float,
    "integer": int,
    "long": int,
    "string": lambda value: value if isinstance(value, str) else str(value),
}


def _converted(shape: Any, value: Any) -> Any:
    match shape.type_name, value:
        case "structure", dict():
            members = {name.lower(): name for name in shape.members}
            return {
                members[name.lower()]: _converted(shape.members[members[name.lower()]], item)
                for name, item in value.items()
                if name.lower() in members and item is not None
            }
        case "list", list():
            return [_converted(shape.member, item) for item in value]
        case "map", dict():
            return {name: _converted(shape.value, item) for name, item in value.items()}
    return _SCALARS.get(shape.type_name, lambda same: same)(value)
