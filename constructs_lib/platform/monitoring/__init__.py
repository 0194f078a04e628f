"""Where alarms go, what is measured, and what it may cost."""

from constructs_lib.observability.telemetry.adot import adot_config
from constructs_lib.observability.telemetry.panels import platform_dashboards
from constructs_lib.observability.telemetry.prometheus import rules_files

__all__ = ["adot_config", "platform_dashboards", "rules_files"]
