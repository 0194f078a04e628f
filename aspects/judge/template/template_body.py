"""The shape that makes plain data a template, so that whatever judges one need not ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.template.language_extensions import expanded
from aspects.judge.template.property_values import INCLUDES
from aspects.judge.template.serverless import with_globals
from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from pathlib import Path

_TEMPLATE = "a CloudFormation template: a mapping whose Resources are mappings with a Type"
# CloudFormation takes a template of at most 1 MB; no such template holds more values, or goes deeper.
_MOST_VALUES = 1_000_000
_DEEPEST = 200


class WrittenOut(dict[str, Any]):
    """A body whose loops and globals are written out; `written` is what stands in the file."""

    written: dict[str, Any]


def template_body(path: Path, body: Any, *, of_cdk: bool = False) -> dict[str, Any]:
    """The body of a template, its loops and globals written out. Raises ConfigurationError for what is no template.

    `of_cdk`: a stack without resources, which CDK writes too, is one.
    """
    if of_cdk and isinstance(body, dict):
        body = {"Resources": {}, **body}
    if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
        raise invalid(str(path), _kind(body, "Resources"), _TEMPLATE)
    _measured(path, body, {}, 0)
    written = body
    try:
        body = expanded(body)
    except ValueError as error:
        raise invalid(f"{path}: {error}", "a loop of another shape", "[name, collection, {key: value}]") from None
    body = _without_includes({**body, "Resources": {str(name): one for name, one in body["Resources"].items()}})
    for logical_id, resource in body["Resources"].items():
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise invalid(f"{path}: Resources.{logical_id}", _kind(resource, "a text as Type"), "a mapping with a Type")
        if not isinstance(resource.get("Properties") or {}, dict):
            raise invalid(f"{path}: Resources.{logical_id}.Properties", _kind(resource["Properties"], ""), "a mapping")
    found = WrittenOut(with_globals(body))
    found.written = written
    return found


def _without_includes(body: dict[str, Any]) -> dict[str, Any]:
    """The body with what a transform will bring among its resources beside them: it is none of them, and no mistake.

    Source: CloudFormation Template Reference, "AWS::Include transform": it may stand anywhere but in the parameters and
    the version.
    """
    if INCLUDES not in body["Resources"]:
        return body
    resources = {name: resource for name, resource in body["Resources"].items() if name != INCLUDES}
    return {**body, "Resources": resources, INCLUDES: body["Resources"][INCLUDES]}


def _measured(path: Path, value: Any, sizes: dict[int, int], depth: int) -> int:
    """How many values a value holds, each alias of YAML counted wherever it stands. Refuses what would never end."""
    if not isinstance(value, dict | list):
        return 1
    if depth > _DEEPEST or sizes.get(id(value)) == 0:  # 0 is one that is being measured: it holds itself
        raise ConfigurationError(f"{path}: nested more than {_DEEPEST} levels deep")
    if id(value) not in sizes:
        sizes[id(value)] = 0
        inner = value.values() if isinstance(value, dict) else value
        sizes[id(value)] = 1 + sum(_measured(path, one, sizes, depth + 1) for one in inner)
    if sizes[id(value)] > _MOST_VALUES:
        raise ConfigurationError(f"{path}: holds more than {_MOST_VALUES:,} values")
    return sizes[id(value)]


def _kind(value: Any, missing: str) -> str:
    if isinstance(value, dict):
        return f"a mapping without {missing}"
    return {list: "a list", str: "text", type(None): "nothing"}.get(type(value), str(value))
