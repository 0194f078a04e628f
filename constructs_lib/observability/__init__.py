"""Logs, alarms, dashboards; `telemetry` has the same as data, without aws_cdk."""
