"""What in a template holds a secret, or only refers to one."""

from __future__ import annotations

import re
from typing import Any

from aspects.judge.template import Partial
from constructs_lib.kernel.secret_shapes import names_a_secret, plain_name

# Names that end like a secret's and hold none: a request that can be repeated, a page's mark, a custom resource's
# function.
_FALSE_FRIENDS = frozenset({
    "clientrequesttoken", "clienttoken", "continuationtoken", "creationtoken", "generatesecret", "idempotencytoken",
    "managemasteruserpassword", "managedadminpassword", "nexttoken", "requesttoken", "servicetoken", "tasktoken",
})  # fmt: skip
# A reference to a secret rather than one: an ARN, a path, a placeholder, a JSON path, an address, a switch, a unit.
_NO_SECRET = re.compile(
    r"""(arn:.*|alias/.*|/[\w/.-]*|[a-z][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)+|https?://\S*"""
    r"""|\$[.{(\[].*|\$[A-Z_]+|[<{].*|%[\w.]+%|[*xX.-]+|."""
    r"""|(?i:true|false|yes|no|none|null|required|optional|enabled|disabled|string|days|hours|minutes|seconds))?""",
    re.DOTALL,
)
_NAMES = r"[\w-]{0,200}(?:password|passwd|secret|api[_-]?key|secret[_-]?(?:access[_-]?)?key|private[_-]?key|token)"
_ASSIGNED = re.compile(
    rf"""(?<![\w-])-*+({_NAMES})["']?\s*[:=]\s*(?P<quote>["'])(?P<quoted>[^"'\s]{{4,}})(?P=quote)"""
    rf"""|(?<![\w-])-*+({_NAMES})=(?P<bare>[^\s"'$`(<{{;&|]{{4,}})""",
    re.IGNORECASE,
)


def is_secret_property(name: str) -> bool:
    """Whether a property of a template, or a variable, a parameter by its path, holds a secret by its name."""
    return names_a_secret(name) and plain_name(name) not in _FALSE_FRIENDS


def is_literal(value: Any) -> bool:
    """Whether a value is a secret itself, when its name says so, rather than a reference to one."""
    return isinstance(value, str) and not isinstance(value, Partial) and not _NO_SECRET.fullmatch(value)


def assigned_secret(script: str) -> str:
    """The name that a script, or a file's content, gives a literal secret to; empty when none."""
    for match in _ASSIGNED.finditer(script):
        value = match["quoted"] or match["bare"]
        if is_literal(value) and not value.startswith("$"):
            return match[1] or match[4]
    return ""
