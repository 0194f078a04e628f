"""A notice in Slack, laid out as the platform's notifier does it."""

from __future__ import annotations

import os

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import Language
from constructs_lib.runtime.notifier.slack_notifier import blocks, webhook
from constructs_lib.runtime.notifier.slack_notifier.notice import Notice, Severity

__all__ = ["Notice", "Severity", "post_to_slack"]

VARIABLE = "SLACK_WEBHOOK_URL"
"""The variable that holds the address of an incoming webhook: a secret, so no argument and no setting."""


def post_to_slack(notice: Notice, language: Language = Language.EN, *, prefix: str = webhook.SLACK) -> bool:
    """Post a notice; whether there was an address to post to.

    Raises ConfigurationError for an address that is none, and for what Slack did not take; never with the address.
    """
    address = os.environ.get(VARIABLE, "")
    if not address:
        return False
    try:
        webhook.post(webhook.check_address(address, prefix=prefix), blocks.payload(notice, language))
    except webhook.WebhookError as error:
        raise ConfigurationError(f"{VARIABLE}: {error}") from None
    return True
