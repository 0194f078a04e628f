"""The secrets of a text, line by line: by their own shape, or by the name that they are given to."""

from __future__ import annotations

import html
import re
import urllib.parse
from typing import TYPE_CHECKING, NamedTuple

from constructs_lib.kernel.secret_calls import called, paired
from constructs_lib.kernel.secret_names import ELSEWHERE, KEYS_ELSEWHERE, MISSPELT, Holds, held_by
from constructs_lib.kernel.secret_shapes import secrets_given
from constructs_lib.kernel.secret_values import is_password, is_random, is_strong, refers, stands_for_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ALLOWED = "pragma: allowlist secret"
"""In a line whose secret is none: detect-secrets' own mark. Source: its README, "Inline Allowlisting"."""

_LINE = 4_000  # characters of a line that are looked at as one
_OVERLAP = 400
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,12}m")
_ENCODED = re.compile(r"&(?:quot|amp|#3[49]);|%(?:26|3[aAdD]|22)")
# A word of a name, what ends the name, what is between the name and its value, and the value.
_ASSIGNED = re.compile(
    rf"(?P<word>{MISSPELT}|passphrase|passcode|pwd|pass|pw(?![a-z])|secret|token|key|cred|auth|bearer|jwt|dsn|psk|login|p/w"
    rf"|api|pat(?![a-z])|kennwort|contrasena|senha|{ELSEWHERE}|{KEYS_ELSEWHERE})"
    r"(?P<rest>[\w.-]{0,40})"
    r"(?:[\"'`\])]|\\[\"']){0,3}[ \t]{0,24}"
    r"(?:\.=|:{1,3}=|=>|\?=|\|\||[!=]?={1,2}|:[ ]?[\w.<>|&*?]{1,30}[ ]?=[ ]?(?=[\"'])|[ ]?\?:|:|(?P<comma>,)|>"
    r"|[ ]value[ ]?=|[ ]\w{1,12}[ ]=|[ ](?:or|\?\?)[ ](?=[\"'])|[ ](?=[\"'`])"
    r"|(?P<said>[ ]-[ ]|[ ](?:(?:in|for|of|to|on)[ ][\w.@/-]{1,40}[ ]?)?(?:is|was|:|=)[ ]|[은는이가][ ]?|\()"
    r"|[ ](?:in|for|of|to|on)[ ][\w.@/-]{1,40}[ ]?[:=]|(?P<flag>[ ])(?=[^\s-]))"
    r"(?:[ \t\"'`(]|@(?=\")|[rbfu]{1,2}(?=[\"'])"
    r"|(?:new[ ])?(?:secretstr|string|strdup)(?:(?:\.|::)from)?\((?=[\"'])|\{(?=[a-z0-9+/=]{24,}\\?\})"
    r"|\\[\"']|\[(?=[\"'])){0,24}"
    r"(?P<pair>value[\"']?[ \t]{0,4}[=:][ \t]{0,4}[\"']?)?"
    r"(?P<scheme>(?:bearer|basic|token|api-?token|api-?key|ssws|ntlm)[ ])?"
    r"(?P<value>[^\s\"'`<>(){},;\\\[\]]{6,400})(?P<after>[(]?)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[\w.$-]{0,40}\Z")
# What is before a name that its value follows after a blank, and before one that a call takes with its value.
_DECLARES = re.compile(r"(?:\bENV|[%#][ ]?(?:define|global)|^\s{0,20}set)[ \t]{1,4}\Z", re.IGNORECASE)
_TYPE = re.compile(r"\b[A-Z]\w{1,40}::[A-Z]\w{1,40}::\Z")  # of CloudFormation: what follows is a kind of resource
# What says which key it is, apart from it: `Secret Key: ...`.
_OF = re.compile(
    r"\b(secret|access|api|auth\w{0,20}|private|signing|encryption|licen[cs]e|activation|master|shared)[ ]\Z",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?<![A-Za-z_])(?:define|get|getenv|setenv|putenv|setProperty|setdefault|put|set|add|env)\(\s{0,4}[\"'`]\Z"
)
_LAST_WORD = re.compile(r"s?(?:\d{0,4}|[은는이가])\Z", re.IGNORECASE)  # with which a word that ends a name may go on
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
            for piece in _readings(line):
                for kind, value in _of_line(piece, also):
                    if not any(value in one or one in value for one in seen):
                        seen.add(value)
                        yield Found(kind, number, value)


def _readings(line: str) -> Iterator[str]:
    """A line in pieces, without a terminal's colours; also decoded, where it is encoded for a page or an address."""
    plain = _COLOUR.sub(" ", line) if "\x1b" in line else line
    yield from _pieces(plain)
    if _ENCODED.search(plain):
        yield from _pieces(urllib.parse.unquote(html.unescape(plain)))


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
    for value in paired(line):
        if is_strong(value) and not refers(value) and not stands_for_one(value):
            yield "password of a login", value
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
    user, _, password = value.rpartition("://")[2].removesuffix("@").partition(":")
    nothing = not any(one.isalnum() for one in password)
    return nothing or stands_for_one(password) or password.lower() in {*_SAID, user.lower()}


def _assigned(line: str, match: re.Match[str]) -> Holds:
    value = match["value"]
    before = _BEFORE.search(line, max(0, match.start() - 40), match.start())
    start = before.start() if before else match.start()
    name = f"{line[start : match.start()]}{match['word']}{match['rest']}"
    held = held_by(name)
    if held is Holds.NOTHING or match["after"] or _TYPE.search(line[:start]) or refers(value) or stands_for_one(value):
        return Holds.NOTHING
    declared = name.startswith("-") or _DECLARES.search(line[:start]) is not None
    if match["said"] or (match["flag"] and not declared):
        return held if _LAST_WORD.match(match["rest"]) and is_strong(value) else Holds.NOTHING
    quoted = line[match.start("scheme" if match["scheme"] else "value") - 1] in _QUOTES
    if match["comma"] and not match["pair"]:
        fits = quoted and _argument(held, value, called=_CALL.search(line[:start]) is not None)
    elif held is Holds.PASSWORD:
        fits = is_password(value) if quoted else is_random(value) or (is_password(value) and _is_plain(line, start))
    else:
        vague = name.lower() in _VAGUE and not _OF.search(line[:start])
        fits = len(value) >= (_LONG if vague or name.lower().endswith("api") else _SHORT) and is_random(value)
    return held if fits else Holds.NOTHING


def _is_plain(line: str, start: int) -> bool:
    """Whether a name is not given its value by code: there is no call, or it is within a text."""
    return "(" not in line or line[start - 1 : start] in {";", '"', "'", "&", "?"}


def _argument(held: Holds, value: str, *, called: bool) -> bool:
    """What comes after the name of a secret: handed over by a call, or the next of a list, where words stand so too."""
    if called and held is Holds.PASSWORD:
        return is_password(value)
    return ":" not in value and len(value) >= _ARGUMENT and is_random(value)
