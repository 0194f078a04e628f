"""The properties of a resource as text: at a path, in a thing of a list, filled into a row's texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aspects.judge.template import ABSENT, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.access.entities import Target
    from aspects.judge.access.uses import TargetNames
    from aspects.judge.access.values import Values
    from aspects.judge.template import Resource
    from constructs_lib.kernel.calls import CallRow

_PROPERTY = re.compile(r"\{@([^}\[]+)(?:\[([^\]]+)\])?\}")


class Properties:
    """What stands in a resource, or in one thing of it; what is not in that thing is looked for in the resource."""

    def __init__(self, values: Values, resource: Resource, thing: Place | None = None) -> None:
        self.resource = resource
        self._values, self._thing = values, thing

    def things(self, row: CallRow, names: TargetNames) -> Iterator[Properties]:
        """The things that a row speaks of, of this resource or of the one that has them."""
        for having in self._having(row, names):
            for place in having.places(*row.each) if row.each else (Place("", having.properties),):
                found = Properties(self._values, self.resource, place)
                if all(found.is_so(path, wanted) for path, wanted in row.only.items()):
                    yield found

    def _having(self, row: CallRow, names: TargetNames) -> list[Resource]:
        if not row.within:
            return [self.resource]
        named = (one for text in self.texts(*row.within) for one in names.named_in(text, self.resource.template))
        return [one.resource for one in named]

    def is_so(self, path: str, wanted: object) -> bool:
        """Whether a value at a path is as wanted, or `absent`."""
        values = [place.value for place in self._places(*path.split("."))] if path != "." else [self._whole()]
        return (ABSENT if wanted == "absent" else wanted) in values

    def _whole(self) -> object:
        return self._thing.value if self._thing else self.resource.properties

    def has(self, *path: str) -> bool:
        """Whether something stands at a path."""
        return any(place.value is not ABSENT for place in self._places(*path))

    def texts(self, *path: str) -> list[str]:
        """The texts at a path: in the thing, else in the resource."""
        whole = self._whole()
        found = [place.value for place in self._places(*path) if place.value is not ABSENT]
        if self._thing and not (found and isinstance(whole, dict)):
            found = [value for value in self.resource.values(*path) if value is not ABSENT]
        return [self._values.text(self.resource.template, value) for value in found]

    def _places(self, *path: str) -> Iterator[Place]:
        yield from self.resource.template.places(self._whole(), *path)

    def filled(self, text: str, what: Target | None) -> str:
        """A row's text with what it stands for."""
        if "{" not in text:
            return text
        template = self.resource.template
        by = self._values.arn(self.resource).removesuffix(":*")
        text = _PROPERTY.sub(lambda found: self._property(found[1], found[2] or ""), text)
        for sign, value in (
            ("{region}", template.region), ("{account}", template.account), ("{by}", by),
            ("{what}", what.arn if what else ""),
        ):  # fmt: skip
            text = text.replace(sign, value)
        return text

    def _property(self, path: str, key: str) -> str:
        if not key:
            path, _, usual = path.partition("|")
            return next(iter(self.texts(*path.split("."))), usual)
        items = self.resource.places(path, "*")
        return next(
            (
                self._values.text(self.resource.template, item.value["Value"])
                for item in items
                if isinstance(item.value, dict) and item.value.get("Key") == key and "Value" in item.value
            ),
            "",
        )
