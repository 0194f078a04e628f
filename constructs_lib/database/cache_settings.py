"""CacheSettings: one ElastiCache replication group as an environment file describes it, checked as ElastiCache does."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from constructs_lib.database.cache_node import vcpus_of
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import DailyWindow, WeeklyWindow, windows_overlap

# Engine and version to the family of its parameters. Source: ElastiCache User Guide, "Supported engines and versions"
# and "Engine specific parameters". Older ones are past their support or have no users with passwords of their own.
FAMILIES: dict[str, dict[str, str]] = {
    "valkey": {"7.2": "valkey7", "8.0": "valkey8", "8.1": "valkey8", "8.2": "valkey8"},
    "redis": {"7.0": "redis7", "7.1": "redis7"},
}
SNAPSHOT_DAYS: dict[DataClass, int] = {
    DataClass.PUBLIC: 0,
    DataClass.INTERNAL: 1,
    DataClass.CONFIDENTIAL: 7,
    DataClass.HIGHLY_CONFIDENTIAL: 14,
}
"""Days for which snapshots are kept, by the class of what is cached."""

MOST_REPLICAS = 5
"""ElastiCache API reference, CreateReplicationGroup: a shard has up to five replicas."""


class CacheSettings(StrictModel):
    """Settings of one cache of Valkey or Redis: one shard, a primary and its replicas."""

    engine: Literal["valkey", "redis"] = "valkey"
    """Valkey speaks Redis's protocol and costs less; ElastiCache upgrades Redis to it in place."""
    engine_version: str = "8.1"
    """Valkey 7.2, 8.0, 8.1 or 8.2; Redis 7.0 or 7.1. It goes up only."""
    node_type: str = "cache.t4g.small"
    """Node type; see constructs_lib.database.cache_node for those allowed."""
    replicas: Annotated[int, Field(ge=0, le=MOST_REPLICAS)] | None = None
    """Copies beside the primary, 0 to 5, in other Availability Zones. None: one in production, which has to have one,
    and none elsewhere."""
    snapshot_retention_days: Annotated[int, Field(ge=0, le=35)] | None = None
    """Days for which the daily snapshot is kept, 0 for none. None: by data class, 14 for highly-confidential, 7 for
    confidential, 1 for internal, 0 for public."""
    snapshot_window: DailyWindow = "17:00-18:00"
    """When the daily snapshot is taken, UTC: 02:00 in Seoul."""
    maintenance_window: WeeklyWindow = "sun:18:30-sun:19:30"
    """When patches are applied, UTC, with a failover where there is a replica. Monday 03:30 in Seoul."""
    max_connections: Annotated[int, Field(ge=10, le=65_000)] = 1_000
    """Connections to one node over which somebody is told; ElastiCache admits 65,000."""
    max_evictions: Annotated[int, Field(ge=0)] = 0
    """Keys thrown out for want of memory, in five minutes, over which somebody is told. More than 0 for a cache that is
    meant to run full."""
    parameters: dict[str, str] = Field(default_factory=dict)
    """Parameters of the engine, by name, such as `maxmemory-policy`."""

    @property
    def family(self) -> str:
        """The parameter group's family."""
        return FAMILIES[self.engine][self.engine_version]

    @property
    def vcpus(self) -> int:
        """VCPUs of a node."""
        return vcpus_of(self.node_type)

    def replicas_in(self, *, production: bool) -> int:
        """How many replicas it has in an environment. Raises ConfigurationError for none in production."""
        if production and self.replicas == 0:
            raise invalid(
                "replicas", 0, f"1 to {MOST_REPLICAS} in production: without one a failed node takes all with it"
            )
        return int(production) if self.replicas is None else self.replicas

    def snapshot_days(self, data_class: DataClass) -> int:
        """For how many days snapshots of data of a class are kept."""
        return SNAPSHOT_DAYS[data_class] if self.snapshot_retention_days is None else self.snapshot_retention_days

    @model_validator(mode="after")
    def _as_elasticache_takes_it(self) -> CacheSettings:
        versions = FAMILIES[self.engine]
        if self.engine_version not in versions:
            raise invalid("engine_version", self.engine_version, f"{', '.join(versions)} for {self.engine}")
        vcpus_of(self.node_type)
        if windows_overlap(self.snapshot_window, self.maintenance_window):
            raise invalid("maintenance_window", self.maintenance_window, f"apart from {self.snapshot_window}")
        return self
