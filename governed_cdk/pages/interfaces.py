"""The stub of `constructs_lib.stack.interfaces`: what a type checker knows of the classes that are made there."""

from __future__ import annotations

import importlib
import inspect
import types
import typing
from typing import Any

from constructs_lib.stack.delegation import members_of
from constructs_lib.stack.interfaces import INTERFACES

_ALIASES = {"aws_cdk": "cdk", "aws_lambda": "lambda_", "aws_elasticloadbalancingv2": "elbv2"}
_LONGEST_LINE = 121
_HEAD = """\
# Written by `governed-cdk docs` from the interfaces of the installed aws-cdk-lib.
from collections.abc import Mapping, Sequence
from typing import Any

import aws_cdk as cdk
{imports}
from constructs import {constructs}

INTERFACES: dict[str, tuple[str, str, str]]
"""


def render_interfaces() -> str:
    """The whole stub."""
    stub = _Stub()
    classes = [stub.rendered(name, *where) for name, where in INTERFACES.items()]
    imports = "\n".join(_import(module) for module in sorted(stub.modules))
    head = _HEAD.format(imports=imports, constructs=", ".join(sorted({"Construct", *stub.constructs})))
    return "\n".join([head, *classes])


def _alias(module: str) -> str:
    return _ALIASES.get(module, module.removeprefix("aws_").replace(".aws_", "_"))


def _import(module: str) -> str:
    package, _, name = f"aws_cdk.{module}".rpartition(".")
    return f"from {package} import {name} as {_alias(module)}"


class _Stub:
    """Renders classes, and remembers what they need imported."""

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self.constructs: set[str] = set()

    def rendered(self, name: str, module: str, interface: str, _inner: str) -> str:
        declared = members_of(getattr(importlib.import_module(f"aws_cdk.{module}"), interface))
        members = "".join(self._member(member, what) for member, what in sorted(declared.items()))
        return f"class {name}(Construct):\n{members}"

    def _member(self, name: str, declared: Any) -> str:
        if not isinstance(declared, property):
            return self._method(name, declared)
        type_ = self._type(typing.get_type_hints(declared.fget)["return"])
        lines = ["@property", f"def {name}(self) -> {type_}: ..."]
        if declared.fset:
            lines += [f"@{name}.setter", f"def {name}(self, value: {type_}) -> None: ..."]
        return "".join(f"    {line}\n" for line in lines)

    def _method(self, name: str, function: Any) -> str:
        hints, lines, starred = typing.get_type_hints(function), list[str](), False
        for parameter in list(inspect.signature(function).parameters.values())[1:]:
            if parameter.kind is parameter.VAR_POSITIONAL:
                lines.append(f"*{parameter.name}: {self._type(hints[parameter.name])}")
                starred = True
                continue
            if parameter.kind is parameter.KEYWORD_ONLY and not starred:
                lines.append("*")
                starred = True
            default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
            lines.append(f"{parameter.name}: {self._type(hints[parameter.name])}{default}")
        result = self._type(hints["return"])
        short = f"    def {name}({', '.join(['self', *lines])}) -> {result}: ...\n"
        if len(short) <= _LONGEST_LINE:
            return short
        arguments = "".join(f"        {line},\n" for line in lines)
        return f"    def {name}(\n        self,\n{arguments}    ) -> {result}: ...\n"

    def _type(self, hint: Any) -> str:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            return " | ".join(self._type(one) for one in arguments)
        if origin is not None:
            return f"{origin.__name__}[{', '.join(self._type(one) for one in arguments)}]"
        if hint in (Any, type(None)):
            return "Any" if hint is Any else "None"
        package, _, module = hint.__module__.partition(".")
        if package == "constructs":
            self.constructs.add(hint.__qualname__)
            return str(hint.__qualname__)
        if package != "aws_cdk":
            return str(hint.__qualname__)
        if module:
            self.modules.add(module)
        return f"{_alias(module or package)}.{hint.__qualname__}"
