"""What a single YAML value is: text, a decimal number, true or false, or nothing."""

from __future__ import annotations

import math
import re

import yaml

LONGEST_NUMBER = 18
"""Digits of a number, which any of AWS's 64-bit integers has room for."""

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_OCTAL = re.compile(r"[-+]?0[0-9]+")  # YAML 1.1 takes 08 for text and 07 for a number
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_AS_TEXT = ("str", "timestamp", "value")
_PLAIN = (True, False)  # how a scalar without quotes announces itself to PyYAML's resolver
_RESOLVER = yaml.resolver.Resolver()


def kind_of(text: str) -> str:
    """What a scalar without quotes is to YAML 1.1: text, merge, null, bool, int or float. A date is text."""
    if _OCTAL.fullmatch(text):
        return "int"
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, text, _PLAIN)).rpartition(":")[2]  # type: ignore[no-untyped-call]  # no annotation
    return "text" if tag in _AS_TEXT else tag


def number(text: str, kind: str) -> int | float | None:
    """A decimal number; None for octal, hexadecimal, sexagesimal, infinite or endless ones, and for `1_000`."""
    if len(text.lstrip("+-")) > LONGEST_NUMBER:
        return None
    if kind == "int":
        return int(text) if _WHOLE.fullmatch(text) else None
    return float(text) if _DECIMAL.fullmatch(text) and math.isfinite(float(text)) else None


def control_character(text: str) -> str | None:
    """The first character of a text that no setting holds, `U+001B`: YAML has escapes for them."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else None
