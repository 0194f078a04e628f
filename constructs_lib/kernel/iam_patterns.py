"""Patterns as IAM compares them, pure: `*` is any number of characters, `?` is one, `${*}` and its kind are the sign.

The one reading of a pattern that rules, constructs and `governed-cdk access` share. A part of a text that nobody knows
before the deploy stands between two signs that no policy has. Sources: IAM User Guide, "IAM JSON policy elements:
Action" (the case of an action does not matter) and "Resource", "IAM policy elements: Variables and tags".
"""

from __future__ import annotations

import functools
import re
from typing import Final

OPEN: Final = "\ue000"
SHUT: Final = "\ue001"
LITERAL: Final = {"${*}": "*", "${?}": "?", "${$}": "$"}
"""What a policy means literally (IAM User Guide, "Policy variables")."""
TOKENS: Final = re.compile(rf"\$\{{[*?$]\}}|{OPEN}[^{OPEN}{SHUT}]*+{SHUT}|[*?]")
"""The signs of a pattern that stand for something else than themselves, and the parts that nobody knows."""

SOMETHING: Final = "\ue002" * 40
"""A name that nobody spells: what covers it covers every name."""

_PARTS = 6


@functools.lru_cache(maxsize=20_000)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression for the whole text; a part that nobody knows is like itself alone.

    What stands between two stars is taken where it comes first, for good: no text makes it try again.
    """
    pieces, end = [""], 0
    for token in TOKENS.finditer(pattern):
        pieces[-1] += re.escape(pattern[end : token.start()])
        if token[0] == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if token[0] == "?" else re.escape(LITERAL.get(token[0], token[0]))
        end = token.end()
    first, *middle = (*pieces[:-1], pieces[-1] + re.escape(pattern[end:]))
    if not middle:
        return re.compile(first, re.DOTALL)
    *between, last = middle
    return re.compile(first + "".join(f"(?>.*?{one})" for one in between if one) + f".*{last}", re.DOTALL)


def covers(pattern: str, text: str) -> bool:
    """Whether a pattern surely covers a text."""
    return compiled(pattern).fullmatch(text) is not None


def arn_parts(pattern: str) -> tuple[str, ...]:
    """The six parts of an ARN's pattern: partition and the like may be missing, as in `arn:aws:sqs`, and are any then.

    Empty for what is no ARN. `*` alone is all of them. Source: IAM identifiers, "IAM ARNs", on incomplete ARNs in
    policies of identities.
    """
    if covers(pattern, f"arn:{SOMETHING}:{SOMETHING}") and not pattern.startswith("arn:"):
        return ("*",) * _PARTS
    parts = pattern.split(":", _PARTS - 1)
    return (*parts, *("*" for _ in range(_PARTS - len(parts)))) if parts[0].lower() == "arn" else ()
