"""Values of templates as text: references as the names and ARNs that they will be, parameters as what was published.

A stack reads what another one published into Parameter Store by its name: that is how stacks know each other here.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.access.arns import SAME_AS, made_up_name, naming_of
from aspects.judge.iam.matching import is_known, unknown_text
from aspects.judge.template import Import, Lookup, Partial, Reference, Unknown, describe
from aspects.judge.template.property_values import DynamicReference, Opaque, Piece, Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Place, Resource, Template

_DEEPEST = 12
_ARNS = ("Arn", "arn")


class Values:
    """What values of an app's templates will be, as text. `app` is every template that was read together."""

    def __init__(self, app: Iterable[Template]) -> None:
        self.app = tuple(app)
        self._known: dict[tuple[int, str, str], str] = {}
        self._parameters: dict[tuple[str, str, str], Resource] = {}
        self._exports: dict[str, tuple[Template, Any]] = {}
        for template in self.app:
            for resource in template.of_type("AWS::SSM::Parameter"):
                for name in self.texts(resource, "Name"):
                    self._parameters[template.account, template.region, name] = resource
            for output in template.outputs.values():
                export = output.get("Export") if isinstance(output, dict) else None
                if isinstance(export, dict) and "Name" in export:
                    for name in template.alternatives(export["Name"]):
                        self._exports[str(name)] = template, output.get("Value")

    def texts(self, resource: Resource, *path: str, depth: int = 0) -> list[str]:
        """Every text that a property may be."""
        template, found = resource.template, resource.values(*path)
        return [self.text(template, value, depth) for value in found if isinstance(value, _TEXTUAL)]

    def text(self, template: Template, value: Any, depth: int = 0) -> str:
        """One value, as it comes from the judge's reading of a template."""
        if depth > _DEEPEST:
            return unknown_text("a value nested too deeply")
        match value:
            case Partial():
                found = "".join(self.text(template, part, depth + 1) for part in value.parts)
            case str() | int() | float():
                found = str(value).lower() if isinstance(value, bool) else str(value)
            case Reference():
                found = self.of(value.resource, value.attribute, depth + 1)
            case Piece(pieces, index):
                found = self._piece(template, pieces, index, depth + 1)
            case Unknown(_, DynamicReference(service, Partial() | Opaque() as name)):
                found = f"{{{{resolve:{service}:{self.text(template, name, depth + 1)}}}}}"
            case Lookup(name):
                found = self._published(template, name, depth + 1)
            case Import(name) if name in self._exports:
                other, given = self._exports[name]
                found = self._first(other, other.alternatives(given), depth + 1)
            case _:
                found = unknown_text(f"{template.stack_name}: {describe(value)}")
        return found

    def _piece(self, template: Template, pieces: Pieces, index: int | None, depth: int) -> str:
        """A piece of a text; the text itself where nobody knows which one, or how the text comes out."""
        whole = self.text(template, pieces.text, depth)
        split = whole.split(pieces.delimiter) if is_known(whole) else []
        return split[index] if index is not None and index < len(split) else whole

    def arn(self, resource: Resource) -> str:
        """The ARN that a resource will have."""
        return self.of(resource, "Arn")

    def of(self, resource: Resource, attribute: str = "", depth: int = 0) -> str:
        """What a `Ref` to a resource gives, or its attribute."""
        key = (id(resource), resource.logical_id, attribute)
        if key not in self._known:
            self._known[key] = self._named(resource, attribute, depth)
        return self._known[key]

    def _named(self, resource: Resource, attribute: str, depth: int) -> str:
        template = resource.template
        if not attribute and resource.type in SAME_AS:
            return next(
                iter(self.texts(resource, SAME_AS[resource.type], depth=depth + 1)), unknown_text(resource.logical_id)
            )
        naming = naming_of(resource.type)
        refers = not attribute or attribute == "Id"
        wants_arn = attribute.endswith(_ARNS) or (refers and naming.ref == "arn")
        name = self._name(resource, naming.property, depth)
        account, region = template.account, template.region
        if wants_arn:
            path = (
                next(iter(self.texts(resource, "Path", depth=depth + 1)), "/")
                if resource.type.startswith("AWS::IAM::")
                else "/"
            )
            parts = {"{region}": region, "{account}": account, "{name}": f"{path.removeprefix('/')}{name}"}
            return "arn:aws:" + functools.reduce(lambda arn, part: arn.replace(*part), parts.items(), naming.arn)
        if not attribute and naming.ref == "url":
            return f"https://sqs.{region}.amazonaws.com/{account}/{name}"
        if not attribute or attribute.endswith(("Name", "KeyId")):
            return name
        return f"{template.stack_name}.{resource.logical_id}.{attribute}"

    def _name(self, resource: Resource, property_: str, depth: int) -> str:
        template = resource.template
        if resource.type == "AWS::KMS::Key" or not property_:
            return f"{template.stack_name}.{resource.logical_id}"
        given = [value for value in resource.values(property_) if isinstance(value, _TEXTUAL)]
        if not given:
            return made_up_name(template.stack_name, resource.logical_id, resource.type)
        name = self._first(template, given, depth + 1)
        return name.removeprefix("https://") if property_ == "Url" else name

    def _published(self, template: Template, name: str, depth: int) -> str:
        """What another stack of the app published under a name, in the same account and region."""
        parameter = self._parameters.get((template.account, template.region, name)) if is_known(name) else None
        if parameter is None:
            return unknown_text(f"SSM parameter {name}")
        return self._first(parameter.template, parameter.values("Value"), depth)

    def _first(self, template: Template, values: list[Any], depth: int) -> str:
        if len(values) != 1:
            return unknown_text(f"{template.stack_name}: one of {len(values)} values")
        return self.text(template, values[0], depth)


_TEXTUAL = (str, int, Reference, Lookup, Import, Unknown)


def place_texts(values: Values, template: Template, places: Iterable[Place]) -> Iterator[str]:
    """The texts at some places of a policy."""
    for place in places:
        yield values.text(template, place.value)
