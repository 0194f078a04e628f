"""A construct that is one of CDK's interfaces because it asks another construct, member by member."""

from __future__ import annotations

import functools
from typing import Any, cast

import jsii
from constructs import Construct


def delegating(interface: type, *, name: str, to: str) -> type[Construct]:
    """A subclass of Construct that implements a jsii interface by the construct in its attribute `to`.

    Members that a subclass defines itself win, in Python and where CDK asks.
    """
    members = {member: _delegate(member, declared, to) for member, declared in members_of(interface).items()}
    made = jsii.JSIIMeta(name, (Construct,), members)
    return cast("type[Construct]", jsii.implements(interface)(made))


def members_of(interface: type) -> dict[str, Any]:
    """The members of a jsii interface, and of those that it extends, but for what every construct has."""
    found: dict[str, Any] = {}
    for base in interface.__mro__:
        for name, member in vars(base).items():
            function = member.fget if isinstance(member, property) else member
            if hasattr(function, "__jsii_name__") and not hasattr(Construct, name):
                found.setdefault(name, member)
    return found


def _delegate(name: str, declared: Any, to: str) -> Any:
    if not isinstance(declared, property):

        @functools.wraps(declared)  # jsii reads the signature, to know keywords from positions
        def call(self: Any, *args: Any, **keywords: Any) -> Any:
            return getattr(getattr(self, to), name)(*args, **keywords)

        return call

    def read(self: Any) -> Any:
        return getattr(getattr(self, to), name)

    def write(self: Any, value: Any) -> None:
        setattr(getattr(self, to), name, value)

    return property(functools.wraps(declared.fget or read)(read), write if declared.fset else None)
