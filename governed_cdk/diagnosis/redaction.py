"""What leaves the machine, without the credentials in it: our patterns, names that hold secrets, and detect-secrets.

It would rather take a word too many than leave a credential: what is read here is logs, which name things carelessly.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.secret_shapes import names_a_secret, without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from governed_cdk.diagnosis.evidence import Evidence

HIDDEN = "[redacted]"
"""What stands for a value."""

_LONGEST_LINE, _DEEPEST = 8_000, 8
# name=value, name: value, "name": "value", and the same inside of a JSON text, where quotes are escaped.
_NAMED = re.compile(
    r"(?P<name>[A-Za-z][\w./-]{0,100})(?P<between>\\{0,3}[\"']?\s{0,3}(?::=|=>|[=:])\s{0,3})"
    r"(?P<value>\\{1,3}\"[^\"\\]{1,4000}\\{1,3}\"|\"(?:[^\"\\]|\\.){1,4000}\"|'(?:[^'\\]|\\.){1,4000}'"
    r"|[\"'][^\"']{1,4000}\Z|[^\s\"',;&]{1,4000})"
)
_OPTION = re.compile(r"(?P<name>--[A-Za-z][\w-]{0,60})(?P<between>\s+)(?P<value>[^\s-]\S{0,4000})")
_AUTHORIZATION = re.compile(r"\b(?P<scheme>Bearer|Basic|token|AWS4-HMAC-SHA256)\s+[\w+/=.~:-]{8,}", re.IGNORECASE)
_SIGNED = re.compile(r"(?P<name>X-Amz-(?:Signature|Credential|Security-Token))=[^&\s\"']+", re.IGNORECASE)
_KEY_BEGIN, _KEY_END = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"), re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
# Entropy says nothing here: digests and ids are as random. Words beside a value are looked at above.
_NO_SHAPE = {"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector", "KeywordDetector"}
_NO_VALUE = {"", "null", "none", "true", "false", "***", HIDDEN}


def redacted(text: str) -> str:
    """A text of one or many lines, with the kind of each credential in its place."""
    return "\n".join(_lines(text.split("\n")))


def redact(lines: Iterable[Evidence]) -> list[Evidence]:
    """The same evidence, redacted. What spans lines of one source, such as a key, is seen as a whole."""
    found = list(lines)
    texts = _lines([one.text.replace("\n", " ") for one in found])
    return [replace(one, text=text) for one, text in zip(found, texts, strict=True)]


def _lines(lines: Iterable[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        if inside:
            inside = not _KEY_END.search(line)
            yield HIDDEN
        else:
            inside = bool(_KEY_BEGIN.search(line)) and not _KEY_END.search(line)
            yield _line(line[:_LONGEST_LINE])


def _line(line: str) -> str:
    found = _KEY_BEGIN.search(line)
    if found:
        return f"{line[: found.start()]}[private key]"
    line = without_secrets(line)
    line = _SIGNED.sub(lambda one: f"{one['name']}={HIDDEN}", line)
    line = _AUTHORIZATION.sub(lambda one: f"{one['scheme']} {HIDDEN}", line)
    line = _OPTION.sub(_named, _hidden(line))
    for value in _detected(line):
        line = line.replace(value, HIDDEN)
    return line


def _hidden(text: str, depth: int = 0) -> str:
    return _NAMED.sub(lambda found: _named(found, depth), text)


def _named(found: re.Match[str], depth: int = 0) -> str:
    value = found["value"].strip("\\\"'")
    if found["name"].lower() == "arn" and found["between"] == ":":
        return found[0]  # a secret's ARN names it, and holds no value
    if not names_a_secret(found["name"].lstrip("-")):  # perhaps something inside of the value does
        return f"{found['name']}{found['between']}{_hidden(found['value'], depth + 1) if depth < _DEEPEST else HIDDEN}"
    if value.lower() in _NO_VALUE or value.startswith("["):
        return found[0]
    quote = found["value"][0] if found["value"][0] in "\"'" else ""
    return f"{found['name']}{found['between']}{quote}{HIDDEN}{quote}"


def _detected(line: str) -> list[str]:
    """What detect-secrets finds, the longest first; nothing where it is not installed."""
    values = {value for look in _detectors() for value in look(line) if value}
    return sorted(values, key=len, reverse=True)


@functools.cache
def _detectors() -> tuple[Callable[[str], Iterable[str]], ...]:
    """Those that know a provider's shape."""
    try:
        from detect_secrets.core.plugins.util import (  # noqa: PLC0415 - an extra: our own patterns stand without it
            get_mapping_from_secret_type_to_class,
        )
    except ImportError:
        return ()
    found: list[Any] = list(get_mapping_from_secret_type_to_class().values())
    return tuple(one().analyze_string for one in found if one.__name__ not in _NO_SHAPE)
