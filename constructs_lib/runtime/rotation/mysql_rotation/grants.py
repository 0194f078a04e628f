"""What one account may do, copied to another: rewriting what SHOW GRANTS says. Pure.

The session's sql_mode and sql_quote_show_create are set, so names come quoted by backticks, a backtick within doubled:
the account's quoted name can therefore not occur inside another name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dialects import Statement
from .errors import RotationError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: First word of a line of SHOW GRANTS -> the word before the account, the counterpart that undoes it.
_VERBS = {"GRANT": ("TO", "REVOKE"), "REVOKE": ("FROM", "GRANT"), "SET DEFAULT ROLE": ("FOR", None)}
_TEXT_LITERAL = re.compile(r"'(?:[^'\\]|\\.|'')*'")
_OPTION = re.compile(r"\bWITH (GRANT|ADMIN) OPTION\b")
_PRIVILEGES_ON = re.compile(r"(?:[^`]|`(?:[^`]|``)*`)*? ON (?P<object>.*)")


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One line of SHOW GRANTS without the account: `GRANT`, "SELECT ON `shop`.*", `GRANT OPTION`."""

    verb: str
    what: str
    option: str = ""


def quoted_account(user: str, host: str) -> str:
    """Write an account as SHOW GRANTS does."""
    return "@".join("`" + part.replace("`", "``") + "`" for part in (user, host))


def parse_grants(lines: Iterable[str], *, account: str) -> list[Grant]:
    """Read SHOW GRANTS of the quoted `account`; raises RotationError for a line of an unknown form.

    What is no privilege is dropped: MariaDB adds the password's hash, TLS and resource limits to the first line.
    """
    grants = []
    for line in lines:
        verb = next((verb for verb in _VERBS if line.startswith(f"{verb} ")), None)
        what, found, tail = line.removeprefix(f"{verb} ").partition(f" {_VERBS[verb][0] if verb else ''} {account}")
        if verb is None or not found:
            raise RotationError("SHOW GRANTS answered a line of an unknown form: grants are not copied")
        option = _OPTION.search(_TEXT_LITERAL.sub("", tail))
        if what.startswith("USAGE ON ") and not option:
            continue  # no privilege at all
        grants.append(Grant(verb=verb, what=what, option=f"{option[1]} OPTION" if option else ""))
    return grants


def copy_grants(source: list[Grant], existing: list[Grant], *, account: str) -> list[Statement]:
    """Return the statements that give the quoted `account`, which has `existing`, exactly what `source` says."""
    undone = [statement for grant in existing if grant not in source for statement in _undo(grant, account)]
    return undone + [_do(grant, account) for grant in source]


def _do(grant: Grant, account: str) -> Statement:
    suffix = f" WITH {grant.option}" if grant.option else ""
    return Statement(f"{grant.verb} {grant.what} {_VERBS[grant.verb][0]} {account}{suffix}")


def _undo(grant: Grant, account: str) -> list[Statement]:
    counterpart = _VERBS[grant.verb][1]
    if counterpart is None:
        return [Statement(f"SET DEFAULT ROLE NONE FOR {account}")]
    statements = []
    on = _PRIVILEGES_ON.fullmatch(grant.what)
    if grant.option == "GRANT OPTION" and on:
        statements.append(Statement(f"REVOKE GRANT OPTION ON {on['object']} FROM {account}"))
    if not grant.what.startswith("USAGE ON "):
        statements.append(Statement(f"{counterpart} {grant.what} {_VERBS[counterpart][0]} {account}"))
    return statements
