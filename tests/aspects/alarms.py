"""A stack with alarms that reach nobody, and what our plugin reports of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from aspects import govern
from constructs_lib import KeyPurpose, PlatformStack, StackSettings
from tests.aspects.reports import reported, violations
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs_lib import Environment

RULE = "governed-cdk::alarms-reach-somebody"
SAID = {"reason": "part of a composite alarm, which speaks for it", "owner": "platform-team"}


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = tuple(purpose.output for purpose in KeyPurpose)


def alarm(stack: cdk.Stack, name: str = "Alarm") -> cloudwatch.CfnAlarm:
    return cloudwatch.CfnAlarm(stack, name, comparison_operator="GreaterThanThreshold", evaluation_periods=1)


ALARM_LINE = f"tests/aspects/alarms.py:{alarm.__code__.co_firstlineno + 1}"


def synth(
    folder: Path,
    build: Callable[[cdk.Stack], object],
    *,
    settings: Environment | None = None,
    **context: str,
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the synth passes, and what our plugin reports, the suppressed left out."""
    settings = settings or environment("prod", stacks={})
    app = new_app(folder)
    for key, value in context.items():
        app.node.set_context(key, value)
    build(Orders(app, settings))
    govern(app, settings, lock=None)
    passed, reports = reported(app)
    return passed, violations(reports)


def rules(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(one["ruleName"], one["severity"]) for one in found}
