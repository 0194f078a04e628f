"""The regions of an environment together: what is in one may be named in another, and IAM is in all of them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from governed_cdk.drift.ids import HeldIds
from governed_cdk.drift.tags import declared_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.drift.deployed import RegionStacks


class Regions:
    """The stacks of each region, the home region first."""

    def __init__(self, each: Iterable[RegionStacks]) -> None:
        self.each = tuple(each)
        self.home = self.each[0]

    @functools.cached_property
    def services(self) -> frozenset[str]:
        """What our resources have as their tag `Service`."""
        found = (declared_tags(one).get("Service", "") for stacks in self.each for one in stacks.resources())
        return frozenset(filter(None, found))

    @functools.cached_property
    def ours(self) -> HeldIds:
        """Everything in our stacks."""
        return HeldIds(one for stacks in self.each for one in stacks.resources())

    @functools.cached_property
    def others(self) -> HeldIds:
        """Everything in everybody else's, which is asked for when there is a question."""
        return HeldIds(one for stacks in self.each for stack in stacks.others for one in stack.resources)
