"""How an environment is: which of its alarms ring, before a rollback and for some minutes after it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from governed_cdk.preflight.account import Account

_PAUSE = 30


def ringing(account: Account, environment: str, region: str) -> set[str]:
    """The alarms of an environment that ring. Raises ConfigurationError where AWS refuses to say."""
    path = "[MetricAlarms[].AlarmName, CompositeAlarms[].AlarmName][][]"
    found, code = account.every(
        "cloudwatch", region, "describe_alarms", path, StateValue="ALARM", AlarmNamePrefix=f"{environment}-"
    )
    if code:
        raise ConfigurationError(f"AWS: cloudwatch describe_alarms in {region}: {code}")
    return set(found)


def watched(
    look: Callable[[], Collection[str]],
    before: Collection[str],
    *,
    minutes: int,
    wait: Callable[[float], None] = time.sleep,
) -> list[str]:
    """What began to ring within some minutes and did not before; ends at the first."""
    for turn in range(minutes * 60 // _PAUSE + 1):
        if turn:
            wait(_PAUSE)
        if found := sorted(set(look()) - set(before)):
            return found
    return []
