"""The secrets of a text, line by line: by their own shape, or by the name that they are given to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from constructs_lib.kernel.secret_calls import called
from constructs_lib.kernel.secret_names import ELSEWHERE, Holds, held_by
from constructs_lib.kernel.secret_shapes import secrets_given
from constructs_lib.kernel.secret_values import is_password, is_random, refers, stands_for_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ALLOWED = "pragma: allowlist secret"
"""In a line whose secret is none: detect-secrets' own mark. Source: its README, "Inline Allowlisting"."""

_LINE = 4_000  # characters of a line that are looked at as one
_OVERLAP = 400
# A word of a name, what ends the name, what is between the name and its value, and the value.
_ASSIGNED = re.compile(
    rf"(?P<word>passw|passphrase|passcode|pwd|pass|secret|token|key|cred|auth|bearer|jwt|dsn|psk|login|_pw|api|_pat"
    rf"|kennwort|contrasena|senha|{'|'.join(ELSEWHERE)})"
    r"(?P<rest>[\w.-]{0,40})"
    r"(?:[\"'`\])]|\\[\"']){0,3}[ \t]{0,24}"
    r"(?:\.=|:{1,3}=|=>|\?=|\|\||[!=]?={1,2}|:|(?P<comma>,)|>|[ ]value[ ]?=|[ ]\w{1,12}[ ]="
    r"|[ ](?=[\"'`])|(?P<flag>[ ])(?=[^\s-]))"
    r"(?:[ \t\"'`(]|@(?=\")|[rbfu]{1,2}(?=[\"'])|\{(?=[a-z0-9+/=]{24,}\\?\})|\\[\"']){0,24}"
    r"(?P<pair>value[\"']?[ \t]{0,4}[=:][ \t]{0,4}[\"']?)?"
    r"(?:(?:bearer|basic|token|apikey|ssws)[ ])?"
    r"(?P<value>[^\s\"'`<>(){},;\\\[\]]{6,400})(?P<after>[(]?)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[\w.$-]{0,40}\Z")
# What is before a name that its value follows after a blank, and before one that a call takes with its value.
_DOCKERFILE = re.compile(r"\bENV[ \t]{1,4}\Z")
_CALL = re.compile(r"\b(?:define|get|getenv|setenv|putenv|setProperty|setdefault|put|set|add|env)\(\s{0,4}[\"'`]\Z")
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]{0,60}(PASS|PASSWORD|PASSWD|PWD)=(?P<value>[A-Za-z]{6,40})(?=\s|\Z)")
_QUOTES = "\"'`>"
_SHORT, _LONG = 10, 20  # characters of a key at least; of what is just called key, and so is anything
_ARGUMENT = 12  # characters of an argument
_VAGUE = {"key", "auth", "api"}
_SAID = {"password", "pass", "passwd", "secret", "pw", "pwd", "pswd", "user", "username", "token"}


class Found(NamedTuple):
    """A secret in a text: what it is, in words, the line that it is in (from 1), and itself, which goes nowhere."""

    kind: str
    line: int
    value: str

    def __repr__(self) -> str:
        """Without the secret, wherever it is shown."""
        return f"Found({self.kind!r}, line {self.line})"


def secrets_in(text: str, also: Callable[[str], Iterable[tuple[str, str]]] | None = None) -> Iterator[Found]:
    """Each secret of a text, once for each line that it is in.

    Args:
        text: any number of lines.
        also: other patterns: what they find in one line, as kind and secret.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) >= 8 and ALLOWED not in line:
            seen: set[str] = set()
            for piece in _pieces(line):
                for kind, value in _of_line(piece, also):
                    if not any(value in one or one in value for one in seen):
                        seen.add(value)
                        yield Found(kind, number, value)


def _pieces(line: str) -> Iterator[str]:
    for start in range(0, max(1, len(line) - _OVERLAP), _LINE - _OVERLAP):
        yield line[start : start + _LINE]


def _of_line(line: str, also: Callable[[str], Iterable[tuple[str, str]]] | None) -> Iterator[tuple[str, str]]:
    for given in secrets_given(line):
        value = line[given.start : given.end]
        if not _excused(given.kind, value):
            yield given.kind, value
    yield from _by_name(line)
    for value in called(line):
        if is_password(value) and not refers(value) and not stands_for_one(value):
            yield "password of a call", value
    for kind, value in also(line) if also else ():
        at = line.find(value)
        begins = not line[max(0, at - 1) : at].isalnum()
        if begins and not stands_for_one(value) and value.lower() not in _SAID:
            yield kind, value


def _by_name(line: str) -> Iterator[tuple[str, str]]:
    for found in _VARIABLE.finditer(line):
        if not stands_for_one(found["value"]) and found["value"].lower() not in _SAID:
            yield f"{Holds.PASSWORD} by its name", found["value"]
    match = _ASSIGNED.search(line)
    while match:
        kind = _assigned(line, match)
        if kind is not Holds.NOTHING:
            yield f"{kind} by its name", match["value"]
        match = _ASSIGNED.search(line, match.end() if kind is not Holds.NOTHING else match.end("word"))


def _excused(kind: str, value: str) -> bool:
    """Of an address the password is judged, and of anything else what is behind the prefix."""
    if kind != "password in an address":
        return kind != "private key" and stands_for_one(value)
    password = value.rpartition("://")[2].removesuffix("@").partition(":")[2]
    return stands_for_one(password) or password.lower() in _SAID


def _assigned(line: str, match: re.Match[str]) -> Holds:
    value = match["value"]
    before = _BEFORE.search(line, max(0, match.start() - 40), match.start())
    start = before.start() if before else match.start()
    name = f"{line[start : match.start()]}{match['word']}{match['rest']}"
    held = held_by(name)
    if held is Holds.NOTHING or match["after"] or refers(value) or stands_for_one(value):
        return Holds.NOTHING
    if match["flag"] and not name.startswith("-") and not _DOCKERFILE.search(line[:start]):
        return Holds.NOTHING
    quoted = line[match.start("value") - 1] in _QUOTES
    if match["comma"] and not match["pair"]:
        fits = quoted and _argument(held, value, called=_CALL.search(line[:start]) is not None)
    elif held is Holds.PASSWORD:
        fits = is_password(value) if quoted else is_random(value) or (is_password(value) and "(" not in line)
    else:
        fits = len(value) >= (_LONG if name.lower() in _VAGUE else _SHORT) and is_random(value)
    return held if fits else Holds.NOTHING


def _argument(held: Holds, value: str, *, called: bool) -> bool:
    """What comes after the name of a secret: handed over by a call, or the next of a list, where words stand so too."""
    if called and held is Holds.PASSWORD:
        return is_password(value)
    return ":" not in value and len(value) >= _ARGUMENT and is_random(value)
