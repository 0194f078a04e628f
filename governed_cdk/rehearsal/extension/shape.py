"""From CloudFormation's properties to the arguments of an API call.

CloudFormation hands numbers and booleans over as text, and writes some names in another case. The service's own model
(botocore) knows both.
"""

from __future__ import annotations

from typing import Any

import botocore.session

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


def _converted(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            members = {name.lower(): name for name in shape.members}
            return {
                members[name.lower()]: _converted(shape.members[members[name.lower()]], item)
                for name, item in value.items()
                if name.lower() in members and item is not None
            }
        case "list" if isinstance(value, list):
            return [_converted(shape.member, item) for item in value]
        case "map" if isinstance(value, dict):
            return {name: _converted(shape.value, item) for name, item in value.items()}
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "boolean":
            return str(value).lower() == "true"
        case "string" if isinstance(value, int | float):
            return str(value)
        case _:
            return value
