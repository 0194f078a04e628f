"""Every text in the properties of a resource, worked out as far as an app's templates tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aspects.judge.iam.matching import is_known
from aspects.judge.template import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.access.values import Values
    from aspects.judge.template import Resource, Template

_DEEPEST = 20
# What a policy names is no resource that CloudFormation is asked about.
_POLICIES = ("Policy", "Policies", "Document")


class Texts:
    """The texts of resources, each worked out once."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, resource: Resource) -> tuple[str, ...]:
        """Every text outside policies."""
        key = (resource.template.stack_name + str(resource.template.path), resource.logical_id)
        if key not in self._known:
            self._known[key] = tuple(self._in(resource.template, resource.properties, _DEEPEST))
        return self._known[key]

    def of_property(self, resource: Resource, name: str) -> list[str]:
        """The texts of one property."""
        return list(self._in(resource.template, resource.properties.get(name), _DEEPEST))

    def arns(self, resource: Resource) -> list[str]:
        """The ARNs among them that are known to the end."""
        return [text for text in self.of(resource) if text.startswith("arn:") and is_known(text)]

    def unknown(self, resource: Resource) -> bool:
        """Whether one of them is known at the deploy only."""
        return not all(map(is_known, self.of(resource)))

    def _in(self, template: Template, value: Any, depth: int) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list) and depth:
            for item in value:
                yield from self._in(template, item, depth - 1)
        elif isinstance(value, dict) and depth:
            if len(value) == 1 and re.match(r"Ref\Z|Fn::", next(iter(value))):
                yield from self._worked_out(template, value, depth - 1)
                return
            for key, item in value.items():
                if not any(word in key for word in _POLICIES):
                    yield from self._in(template, item, depth - 1)

    def _worked_out(self, template: Template, value: dict[str, Any], depth: int) -> Iterator[str]:
        for found in template.alternatives(value):
            if isinstance(found, (str, *OPAQUE)):
                yield self._values.text(template, found)
            elif found != value:
                yield from self._in(template, found, depth)
