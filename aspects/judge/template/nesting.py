"""By which resources a template is nested, found by what these pass to it: many stacks may nest one template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aspects.judge.template.scope import Scope, WholeScope


class Nesting:
    """The nested stacks of some templates, each parent gone through once."""

    def __init__(self) -> None:
        self._found: dict[WholeScope, dict[tuple[WholeScope, int | None], tuple[Any, ...]]] = {}
        self._names: dict[int, str] = {}

    def by(self, template: WholeScope, parent: Scope, passed: Mapping[str, Any]) -> tuple[Any, ...]:
        """The resources by which a parent nests a template and passes these values; all of them where it passes none.

        The same tuple for the same resources.
        """
        whole = parent.template
        if whole not in self._found:
            self._found[whole] = _by_what_is_passed(whole)
        return self._found[whole].get((template, id(passed) if passed else None), ())

    def name(self, template: WholeScope, parent: Scope, passed: Mapping[str, Any]) -> str:
        """The logical ids of these, or the file of the parent."""
        nested_by = self.by(template, parent, passed)
        if id(nested_by) not in self._names:
            self._names[id(nested_by)] = " or ".join(resource.logical_id for resource in nested_by)
        return self._names[id(nested_by)] or parent.template.path.name


def _by_what_is_passed(parent: WholeScope) -> dict[tuple[WholeScope, int | None], tuple[Any, ...]]:
    found: dict[tuple[WholeScope, int | None], list[Any]] = {}
    for logical_id, nested in parent.nested.items():
        resource = parent.resources[logical_id]
        for key in (id(resource.properties.get("Parameters")), None):
            found.setdefault((nested, key), []).append(resource)
    return {key: tuple(resources) for key, resources in found.items()}
