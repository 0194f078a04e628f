"""The patterns of detect-secrets, as a second opinion beside our own: those of providers, none that guesses.

Source: detect-secrets 1.5.0, `detect_secrets.plugins`. Nothing is verified: no secret is sent to its provider.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# What each of them finds has a stretch of such characters in it, or is one of these.
_WORTH = re.compile(r"[\w+/=~.-]{16}|://|PRIVATE")
# How the same kinds are called by our own patterns.
_CALLED = {"AWS Access Key": "AWS secret key", "Basic Auth Credentials": "password in an address"}


@functools.cache
def also() -> Callable[[str], Iterable[tuple[str, str]]]:
    """What detect-secrets finds in a line, as kind and secret. Raises ImportError where it is not installed."""
    detectors = tuple(_detectors())

    def look(line: str) -> Iterator[tuple[str, str]]:
        if _WORTH.search(line):
            for detector in detectors:
                for value in detector.analyze_string(line):
                    if value:
                        yield _CALLED.get(detector.secret_type, detector.secret_type), value

    return look


def _detectors() -> Iterator[Any]:
    from detect_secrets.plugins import (  # noqa: PLC0415 - an extra, and in Lambda it lies beside
        artifactory,
        aws,
        azure_storage_key,
        basic_auth,
        discord,
        github_token,
        gitlab_token,
        jwt,
        mailchimp,
        npm,
        openai,
        private_key,
        pypi_token,
        sendgrid,
        slack,
        square_oauth,
        stripe,
        telegram_token,
        twilio,
    )  # fmt: skip

    yield from (
        artifactory.ArtifactoryDetector(), aws.AWSKeyDetector(), azure_storage_key.AzureStorageKeyDetector(),
        basic_auth.BasicAuthDetector(), discord.DiscordBotTokenDetector(), github_token.GitHubTokenDetector(),
        gitlab_token.GitLabTokenDetector(), jwt.JwtTokenDetector(), mailchimp.MailchimpDetector(), npm.NpmDetector(),
        openai.OpenAIDetector(), private_key.PrivateKeyDetector(), pypi_token.PypiTokenDetector(),
        sendgrid.SendGridDetector(), slack.SlackDetector(), square_oauth.SquareOAuthDetector(),
        stripe.StripeDetector(), telegram_token.TelegramBotTokenDetector(), twilio.TwilioKeyDetector(),
    )  # fmt: skip
