"""Telemetry as data: metrics, alarms, objectives, Prometheus rules, dashboards, the collector's configuration.

Nothing here imports `aws_cdk`: constructs turn this data into resources, the command line writes it to files.
"""

from __future__ import annotations

from constructs_lib.observability.telemetry.render import render_all

__all__ = ["render_all"]
