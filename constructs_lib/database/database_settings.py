"""DatabaseSettings: one RDS for MySQL instance as an environment file describes it, checked as RDS checks it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from constructs_lib.database.database_class import memory_gib, supports_performance_insights
from constructs_lib.kernel.database_values import (
    DatabaseName,
    MasterUsername,
    MysqlVersion,
    PerformanceInsightsDays,
    check_parameters,
)
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.time_zones import utc_offsets
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import DailyWindow, WeeklyWindow, windows_overlap
from constructs_lib.kernel.windows import in_business_hours
from constructs_lib.observability.telemetry.alarms import max_mysql_connections

Gib = Annotated[int, Field(ge=20, le=65_536)]

# gp3 for MySQL: below this size IOPS and throughput are fixed at 3,000 and 125 MiB/s (RDS User Guide, "gp3 storage").
_PROVISIONED_FROM_GIB = 400
_IOPS_PER_GIB = 500
_THROUGHPUT_PER_IOPS = 0.25
# "The maximum storage threshold must be at least 10 % more than the allocated storage" (RDS User Guide).
_LEAST_GROWTH = 1.1

SHARED_DATABASE = "shared-mysql"
"""The kind of the platform's own database, `<env>-rds-shared-mysql`."""

#: Parameters that settings of their own decide, or that are not to be undone.
FIXED_PARAMETERS: dict[str, str] = {
    "character_set_server": "utf8mb4",
    "collation_server": "utf8mb4_unicode_ci",
    "log_output": "FILE",  # only files are exported to CloudWatch Logs; RDS's default is TABLE
    "log_queries_not_using_indexes": "1",
    "log_throttle_queries_not_using_indexes": "60",  # a minute: one bad query must not fill the log
    "long_query_time": "2",
    "require_secure_transport": "1",
    "slow_query_log": "1",
}


class DatabaseSettings(StrictModel):
    """Settings of one MySQL instance; defaults are those of production."""

    engine_version: MysqlVersion = "8.4.11"
    """MySQL 8.4 or 8.0. Standard support of 8.0 ended on 31 July 2026: a finding, and billed as Extended Support."""
    allow_major_version_upgrade: bool = False
    """Let engine_version go from 8.0 to 8.4, for the one deployment that does it. There is no way back."""
    instance_class: str = "db.t4g.medium"
    """Instance class; see constructs_lib.database.database_class for those allowed."""
    database_name: DatabaseName = "shared_db"
    """The first schema. Cannot be changed later."""
    master_username: MasterUsername = "dbmaster"
    """The master user. Cannot be changed later."""
    allocated_gib: Gib = 300
    """Storage at the beginning, GiB; it never shrinks."""
    max_allocated_gib: Gib | None = 400
    """Storage to which it grows by itself, GiB, at least 10 % over allocated_gib. None: it does not grow."""
    iops: Annotated[int, Field(ge=12_000, le=64_000)] | None = None
    """IOPS of gp3, from 400 GiB on; at most 500 a GiB. None: what the size brings along."""
    throughput_mibps: Annotated[int, Field(ge=500, le=4_000)] | None = None
    """Throughput of gp3 in MiB/s, from 400 GiB on; at most a quarter of iops, which must be given too."""
    multi_az: bool = True
    """A standby in another Availability Zone."""
    backup_retention_days: Annotated[int, Field(ge=1, le=35)] = 14
    """Days for which any moment can be restored; 0, no backups at all, is not allowed."""
    backup_window: DailyWindow = "17:00-18:00"
    """When the daily snapshot is taken, UTC: 02:00 in Seoul."""
    maintenance_window: WeeklyWindow = "sun:18:30-sun:19:30"
    """When minor versions and patches are applied, UTC, with a failover; apart from the backup window. Monday 03:30 in
    Seoul."""
    windows_in_business_hours: bool = False
    """Let the windows be between 08:00 and 20:00 of a working day where the region is, because it is meant so."""
    monitoring_interval_seconds: Literal[1, 5, 10, 15, 30, 60] = 60
    """Seconds between samples of enhanced monitoring."""
    performance_insights: bool = True
    """Performance Insights; db.t3 and db.t4g have it from medium on."""
    performance_insights_days: PerformanceInsightsDays = 7
    """Days that it keeps: 7, a multiple of 31 up to 713, or 731."""
    general_log: bool = False
    """Log every statement, and export the log. It holds data and costs throughput: for an investigation only."""
    max_connections: Annotated[int, Field(ge=10, le=16_000)] | None = 200
    """Connections at once, not over RDS's formula for the class, lest memory runs out. None: the formula."""
    parameters: dict[str, str] = Field(default_factory=dict)
    """Further parameters of MySQL, by name."""

    @property
    def memory_gib(self) -> int:
        """Memory of the instance class, GiB."""
        return memory_gib(self.instance_class)

    @property
    def connections(self) -> int:
        """The most connections that the instance admits."""
        formula = max_mysql_connections(memory_gib=self.memory_gib)
        return formula if self.max_connections is None else self.max_connections

    @property
    def major_version(self) -> str:
        """`8.0` or `8.4`."""
        return ".".join(self.engine_version.split(".")[:2])

    @property
    def exported_logs(self) -> tuple[str, ...]:
        """The logs that go to CloudWatch; the general log only while it is written."""
        return ("error", "slowquery", "general") if self.general_log else ("error", "slowquery")

    @property
    def all_parameters(self) -> dict[str, str]:
        """The whole parameter group. The buffer pool is left to RDS's own formula, which follows the class."""
        return {
            **FIXED_PARAMETERS,
            **({"max_connections": str(self.max_connections)} if self.max_connections is not None else {}),
            **({"general_log": "1"} if self.general_log else {}),
            **self.parameters,
        }

    @model_validator(mode="after")
    def _storage(self) -> DatabaseSettings:
        if self.max_allocated_gib is not None and self.max_allocated_gib < self.allocated_gib * _LEAST_GROWTH:
            allowed = f"at least 10 % over allocated_gib ({self.allocated_gib}), or none"
            raise invalid("max_allocated_gib", self.max_allocated_gib, allowed)
        if self.allocated_gib < _PROVISIONED_FROM_GIB and (self.iops or self.throughput_mibps):
            raise invalid("iops, throughput_mibps", (self.iops, self.throughput_mibps), "from 400 GiB on")
        if self.iops and self.iops > self.allocated_gib * _IOPS_PER_GIB:
            raise invalid("iops", self.iops, f"at most {_IOPS_PER_GIB} a GiB of {self.allocated_gib} GiB")
        if self.throughput_mibps and self.throughput_mibps > (self.iops or 0) * _THROUGHPUT_PER_IOPS:
            raise invalid("throughput_mibps", self.throughput_mibps, f"at most a quarter of iops ({self.iops})")
        return self

    @model_validator(mode="after")
    def _windows(self) -> DatabaseSettings:
        if windows_overlap(self.backup_window, self.maintenance_window):
            allowed = f"a window apart from backup_window ({self.backup_window})"
            raise invalid("maintenance_window", self.maintenance_window, allowed)
        return self

    def check_windows(self, where: str, region: str) -> None:
        """Refuse windows in business hours of the region, unless they are meant so. Raises ConfigurationError.

        A region whose time nobody has written down is not checked.
        """
        offsets = utc_offsets(region)
        for name in ("backup_window", "maintenance_window"):
            window = getattr(self, name)
            if not self.windows_in_business_hours and any(in_business_hours(window, minutes) for minutes in offsets):
                allowed = f"UTC outside of Monday to Friday 08:00-20:00 in {region}, or windows_in_business_hours: true"
                raise invalid(f"{where}: {name}", window, allowed)

    @model_validator(mode="after")
    def _class(self) -> DatabaseSettings:
        formula = max_mysql_connections(memory_gib=memory_gib(self.instance_class))
        if self.performance_insights and not supports_performance_insights(self.instance_class):
            allowed = "db.t3.medium, db.t4g.medium or larger; or performance_insights: false"
            raise invalid("instance_class", self.instance_class, allowed)
        if self.max_connections is not None and self.max_connections > formula:
            raise invalid("max_connections", self.max_connections, f"10 to {formula} on {self.instance_class}, or none")
        return self

    @model_validator(mode="after")
    def _parameters(self) -> DatabaseSettings:
        taken = frozenset({*FIXED_PARAMETERS, "max_connections", "general_log"})
        check_parameters(self.parameters, taken, major=self.major_version)
        return self
