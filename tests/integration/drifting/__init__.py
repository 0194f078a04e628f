"""Ways in which an account drifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.integration.drifting.access import access, keys, policies
from tests.integration.drifting.data import data, messages, parameters, secrets, strangers
from tests.integration.drifting.hand import Hand, Way
from tests.integration.drifting.running import alarms, functions, network, services

if TYPE_CHECKING:
    from tests.integration.support import Deployed

__all__ = ["Hand", "Way", "ways"]


def ways(deployed: Deployed) -> list[Way]:
    """All of them, no two at one property."""
    hand = Hand(deployed)
    kinds = (
        keys, access, policies, alarms, functions, services, network, parameters, data, secrets, messages, strangers,
    )  # fmt: skip
    return [way for kind in kinds for way in kind(hand)]
