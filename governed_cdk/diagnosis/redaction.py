"""What leaves the machine, without the credentials in it: our patterns, names that hold secrets, and detect-secrets.

It would rather take a word too many than leave a credential: what is read here is logs, which name things carelessly.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.kernel.secret_shapes import names_a_secret, without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from governed_cdk.diagnosis.evidence import Evidence

HIDDEN = "[redacted]"
"""What stands for a value."""

_LONGEST_LINE = 20_000
# name=value, name: value, "name": "value", --name value, X-Name: value
_NAMED = re.compile(
    r"(?P<name>[A-Za-z][\w./-]{0,100})(?P<between>[\"']?\s{0,3}(?::=|=>|[=:])\s{0,3})"
    r"(?P<value>\"[^\"]{1,4000}\"|'[^']{1,4000}'|[^\s\"',;&]{1,4000})"
)
_OPTION = re.compile(r"(?P<name>--[A-Za-z][\w-]{0,60})(?P<between>\s+)(?P<value>[^\s-]\S{0,4000})")
_AUTHORIZATION = re.compile(r"\b(?P<scheme>Bearer|Basic|token|AWS4-HMAC-SHA256)\s+[\w+/=.~:-]{8,}", re.IGNORECASE)
_SIGNED = re.compile(r"(?P<name>X-Amz-(?:Signature|Credential|Security-Token))=[^&\s\"']+", re.IGNORECASE)
_KEY_BEGIN, _KEY_END = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"), re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
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
    line = _OPTION.sub(_named, _NAMED.sub(_named, line))
    for value in _detected(line):
        line = line.replace(value, HIDDEN)
    return line


def _named(found: re.Match[str]) -> str:
    value = found["value"].strip("\"'")
    if value.lower() in _NO_VALUE or value.startswith("[") or not names_a_secret(found["name"].lstrip("-")):
        return found[0]
    quote = found["value"][0] if found["value"][0] in "\"'" else ""
    return f"{found['name']}{found['between']}{quote}{HIDDEN}{quote}"


def _detected(line: str) -> list[str]:
    """What detect-secrets finds, the longest first; nothing where it is not installed."""
    values = {value for look in _detectors() for value in look(line) if value}
    return sorted(values, key=len, reverse=True)


@functools.cache
def _detectors() -> tuple[Callable[[str], Iterable[str]], ...]:
    """Those that know a provider's shape. Entropy alone says nothing: digests and ids are as random."""
    try:
        from detect_secrets.plugins import (  # noqa: PLC0415 - an extra: without it our own patterns stand alone
            artifactory, azure_storage_key, basic_auth, discord, github_token, gitlab_token, jwt, mailchimp, npm,
            openai, pypi_token, sendgrid, slack, square_oauth, stripe, telegram_token, twilio,
        )  # fmt: skip
    except ImportError:
        return ()
    plugins = (
        artifactory.ArtifactoryDetector(), azure_storage_key.AzureStorageKeyDetector(), basic_auth.BasicAuthDetector(),
        discord.DiscordBotTokenDetector(), github_token.GitHubTokenDetector(), gitlab_token.GitLabTokenDetector(),
        jwt.JwtTokenDetector(), mailchimp.MailchimpDetector(), npm.NpmDetector(), openai.OpenAIDetector(),
        pypi_token.PypiTokenDetector(), sendgrid.SendGridDetector(), slack.SlackDetector(),
        square_oauth.SquareOAuthDetector(), stripe.StripeDetector(), telegram_token.TelegramBotTokenDetector(),
        twilio.TwilioKeyDetector(),
    )  # fmt: skip
    return tuple(one.analyze_string for one in plugins)
