"""What a value means among all the templates that were read together: references, exports, SSM parameters, names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.template import Import, Lookup, Partial, Reference, Unknown, references
from aspects.judge.template.once import once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

_PARAMETER = "AWS::SSM::Parameter"
# The same in every template of an app, for one account and region.
_THE_SAME = ("AccountId", "Region")


def meant(template: Template, value: Any) -> Iterator[Resource]:
    """The resources that a value refers to: itself, by a part of a text, by an export or by an SSM parameter."""
    for one in references(value) if isinstance(value, Partial) else (value,):
        if isinstance(one, Reference):
            yield one.resource
    if isinstance(value, Import | Lookup):
        for giver, given in _given_out(template).get((type(value), value.name), ()):
            for found in giver.alternatives(given):
                if not isinstance(found, Import | Lookup):  # one step: nobody publishes what he reads
                    yield from meant(giver, found)


def is_name(text: str) -> bool:
    """Whether a text says the same wherever it stands in an app."""
    parts = text.parts if isinstance(text, Partial) else (text,)
    return all(isinstance(part, str) or (isinstance(part, Unknown) and part.why in _THE_SAME) for part in parts)


@once_an_app
def _given_out(app: tuple[Template, ...]) -> dict[tuple[type, str], list[tuple[Template, Any]]]:
    """What the templates export, and what they write into SSM parameters, by name."""
    found: dict[tuple[type, str], list[tuple[Template, Any]]] = {}
    for template in app:
        for body in template.outputs.values():
            export = body.get("Export") if isinstance(body, dict) else None
            for name in template.alternatives(export.get("Name")) if isinstance(export, dict) else ():
                if isinstance(name, str):
                    found.setdefault((Import, str(name)), []).append((template, body.get("Value")))
        for parameter in template.of_type(_PARAMETER):
            for name in parameter.values("Name"):
                if isinstance(name, str):
                    given = parameter.properties.get("Value")
                    found.setdefault((Lookup, str(name)), []).append((template, given))
    return found
