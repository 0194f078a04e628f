"""Macros that a template names: whoever owns one decides what is deployed in place of what stands there.

Source: CloudFormation Template Reference Guide, "Transform section" and "Transform reference": AWS's own are those
below; `AWS::Include` puts in what a file in a bucket holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.template import Place, Unknown, describe, text_of
from aspects.judge.template.once import once
from aspects.judge.template.whole import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

_OF_AWS = (
    "AWS::CodeDeployBlueGreen",
    "AWS::LanguageExtensions",
    "AWS::SecretsManager-",
    "AWS::Serverless-",
    "AWS::ServiceCatalog",
)
_INCLUDE = "AWS::Include"
_FUNCTION = "Fn::Transform"


def foreign_transforms(resource: Resource) -> Iterator[Place]:
    """The macros that are not AWS's, and the files that AWS::Include puts in, wherever a resource has them.

    Of a template as a whole, those of its section `Transform` as well.
    """
    if resource.type == TEMPLATE:
        yield from _named(resource, resource.properties.get("Transform"), "Transform")
    for name, value in resource.body.items() if _has_some(resource.template) else ():
        yield from _within(resource, value, "" if name == "Properties" else str(name))


@once
def _has_some(template: Template) -> bool:
    """Whether a template has one anywhere: most have none, and are not searched."""
    return _FUNCTION in str(template.body)


def _within(resource: Resource, value: Any, at: str) -> Iterator[Place]:
    pending = [(value, at)]
    while pending:
        inner, place = pending.pop()
        if isinstance(inner, list):
            pending += [(one, f"{place}[{index}]") for index, one in enumerate(inner)]
        elif isinstance(inner, dict):
            for key, one in inner.items():
                below = f"{place}.{key}" if place else str(key)
                if key == _FUNCTION:
                    yield from _named(resource, one, below)
                if isinstance(one, dict | list):
                    pending.append((one, below))


def _named(resource: Resource, given: Any, at: str) -> Iterator[Place]:
    """What a list of transforms, or one of them, puts in: the name of a macro, the place of a file."""
    for one in given if isinstance(given, list) else [given] if given is not None else []:
        body = one if isinstance(one, dict) else {"Name": one}
        name = text_of(body.get("Name"))
        if name == _INCLUDE:
            parameters = body.get("Parameters")
            where = parameters.get("Location") if isinstance(parameters, dict) else None
            for found in resource.template.alternatives(where):
                yield Place(at, f"{_INCLUDE} of {describe(found)}")
        elif name is None and "Name" in body:
            yield Place(at, Unknown("a macro whose name only the deploy knows"))
        elif name is None:  # CloudFormation refuses it: nothing is rewritten
            continue
        elif not name.startswith(_OF_AWS):
            yield Place(at, name)
