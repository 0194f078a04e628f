"""The CloudWatch metrics that we read, each with the namespace, name and dimensions that AWS really publishes.

A metric under a dimension set that its service does not publish has no data, and an alarm on it is silent or red for
ever. So every definition stands here once, and alarms and dashboards take it from here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from constructs_lib.observability.telemetry.metric import Metric, MetricMath
from constructs_lib.observability.telemetry.metrics import compute, platform, storage
from constructs_lib.observability.telemetry.metrics.platform import log_metric

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ALL", "Metric", "MetricMath", "compute", "log_metric", "platform", "storage"]


def _every() -> Mapping[str, Metric]:
    found: dict[str, Metric] = {}
    for module in (compute, storage, platform):
        for constant, value in vars(module).items():
            if isinstance(value, Metric):
                found[constant] = value
            elif isinstance(value, tuple):
                found |= {f"{constant}[{i}]": item for i, item in enumerate(value) if isinstance(item, Metric)}
    return MappingProxyType(found)


ALL: Final = _every()
"""Every metric by the name of its constant, for tests and documentation."""
