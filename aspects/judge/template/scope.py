"""What the functions of a template may refer to: all that working them out needs to know of the template.

The template itself (`model.py`) stands above the functions, since it reads its properties by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Scope(Protocol):
    """A template, as its intrinsic functions see it.

    `template` is the template itself, also where the scope is what one of several stacks makes of it (`called.py`).
    """

    memory: dict[Any, Any]

    @property
    def template(self) -> WholeScope:
        """The template itself."""

    @property
    def conditions(self) -> Mapping[str, Any]:
        """The section `Conditions`."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The section `Parameters`."""

    @property
    def mappings(self) -> Mapping[str, Any]:
        """The section `Mappings`."""

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The section `Outputs`."""

    @property
    def resources(self) -> Mapping[str, Any]:
        """The resources by logical id."""

    @property
    def nested(self) -> Mapping[str, WholeScope]:
        """The nested stacks by the logical id of their resource."""

    @property
    def callers(self) -> Sequence[tuple[Scope, Mapping[str, Any]]]:
        """The parents of a nested stack, each with the values that it gives to the parameters."""

    def pseudo(self, name: str) -> Any:
        """The value of a pseudo parameter, such as `AWS::Region`."""

    def reference(self, logical_id: str, attribute: str = "") -> Any:
        """What stands for a resource of the template, or for its attribute."""


class WholeScope(Scope, Protocol):
    """A scope that is a template itself, which has a file, and a name where it is deployed."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def stack_name(self) -> str:
        """The name of its stack."""

    @property
    def rules(self) -> Mapping[str, Any]:
        """The section `Rules`."""


class ScopeResource(Protocol):
    """A resource of a template, as far as what is there depends on it."""

    @property
    def template(self) -> WholeScope:
        """The template that it stands in."""

    @property
    def body(self) -> Mapping[str, Any]:
        """All that the template says of it."""
