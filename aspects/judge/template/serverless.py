"""`Globals` of AWS SAM, written into the resources that inherit them.

Source: AWS SAM Developer Guide, "Globals section of the AWS SAM template": a resource's own value replaces a global
one, mappings are merged, lists are added to; `IgnoreGlobals` on a resource turns this off.
"""

from __future__ import annotations

from typing import Any

_TYPES = "AWS::Serverless::"


def with_globals(body: dict[str, Any]) -> dict[str, Any]:
    """The body of a template whose serverless resources have what they inherit."""
    given = body.get("Globals")
    if not isinstance(given, dict):
        return body
    return {**body, "Resources": {name: _inheriting(given, one) for name, one in body["Resources"].items()}}


def _inheriting(given: dict[str, Any], resource: Any) -> Any:
    type_ = resource.get("Type") if isinstance(resource, dict) else None
    if not isinstance(type_, str) or not type_.startswith(_TYPES):
        return resource
    common, own, ignored = given.get(type_.removeprefix(_TYPES)), resource.get("Properties") or {}, _ignored(resource)
    if not isinstance(common, dict) or not isinstance(own, dict) or "*" in ignored:
        return resource
    kept = {name: value for name, value in common.items() if name not in ignored}
    return {**resource, "Properties": _merged(kept, own)}


def _ignored(resource: dict[str, Any]) -> list[Any]:
    said = resource.get("IgnoreGlobals", [])
    return said if isinstance(said, list) else [said]


def _merged(common: Any, own: Any) -> Any:
    if isinstance(common, list) and isinstance(own, list):
        return [*common, *own]
    if not _is_plain(common) or not _is_plain(own):
        return own
    return {**common, **{name: _merged(common[name], one) if name in common else one for name, one in own.items()}}


def _is_plain(value: Any) -> bool:
    """Whether a value is a mapping, and no intrinsic function."""
    if not isinstance(value, dict):
        return False
    only = next(iter(value)) if len(value) == 1 else ""
    return not str(only).startswith("Fn::") and only not in ("Ref", "Condition")
