"""What looks like a secret, pure: by the name of what holds it, or by itself."""

from __future__ import annotations

import functools
import re

_NAME = re.compile(
    r"(passwords?|passwd|passphrase|pwd|secret|secretstring|secretbinary|secretkey|secretaccesskey|accesskey|apikey"
    r"|apikeyvalue|privatekey|presharedkey|signingkey|token)\Z"
)
# The providers' own prefixes, and what no one but a key begins with. Each begins where none can be under way.
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
    r"|(?P<JSON_web_token>(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})"
    r"|(?P<password_in_an_address>\b[A-Za-z][A-Za-z0-9+.-]{0,40}://[^/\s:@]+:[^/\s:@${}*]+@)"
)
# What every match of `_VALUE` has in it: far faster to look for than the pattern, and nearly always absent.
_MARKS = (
    "AKIA", "ASIA", "PRIVATE KEY", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox",
    "hooks.slack.com", "k_live_", "AIza", "SG.", "npm_", "eyJ", "://",
)  # fmt: skip


@functools.lru_cache(maxsize=4096)
def names_a_secret(name: str) -> bool:
    """Whether what has this name holds a secret: a variable, a setting, a parameter by its path."""
    return _NAME.search(plain_name(name)) is not None


def plain_name(name: str) -> str:
    """Letters and digits of the last part of a path, however it is spelled: `/prod/api/DB_Token` is `dbtoken`."""
    return re.sub(r"[^a-z0-9]", "", name.rsplit("/", 1)[-1].lower())


def kind_of_secret(text: str) -> str:
    """What a text gives away by itself, in words (`AWS access key`), the first of several; empty when nothing."""
    return next(iter(kinds_of_secret(text)), "")


def kinds_of_secret(text: str) -> tuple[str, ...]:
    """Everything that a text gives away by itself, in words and in order, each as often as it is there."""
    return _kinds_of_secret(str(text))  # of a text that is known in part, just the text: it would hold the template


def without_secrets(text: str) -> str:
    """A text with the kind of each secret that it gives away in its place: `[AWS access key]`."""
    if not any(mark in text for mark in _MARKS):
        return text
    return _VALUE.sub(lambda match: f"[{(match.lastgroup or '').replace('_', ' ')}]", text)


@functools.lru_cache(maxsize=4096)
def _kinds_of_secret(text: str) -> tuple[str, ...]:
    if not any(mark in text for mark in _MARKS):
        return ()
    return tuple((match.lastgroup or "").replace("_", " ") for match in _VALUE.finditer(text))
