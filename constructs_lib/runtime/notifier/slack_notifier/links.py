"""Which addresses become buttons: AWS's console and our runbooks. Everything else is shown as text, not as a link.

Whoever can publish on an alarm topic, or choose the name of something that an alarm is about, writes what we show. A
button in our own message is trusted more than a text, so its target is not theirs to choose.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

LONGEST_ADDRESS: Final = 3000
"""Slack API, "Button element": the url has 3,000 characters at most."""
_CONSOLE = re.compile(r"https://(?:[a-z0-9-]+\.)?console\.aws\.amazon\.com/[!-~]*", re.ASCII)
_PAGE = re.compile(r"/[A-Za-z0-9][A-Za-z0-9_-]*\.md(?:#[A-Za-z0-9_-]+)?", re.ASCII)
_ALARM_ARN = re.compile(r"arn:aws[a-z-]*:cloudwatch:([a-z]{2}(?:-[a-z]+)+-\d{1,2}):\d{12}:alarm:", re.ASCII)
_ALARM: Final = "https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#alarmsV2:alarm/{name}"


def is_trusted(address: str, *, runbooks: str) -> bool:
    """Whether an address leads to AWS's console, or to a page right below our runbooks.

    Args:
        address: the address.
        runbooks: where our runbooks can be read (`runbook_url` of the environment); empty for nowhere.
    """
    if len(address) > LONGEST_ADDRESS:
        return False
    if _CONSOLE.fullmatch(address):
        return True
    base = runbooks.rstrip("/")
    return bool(base) and address.startswith(base) and _PAGE.fullmatch(address[len(base) :]) is not None


def alarm_address(arn: str, name: str) -> str | None:
    """The alarm's page in the console of its region; None where the ARN names no region, or the name is too long."""
    if not (found := _ALARM_ARN.match(arn)):
        return None
    address = _ALARM.format(region=found.group(1), name=quote(name, safe=""))
    return address if len(address) <= LONGEST_ADDRESS else None
