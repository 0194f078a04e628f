"""The patterns of detect-secrets that find what no shape of ours does: what stands around it says what it is.

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
_CALLED = {"AWS Access Key": "AWS secret key", "Private Key": "private key", "JSON Web Token": "JSON web token"}


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
        cloudant,
        discord,
        jwt,
        mailchimp,
        private_key,
        square_oauth,
    )

    yield from (
        artifactory.ArtifactoryDetector(), aws.AWSKeyDetector(), azure_storage_key.AzureStorageKeyDetector(),
        cloudant.CloudantDetector(), discord.DiscordBotTokenDetector(), jwt.JwtTokenDetector(),
        mailchimp.MailchimpDetector(), private_key.PrivateKeyDetector(), square_oauth.SquareOAuthDetector(),
    )  # fmt: skip
