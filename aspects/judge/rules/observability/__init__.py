"""Alarms, logs and insights."""
