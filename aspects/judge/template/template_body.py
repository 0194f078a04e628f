"""The shape that makes plain data a template, so that whatever judges one need not ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.template.language_extensions import TooMuchError, expanded
from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.property_values import INCLUDES
from aspects.judge.template.serverless import with_globals
from constructs_lib.kernel.errors import ConfigurationError, brief, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from aspects.judge.template.limits import Limits

_TEMPLATE = "a CloudFormation template: a mapping whose Resources are mappings with a Type"


class WrittenOut(dict[str, Any]):
    """A body whose loops and globals are written out; `written` is what stands in the file."""

    written: dict[str, Any]


def as_written(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body as it stands in the file: no loop and no globals of it are written out."""
    return body.written if isinstance(body, WrittenOut) else body


def template_body(path: Path, body: Any, *, of_cdk: bool = False, limits: Limits = DEFAULT) -> dict[str, Any]:
    """The body of a template, its loops and globals written out. Raises ConfigurationError for what is no template.

    `of_cdk`: a stack without resources, which CDK writes too, is one.
    """
    if of_cdk and isinstance(body, dict):
        body = {"Resources": {}, **body}
    if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
        raise invalid(str(path), _kind(body, "Resources"), _TEMPLATE)
    written = body
    try:
        body = expanded(body, limits)
    except TooMuchError as error:
        raise ConfigurationError(f"{path}: {error}") from None
    except ValueError as error:
        raise invalid(f"{path}: {error}", "a loop of another shape", "[name, collection, {key: value}]") from None
    body = _without_includes({**body, "Resources": {str(name): one for name, one in body["Resources"].items()}})
    for logical_id, resource in body["Resources"].items():
        place = f"{path}: Resources.{brief(logical_id)}"
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise invalid(place, _kind(resource, "a text as Type"), "a mapping with a Type")
        if not isinstance(resource.get("Properties") or {}, dict):
            raise invalid(f"{place}.Properties", _kind(resource["Properties"], ""), "a mapping")
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


def _kind(value: Any, missing: str) -> str:
    if isinstance(value, dict):
        return f"a mapping without {missing}"
    return {list: "a list", str: "text", type(None): "nothing"}.get(type(value), str(value))
