"""What an argument may be, by its annotation: whether a value is such a one, and how to say what is.

Annotations name types that only a type checker imports. Here each is looked up where the module says that it is from.
What cannot be told apart while the program runs, a protocol for one, is taken for right.
"""

from __future__ import annotations

import ast
import builtins
import collections.abc
import enum
import functools
import importlib
import re
import sys
import types
import typing
from pathlib import Path
from typing import Any

from constructs_lib.kernel.errors import ConfigurationError, shown

_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*")
_PLAIN = {int: "a whole number", str: "text, in quotes", bool: "True or False", float: "a number"}
_PLURAL = {int: "whole numbers", str: "texts", float: "numbers"}
_CDK, _RECORD = "__jsii_type__", "__jsii_struct_bases__"
_UNIONS = (typing.Union, types.UnionType)
_MANY = (collections.abc.Sequence, collections.abc.Collection, collections.abc.Iterable, tuple, list)


@functools.cache
def hint(module: str, annotation: str) -> Any:
    """The type that an annotation of a module means; Any where it cannot be found."""
    known = {**vars(builtins), **vars(sys.modules[module])}
    for name in set(_NAME.findall(annotation)) - set(known):
        known[name] = _imported(module, name)
    try:
        return eval(annotation, known)  # noqa: S307 - the library's own source
    except (AttributeError, NameError, SyntaxError, TypeError):
        return Any


def _imported(module: str, name: str) -> Any:
    """What a name is that only type checkers import."""
    source, own = _for_type_checkers(module).get(name, ("", ""))
    if not source:
        return Any
    found = importlib.import_module(source)
    return getattr(found, own) if hasattr(found, own) else importlib.import_module(f"{source}.{own}")


@functools.cache
def _for_type_checkers(module: str) -> dict[str, tuple[str, str]]:
    tree = ast.parse(Path(sys.modules[module].__file__ or "").read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {one.asname or one.name: (node.module or "", one.name) for node in imports for one in node.names}


def fits(value: object, wanted: Any) -> bool:
    """Whether a value is what an annotation asks for, as far as that shows."""
    origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in _UNIONS:
        return any(fits(value, one) for one in inside)
    if origin is typing.Literal:
        return value in inside
    if origin is None:
        return _is(value, wanted) if isinstance(wanted, type) else wanted is not None or value is None
    return _is_made_of(value, origin, inside)


def unfit(what: str, given: object, wanted: Any) -> ConfigurationError:
    """The error for a value that is not what an annotation asks for."""
    said = repr(given) if given is None or isinstance(given, bool) else shown(given)  # as it stands in Python
    return ConfigurationError(f"{what}: given {said}; allowed: {worded(wanted)}")


def _is_made_of(value: Any, origin: type, inside: tuple[Any, ...]) -> bool:
    if _is_pair(origin, inside):
        return isinstance(value, tuple) and len(value) == len(inside) and all(map(fits, value, inside))
    if origin in _MANY:
        return _is_many(value, origin) and all(fits(one, inside[0]) for one in value)
    if origin is collections.abc.Mapping:
        return isinstance(value, origin) and all(fits(one, inside[1]) for one in value.values())
    return isinstance(value, origin)


def _is_pair(origin: Any, inside: tuple[Any, ...]) -> bool:
    return origin is tuple and inside[-1] is not Ellipsis


def _is_many(value: object, origin: Any) -> bool:
    """A list goes for a tuple: what takes one only goes through it."""
    wanted = tuple | list if origin is tuple else collections.abc.Collection
    return isinstance(value, wanted) and not isinstance(value, str | bytes | collections.abc.Mapping)


def _is(value: object, wanted: type) -> bool:
    if wanted is Any:
        return True
    if wanted in _PLAIN:
        return isinstance(value, wanted) if not isinstance(value, bool | int) else _is_number(value, wanted)
    if issubclass(wanted, enum.Enum):
        return isinstance(value, wanted) or value in [one.value for one in wanted]
    if hasattr(wanted, _CDK):
        return _is_of_cdk(value, wanted)
    return getattr(wanted, "_is_protocol", False) or isinstance(value, wanted)


def _is_number(value: object, wanted: type) -> bool:
    return wanted is bool if isinstance(value, bool) else wanted in (int, float)


def _is_of_cdk(value: object, wanted: type) -> bool:
    """Whether it implements an interface of CDK's, is of a class, or may be; a record of its may be a mapping."""
    kind = type(value)
    named = [one for base in kind.__mro__ for one in vars(base).get("__jsii_ifaces__", ())]
    known = {base for one in (*named, kind) for base in getattr(one, "__mro__", ())}
    if isinstance(value, collections.abc.Mapping):
        return hasattr(wanted, _RECORD)
    of_cdk = any(hasattr(base, _CDK) for base in known)
    return wanted in known or (not of_cdk and not _is_plain(value))


def _is_plain(value: object) -> bool:
    """Whether a value is certainly nothing that CDK made."""
    plain = (str, bytes, int, float, list, tuple, set, types.NoneType, type)
    return isinstance(value, plain) or type(value).__module__.startswith("constructs_lib")


def worded(wanted: Any) -> str:
    """What may be given, in words."""
    origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in _UNIONS:
        return " or ".join(dict.fromkeys(worded(one) for one in inside if one is not types.NoneType))
    if origin is typing.Literal:
        return ", ".join(map(str, inside))
    if origin is None:
        return _PLAIN.get(wanted) or _named(wanted)
    return _worded_many(origin, inside)


def _worded_many(origin: Any, inside: tuple[Any, ...]) -> str:
    if _is_pair(origin, inside):
        return f"({', '.join(map(worded, inside))})"
    if origin in _MANY:
        return f"a {'tuple' if origin is tuple else 'list'} of {_several(inside[0])}"
    if origin is collections.abc.Mapping:
        return f"a mapping of names to {_several(inside[1])}"
    return _named(origin)


def _named(wanted: Any) -> str:
    """`ec2.IVpc`, as it is imported; `Container`; all members of an enumeration."""
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum) and not hasattr(wanted, _CDK):
        return ", ".join(f"{wanted.__name__}.{one.name}" for one in wanted)
    package, _, module = getattr(wanted, "__module__", "").rpartition(".")
    prefix = f"{module.removeprefix('aws_')}." if package == "aws_cdk" else ""
    return f"{prefix}{getattr(wanted, '__name__', wanted)}"


def _several(wanted: Any) -> str:
    return _PLURAL.get(wanted) or worded(wanted)
