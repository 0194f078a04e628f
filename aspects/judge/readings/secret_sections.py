"""Secrets in a template beside its resources: outputs, parameters, mappings, descriptions, metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.scripts import Language
from aspects.judge.readings.secret_mending import Written, without_output
from aspects.judge.readings.secret_search import Search
from aspects.judge.readings.secrets import is_secret_property
from aspects.judge.rule import Breach
from aspects.judge.template import as_bool
from aspects.judge.template.once import once
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)\}")
# Of a parameter that holds a value; the others name where one is.
_A_VALUE = ("String", "CommaDelimitedList", "List<String>")
# Judged where it is merged into (SAM), a word, a date.
_NOT_SEARCHED = ("AWSTemplateFormatVersion", "Description", "Globals", "Transform")


def secrets_in_sections(template: Resource) -> Iterator[Breach]:
    """What the sections of a template give away, the template being given as a resource."""
    search, sections = Search(template.template), template.properties
    told = str(sections.get("Description", ""))
    yield from search.text(told, "Description", Written(("Description",)), Language.PROSE)
    for name, value in sections.items():
        if name not in _NOT_SEARCHED:
            ours = isinstance(value, dict) and NAME in value
            searched = {key: one for key, one in value.items() if key != NAME} if ours else value
            yield from search.below(searched, name, (name,))
    yield from _outputs(search, sections.get("Outputs"))
    yield from _parameters(search, sections.get("Parameters"))
    yield from _mappings(search, sections.get("Mappings"))


def _outputs(search: Search, section: Any) -> Iterator[Breach]:
    """An output shows its value to whoever may see the stack, also that of a parameter with `NoEcho`."""
    for name, body in _bodies(section):
        value, at, export = body.get("Value"), f"Outputs.{name}.Value", body.get("Export")
        names = (name, export.get("Name") if isinstance(export, dict) else None)
        if any(isinstance(one, str) and is_secret_property(one) for one in names):
            yield from search.named(name, value, at, Written(("Outputs", name, "Value")))
        for parameter in sorted(_named_in(value)):
            said = search.template.parameters.get(parameter)
            if isinstance(said, dict) and as_bool(said.get("NoEcho")):
                found = f"It shows the parameter {parameter}, which has NoEcho."
                yield Breach(found, at=at, part=f"{at}: {parameter}", patches=without_output(name))


def _parameters(search: Search, section: Any) -> Iterator[Breach]:
    """Defaults: by the parameter's name, or its `NoEcho` where no resource uses it, which would be found there."""
    for name, body in _bodies(section):
        hidden = as_bool(body.get("NoEcho")) is True
        named = is_secret_property(name) and body.get("Type", "String") in _A_VALUE
        if (named and not hidden) or (hidden and name not in _references(search.template)):
            way = Written(("Parameters", name, "Default"))
            yield from search.named(name, body.get("Default"), f"Parameters.{name}.Default", way)


def _mappings(search: Search, section: Any) -> Iterator[Breach]:
    for name, rows in _bodies(section):
        for row, columns in _bodies(rows):
            for column, value in columns.items() if any(map(is_secret_property, (name, row))) else ():
                if not is_secret_property(str(column)):  # found already
                    way = Written(("Mappings", name, row, column))
                    yield from search.named(str(column), value, f"Mappings.{name}.{row}.{column}", way)


def _bodies(section: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, body in section.items() if isinstance(section, dict) else ():
        if isinstance(body, dict):
            yield str(name), body


@once
def _references(template: Template) -> frozenset[str]:
    return frozenset().union(*(_named_in(resource.properties) for resource in template.resources.values()))


def _named_in(value: Any) -> set[str]:
    """What a value refers to by `Ref`, or in the text of `Fn::Sub`."""
    left, found = [value], set[str]()
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            left += one.values()
            if isinstance(name := one.get("Ref"), str):
                found.add(name)
            text = one.get("Fn::Sub")
            text = text[0] if isinstance(text, list) and text else text
            found.update(_VARIABLE.findall(text) if isinstance(text, str) else ())
    return found
