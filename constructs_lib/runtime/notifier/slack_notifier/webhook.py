"""Posting to an incoming webhook: one attempt, bounded in time. The queue does the waiting and the trying again.

The address is a secret: no message of an error holds it.
"""

from __future__ import annotations

import http.client
import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

SLACK: Final = "https://hooks.slack.com/services/"
TIMEOUT_SECONDS: Final = 5.0
_OK = 200
_BAD_REQUEST = 400
_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_LONGEST_ANSWER = 200
# Workspace, app and token: letters and digits between slashes, so that the host stays the prefix's.
_REST = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*", re.ASCII)


class WebhookError(Exception):
    """The message was not taken."""


class BusyError(WebhookError):
    """Slack did not answer in time, or asked to come back later: the same message may be taken next time."""


class RefusedError(WebhookError):
    """Slack refused the message or the address: somebody has to put it right."""


class MessageRefusedError(RefusedError):
    """Slack understood the address and not the message (400, "invalid_blocks", "invalid_payload" and the like).

    Source: Slack API, "Sending messages using incoming webhooks", "Handling errors".
    """


def check_address(address: str, *, prefix: str = SLACK) -> str:
    """The address of the webhook, without the white space that a paste brings along.

    Raises RefusedError for what is not the prefix and a path of letters and digits: a secret that was never filled in,
    or one that would send our alarms to somebody else.
    """
    address = address.strip()
    if not address.startswith(prefix) or not _REST.fullmatch(address[len(prefix) :]):
        raise RefusedError(f"the secret holds no address that begins with {prefix}: put the webhook's address in")
    return address


def post(address: str, body: dict[str, Any], *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
    """Post once; no redirect is followed and no proxy used.

    Raises BusyError, RefusedError or MessageRefusedError. After a BusyError by timeout Slack may have taken the message
    all the same: a message twice is better than none.
    """
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=timeout_seconds)
    try:
        connection.request("POST", parts.path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read(_LONGEST_ANSWER).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise BusyError(f"no answer from Slack: {type(error).__name__}") from None
    finally:
        connection.close()
    if answer.status == _MANY_REQUESTS or answer.status >= _SERVER_ERROR:
        raise BusyError(f"Slack answered {answer.status}: {text}")
    if answer.status == _BAD_REQUEST:
        raise MessageRefusedError(f"Slack answered {answer.status}: {text}")
    if answer.status != _OK:
        raise RefusedError(f"Slack answered {answer.status}: {text}")
