"""Ways in which an account drifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.integration.drifting.access import access, keys
from tests.integration.drifting.data import data, parameters, strangers
from tests.integration.drifting.hand import Hand, Way
from tests.integration.drifting.running import alarms, functions, network, services

if TYPE_CHECKING:
    from tests.integration.support import Deployed

__all__ = ["Hand", "Way", "ways"]


def ways(deployed: Deployed) -> list[Way]:
    """All of them, no two at one property."""
    hand = Hand(deployed)
    kinds = (keys, access, alarms, functions, services, network, parameters, data, strangers)
    return [way for kind in kinds for way in kind(hand)]
