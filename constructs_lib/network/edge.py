"""edge_companion(): what CloudFront wants in us-east-1, a stack of the service with keys, alarms heard at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.observability.alarm_relay import GovernedAlarmReception, GovernedAlarmRelay
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.security.key import GovernedKey
from constructs_lib.stack.platform_stack import PlatformStack

if TYPE_CHECKING:
    from constructs_lib.stack.governed_stack import GovernedStack


def edge_companion(stack: GovernedStack) -> GovernedStack:
    """The companion `<env>-<service>-us-east-1`, made when it is first asked for; the stack itself where it is there.

    One that the stack has made itself is taken, and gets what it lacks: a key for logs, and alarms that are heard at
    home.

    Raises ConfigurationError for a companion of another region.
    """
    if stack.region_name == GLOBAL_REGION:
        return stack
    if not isinstance(stack, PlatformStack):
        raise ConfigurationError(f"{stack.stack_name}: has no part in {GLOBAL_REGION}; only a stack at home does")
    edge = stack.sibling(f"{stack.service}-{GLOBAL_REGION}") or stack.companion(GLOBAL_REGION, region=GLOBAL_REGION)
    if not edge.has_read(contract.MONITORING_CRITICAL_TOPIC_ARN):
        GovernedAlarmRelay(edge, "AlarmRelay")
        heard = (Severity.CRITICAL, Severity.WARNING)
        GovernedAlarmReception(stack, "RemoteAlarms", region=GLOBAL_REGION, severities=heard)
    if not edge.has_read(KeyPurpose.LOGS.output):
        edge.provide(KeyPurpose.LOGS.output, GovernedKey(edge, "LogsKey", purpose=KeyPurpose.LOGS).key)
    return edge
