"""A nested stack as one of the stacks that nest it makes it: the same template, with what that one passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aspects.judge.template.scope import Scope, WholeScope

_MOST = 64  # of one template; a tree of stacks that has more is read as if any of them nested it


class Called:
    """A template nested by one stack of several, as a scope of its own."""

    def __init__(self, template: WholeScope, caller: Scope, passed: Mapping[str, Any]) -> None:
        self.template = template
        self.callers: Sequence[tuple[Scope, Mapping[str, Any]]] = [(caller, passed)]
        self.parameters, self.mappings = template.parameters, template.mappings
        self.conditions, self.outputs = template.conditions, template.outputs
        self.resources, self.nested = template.resources, template.nested
        self.memory: dict[Any, Any] = {}

    def pseudo(self, name: str) -> Any:
        """As of the template."""
        return self.template.pseudo(name)

    def reference(self, logical_id: str, attribute: str = "") -> Any:
        """As of the template."""
        return self.template.reference(logical_id, attribute)


def called(scope: Scope, logical_id: str) -> Scope | None:
    """The stack that a resource of a template nests, as that resource makes it; None for any other resource."""
    nested = scope.nested.get(logical_id)
    if nested is None or (len(nested.callers) < 2 and scope is scope.template):
        return nested
    known, counted = ("called", logical_id), ("called",)
    if known not in scope.memory:
        count = nested.memory.get(counted, 0)
        if count >= _MOST:
            return nested
        passed = scope.template.resources[logical_id].properties.get("Parameters")
        scope.memory[known] = Called(nested, scope, passed if isinstance(passed, dict) else {})
        nested.memory[counted] = count + 1
    found: Scope = scope.memory[known]
    return found
