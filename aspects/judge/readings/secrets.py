"""What looks like a secret: by the name of what holds it, or by itself."""

from __future__ import annotations

import functools
import re
from typing import Any

from aspects.judge.template import Partial

_NAME = re.compile(
    r"(passwords?|passwd|passphrase|pwd|secret|secretstring|secretbinary|secretkey|secretaccesskey|accesskey|apikey"
    r"|apikeyvalue|privatekey|presharedkey|signingkey|token)\Z"
)
# Names that end like those and hold none: what makes a request repeatable, a page's mark, a custom resource's function.
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
# The providers' own prefixes, and what no one but a key begins with.
_VALUE = re.compile(
    r"(?P<AWS_access_key>\b(AKIA|ASIA)[0-9A-Z]{16}\b)"
    r"|(?P<private_key>-----BEGIN [A-Z ]*PRIVATE KEY)"
    r"|(?P<GitHub_token>\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{22,}))"
    r"|(?P<GitLab_token>\bglpat-[\w-]{20})"
    r"|(?P<Slack_token>\bxox[abeoprs]-[0-9A-Za-z-]{10,})"
    r"|(?P<Slack_webhook>hooks\.slack\.com/services/T\w+/B\w+/\w{16,})"
    r"|(?P<Stripe_key>\b[rs]k_live_[0-9A-Za-z]{16,})"
    r"|(?P<Google_API_key>\bAIza[\w-]{35})"
    r"|(?P<SendGrid_key>\bSG\.[\w-]{22}\.[\w-]{43})"
    r"|(?P<npm_token>\bnpm_[0-9A-Za-z]{36})"
    r"|(?P<JSON_web_token>\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    r"|(?P<password_in_an_address>\b[a-z][a-z0-9+]*://[^/\s:@]+:[^/\s:@${}*]{3,}@)"
)
_NAMES = r"[\w-]*(?:password|passwd|secret|api[_-]?key|secret[_-]?(?:access[_-]?)?key|private[_-]?key|token)"
_ASSIGNED = re.compile(
    rf"""\b({_NAMES})["']?\s*[:=]\s*(?P<quote>["'])(?P<quoted>[^"'\s]{{4,}})(?P=quote)"""
    rf"""|\b({_NAMES})=(?P<bare>[^\s"'$`(<{{;&|]{{4,}})""",
    re.IGNORECASE,
)
# What every match of `_VALUE` has in it: far faster to look for than the pattern, and nearly always absent.
_MARKS = (
    "AKIA", "ASIA", "PRIVATE KEY", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox",
    "hooks.slack.com", "k_live_", "AIza", "SG.", "npm_", "eyJ", "://",
)  # fmt: skip


@functools.lru_cache(maxsize=4096)
def names_a_secret(name: str) -> bool:
    """Whether what has this name holds a secret: a property, a variable, a parameter by its path."""
    plain = re.sub(r"[^a-z0-9]", "", name.rsplit("/", 1)[-1].lower())
    return plain not in _FALSE_FRIENDS and _NAME.search(plain) is not None


def is_literal(value: Any) -> bool:
    """Whether a value is a secret itself, when its name says so, rather than a reference to one."""
    return isinstance(value, str) and not isinstance(value, Partial) and not _NO_SECRET.fullmatch(value)


def kind_of_secret(text: str) -> str:
    """What a text gives away by itself, in words (`AWS access key`); empty when nothing."""
    return _kind_of_secret(str(text))  # of a text that is known in part, just the text: it would hold the template


@functools.lru_cache(maxsize=4096)
def _kind_of_secret(text: str) -> str:
    match = _VALUE.search(text) if any(mark in text for mark in _MARKS) else None
    return (match.lastgroup or "").replace("_", " ") if match else ""


def assigned_secret(script: str) -> str:
    """The name that a script, or a file's content, gives a literal secret to; empty when none."""
    for match in _ASSIGNED.finditer(script):
        value = match["quoted"] or match["bare"]
        if is_literal(value) and not value.startswith("$"):
            return match[1] or match[4]
    return ""
