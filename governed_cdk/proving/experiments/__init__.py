"""The experiments, one file a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.proving.experiments.publishing import PUBLISHING
from governed_cdk.proving.experiments.replication import REPLICATION_METRICS
from governed_cdk.proving.experiments.secret_key import SECRET_KEY
from governed_cdk.proving.experiments.stuck import PROTECTED_TABLE
from governed_cdk.proving.experiments.subscription import SUBSCRIPTION_ROLE
from governed_cdk.proving.experiments.traffic_shift import TRAFFIC_SHIFT
from governed_cdk.proving.experiments.trail_role import TRAIL_ROLE

if TYPE_CHECKING:
    from governed_cdk.proving.experiment import Experiment

# The one whose silence costs most comes first: alarms whose messages vanish.
EXPERIMENTS: tuple[Experiment, ...] = (
    *PUBLISHING, TRAIL_ROLE, SUBSCRIPTION_ROLE, SECRET_KEY, REPLICATION_METRICS, PROTECTED_TABLE,
    TRAFFIC_SHIFT,
)  # fmt: skip
