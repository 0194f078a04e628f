"""What every acceptance must say, wherever it stands: in Python or in a template."""

from __future__ import annotations

import datetime

from constructs_lib.kernel.errors import invalid

SHORTEST_REASON = 20
MARK = "governed-cdk:acceptance"


def check_acceptance(where: str, *, finding: str, reason: str, owner: str, until: str) -> None:
    """Refuse an acceptance that an auditor would.

    Raises ConfigurationError for a finding without its pack, too short a reason, no owner, or no such date.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise invalid(f"{where}: reason", reason, f"a reason of {SHORTEST_REASON} characters or more")
    if not owner.strip():
        raise invalid(f"{where}: owner", owner, "a team or an e-mail address")
    try:
        datetime.date.fromisoformat(until)
    except ValueError:
        raise invalid(f"{where}: until", until, "a date as YYYY-MM-DD") from None
    if "::" not in finding:
        raise invalid(f"{where}: finding", finding, "<pack>::<rule>, as the report spells it")
