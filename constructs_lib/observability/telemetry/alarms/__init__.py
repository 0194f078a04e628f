"""Every alarm of the platform by its subject: what a governed alarm construct is given.

A subject whose thresholds depend on the resource's size is a function; the others are tuples.
"""

from __future__ import annotations

from constructs_lib.observability.telemetry.alarm_spec import (
    AlarmSpec,
    Comparison,
    CompositeAlarmSpec,
    MissingData,
    Severity,
    alarm_description,
    runbook_url,
)
from constructs_lib.observability.telemetry.alarms.cache import cache_alarms
from constructs_lib.observability.telemetry.alarms.database import database_alarms, max_mysql_connections
from constructs_lib.observability.telemetry.alarms.deployment import deployment_alarms
from constructs_lib.observability.telemetry.alarms.distribution import DISTRIBUTION
from constructs_lib.observability.telemetry.alarms.ecs import ECS_SERVICE, ecs_service_alarms
from constructs_lib.observability.telemetry.alarms.function import (
    SECRET_AGE,
    function_alarms,
    rollout_alarms,
    rotation_alarms,
)
from constructs_lib.observability.telemetry.alarms.http_api import HTTP_API
from constructs_lib.observability.telemetry.alarms.load_balancer import (
    LOAD_BALANCER,
    TARGET_GROUP,
    target_group_alarms,
)
from constructs_lib.observability.telemetry.alarms.logs import (
    DELIVERY_STREAM,
    SUBSCRIPTION,
    log_error_alarms,
    stream_processing_alarms,
)
from constructs_lib.observability.telemetry.alarms.messaging import (
    CERTIFICATE,
    DEAD_LETTER_QUEUE,
    HEALTH_CHECK,
    TOPIC,
    queue_alarms,
)
from constructs_lib.observability.telemetry.alarms.prometheus import WORKSPACE, rule_failure_alarms
from constructs_lib.observability.telemetry.alarms.rest_api import REST_API
from constructs_lib.observability.telemetry.alarms.restore import restore_age_alarms, restore_test_alarms
from constructs_lib.observability.telemetry.alarms.slo import burn_rate_alarms
from constructs_lib.observability.telemetry.alarms.state_machine import STATE_MACHINE
from constructs_lib.observability.telemetry.alarms.storage import FILE_SYSTEM, REPLICATION, TABLE
from constructs_lib.observability.telemetry.alarms.trail import trail_alarms

__all__ = [
    "CERTIFICATE",
    "DEAD_LETTER_QUEUE",
    "DELIVERY_STREAM",
    "DISTRIBUTION",
    "ECS_SERVICE",
    "FILE_SYSTEM",
    "HEALTH_CHECK",
    "HTTP_API",
    "LOAD_BALANCER",
    "REPLICATION",
    "REST_API",
    "SECRET_AGE",
    "STATE_MACHINE",
    "SUBSCRIPTION",
    "TABLE",
    "TARGET_GROUP",
    "TOPIC",
    "WORKSPACE",
    "AlarmSpec",
    "Comparison",
    "CompositeAlarmSpec",
    "MissingData",
    "Severity",
    "alarm_description",
    "burn_rate_alarms",
    "cache_alarms",
    "database_alarms",
    "deployment_alarms",
    "ecs_service_alarms",
    "function_alarms",
    "log_error_alarms",
    "max_mysql_connections",
    "queue_alarms",
    "restore_age_alarms",
    "restore_test_alarms",
    "rollout_alarms",
    "rotation_alarms",
    "rule_failure_alarms",
    "runbook_url",
    "stream_processing_alarms",
    "target_group_alarms",
    "trail_alarms",
]
