"""Code, scripts and plain words in a template: which names in them are given a secret literally.

What is literal differs. In code it is text in quotes: a bare word is a name, a subscript or a call, unless it stands in
a text that is itself a command or an address. In a shell a bare word is a text.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from aspects.judge.readings.secrets import is_literal, is_secret_property
from constructs_lib.kernel.secret_shapes import names_a_secret

if TYPE_CHECKING:
    from collections.abc import Iterator


class Language(Enum):
    """How a text says that something is literal."""

    CODE = "code"
    SHELL = "shell"
    PROSE = "prose"


# Properties that hold code, and those that hold commands, files or whatever a first line tells.
_CODE: Final = frozenset({"FunctionCode", "InlineCode", "Script", "ZipFile"})
_SCRIPTS: Final = frozenset({
    "BuildSpec", "Command", "EntryPoint", "SecretString", "UserData", "command", "content", "runCommand",
})  # fmt: skip
_PROSE: Final = frozenset({"Description", "description"})
_INTERPRETER = re.compile(r"\s*#![^\n]*?\b(python|node|deno|bun|perl|ruby|php)")

# A name of bounded length: what comes before it cannot make the search long.
_NAME = (
    r"(?<![\w-])(?P<name>[\w-]{0,64}"
    r"(?:password|passwd|secret|api[_-]?key|secret[_-]?(?:access[_-]?)?key|private[_-]?key|token))"
)
_QUOTED = re.compile(
    rf"""{_NAME}["']?\]?[ \t]*(?::[ \t]*[\w.\[\]| ]{{1,40}}(?==))?(?::=|=>|[:=])\s*"""
    r"""(?P<prefix>[bru]{0,2}|f|fr|rf)(?P<quote>["'`])(?P<value>[^"'`\s]{4,})(?P=quote)(?!\s*[.%+\[])""",
    re.IGNORECASE,
)
# Lengths are bounded, and an open quotation ends with its line, so that no text makes the search long.
_BARE = re.compile(
    rf"""{_NAME}=(?P<value>[^\s"'`$(<{{;&|:][^\s"'`$(<{{;&|]{{3,128}})(?=[\s;&|"'`)]|\Z)""", re.IGNORECASE
)
_PROSE_VALUE = re.compile(
    rf"""{_NAME}(?:[ \t]+is)?[ \t]*[:=][ \t]*"""
    r"""(?P<value>(?=[^\s"'`]{0,64}\d)(?=[^\s"'`]{0,64}[A-Za-z])[^\s"'`$<{(/]{6,512})""",
    re.IGNORECASE,
)
_TEXT = re.compile(r""""(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\\n])*`?""")
# No secret itself: the name of a variable or of a header that holds one, a file.
_A_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|[Xx](-[A-Za-z0-9]+)+")
_A_FILE = re.compile(r"[\w./-]+\.(crt|js|json|key|pem|ps1|py|sh|toml|txt|ya?ml)", re.IGNORECASE)


def language_of(property_: str) -> Language | None:
    """How the text of a property is to be read; None where it is data."""
    if property_ in _CODE:
        return Language.CODE
    if property_ in _PROSE:
        return Language.PROSE
    return Language.SHELL if property_ in _SCRIPTS else None


def assigned_secrets(text: str, language: Language) -> Iterator[str]:
    """Each name that a text gives a literal secret to, in order, once for each time."""
    if language is Language.SHELL and _INTERPRETER.match(text):
        language = Language.CODE
    found = [(match.start(), match) for match in _QUOTED.finditer(text)]
    match language:
        case Language.SHELL:
            found = [(at, match) for at, match in found if not _is_worked_out(match)]
            found += [(match.start(), match) for match in _BARE.finditer(text)]
        case Language.PROSE:
            found = [(match.start(), match) for match in _PROSE_VALUE.finditer(text)] or found
        case Language.CODE:
            for quoted in _TEXT.finditer(text):
                found += [(quoted.start() + match.start(), match) for match in _BARE.finditer(quoted[0])]
    for _, match in sorted(found, key=lambda one: one[0]):
        if is_secret_property(match["name"]) and _is_secret(match):
            yield match["name"].lstrip("-")


def _is_worked_out(match: re.Match[str]) -> bool:
    """Whether a shell puts something into the quotes."""
    return match["quote"] == "`" or (match["quote"] == '"' and "$" in match["value"])


def _is_secret(match: re.Match[str]) -> bool:
    value = match["value"]
    if not is_literal(value) or value.startswith("$") or "${" in value or "{{" in value:
        return False
    if "f" in match.groupdict().get("prefix", "").lower() and "{" in value:
        return False
    names_one = _A_NAME.fullmatch(value) and names_a_secret(value)
    return not names_one and not _A_FILE.fullmatch(value)
