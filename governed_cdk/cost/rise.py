"""How much more an app costs than before, and how many approvals more that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from governed_cdk.cost.settings import CostThresholds


@dataclass(frozen=True, slots=True)
class CostRise:
    """Dollars a month before and after, and the approvals that this takes beyond the usual ones."""

    before: Decimal
    after: Decimal
    approvals: int

    @property
    def usd(self) -> Decimal:
        """The difference; less than 0 where it costs less."""
        return self.after - self.before

    @property
    def percent(self) -> float | None:
        """The difference in percent of what it was; None where that was nothing."""
        return float(100 * self.usd / self.before) if self.before else None


def rise(before: Decimal, after: Decimal, thresholds: CostThresholds, *, uncounted: int = 0) -> CostRise:
    """What a change of costs takes: nothing, one approval more with a warning, or two.

    `uncounted` resources are billed, and came without a price, so that the sum hides them: one at least.
    """
    plain = CostRise(before, after, 0)
    if before < thresholds.small_base:
        more = int(plain.usd > thresholds.small_limit)
    else:
        percent = plain.percent or 0.0
        more = int(percent >= thresholds.warning_percent) + int(percent >= thresholds.two_percent)
    return CostRise(before, after, max(more, int(uncounted > 0)))
