"""What a number of answers mean for a deployment, as ECS wants to hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SUCCEEDED: Final = {"hookStatus": "SUCCEEDED"}
FAILED: Final = {"hookStatus": "FAILED"}
"""What a lifecycle hook returns (ECS Developer Guide, "Lambda hooks for Amazon ECS service deployments")."""

IN_A_ROW: Final = 3
TRIES: Final = 10
WAIT_SECONDS: Final = 5.0


def verdict(ask: Callable[[], str], *, tell: Callable[[str], None], wait: Callable[[float], None]) -> dict[str, str]:
    """Ask until three answers in a row are good, ten times at most.

    The listener's weights take some seconds to reach every node of the load balancer, so that one bad answer at the
    beginning is no verdict, and neither is one good one.

    Args:
        ask: nothing for a good answer, else the reason.
        tell: is told of each bad answer.
        wait: sleeps for some seconds.
    """
    good = 0
    for number in range(1, TRIES + 1):
        reason = ask()
        good = 0 if reason else good + 1
        if reason:
            tell(f"{number} of {TRIES}: {reason}")
        if good == IN_A_ROW:
            return dict(SUCCEEDED)
        if TRIES - number < IN_A_ROW - good:
            break
        wait(WAIT_SECONDS)
    return dict(FAILED)
