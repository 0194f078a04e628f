"""Alarms on metrics that AWS publishes in another region: raised there, heard at home.

CloudWatch refuses an alarm on a metric of another region, and an action in another region (CloudWatch User Guide,
"Using Amazon CloudWatch alarms"). So the alarm and its topic are made where the metric is, and EventBridge carries
each change of its state to the home region's bus, where a rule hands it to the platform's topics.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aws_cdk import aws_events as events
from constructs import Construct

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import pascal
from constructs_lib.messaging.event_rule import GovernedUndelivered
from constructs_lib.messaging.topic import GovernedTopic
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.security.key import GovernedKey
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence


_STATE_CHANGE = "CloudWatch Alarm State Change"


class GovernedAlarmRelay(Construct):
    """In a companion: a topic for its alarms, and a rule that sends their state changes to the home region.

    Every alarm of the companion finds the topic as its action. E-mail subscribers get alarms straight from the
    companion's region, also while the home region is the one that is down.

    Args:
        subscribers: e-mail addresses; each must confirm its subscription.

    Raises:
        ConfigurationError: the stack is in the home region, where alarms reach the platform's topics directly.
    """

    def __init__(self, scope: Construct, id: str, *, subscribers: Sequence[str] = ()) -> None:  # noqa: A002 - CDK's word
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        home = stack.environment_settings.region
        if stack.region == home:
            raise invalid(f"{self.node.path}: region", stack.region, "a companion's region")
        key = GovernedKey(self, "Key", purpose=KeyPurpose.MESSAGING).key
        governed = GovernedTopic(
            self, "Topic", kind="alarms", display_name=f"{stack.service} alarms, {stack.region}", key=key
        )
        self.topic = governed.topic
        governed.subscribe(subscribers)
        for output in contract.ALARM_TOPICS:
            stack.provide(output, self.topic)
        self._forward(stack, f"arn:aws:events:{home}:{stack.account}:event-bus/default")

    def _forward(self, stack: GovernedStack, bus: str) -> None:
        name = stack.names.physical("alarm-relay")
        role = GovernedRole(
            self,
            "Role",
            kind="alarm-relay",
            assumed_by="events.amazonaws.com",
            source_arn=f"arn:aws:events:{stack.region}:{stack.account}:rule/{name}",
            description=f"Sends alarm state changes from {stack.region} to the home region",
            statements=[allow("events:PutEvents", on=bus)],
        ).role
        events.CfnRule(
            self,
            "Rule",
            name=name,
            description="Alarm state changes, to the home region",
            event_pattern={"source": ["aws.cloudwatch"], "detail-type": [_STATE_CHANGE], "detail": _alarms_of(stack)},
            targets=[events.CfnRule.TargetProperty(id="home", arn=bus, role_arn=role.role_arn)],
        )


class GovernedAlarmReception(Construct):
    """At home: rules that hand the companion's alarms to the topic of their severity, recoveries to the info topic.

    Subscribers see the fields of the message that CloudWatch itself would have sent. Description and reason are texts
    with line ends and quotes, and EventBridge "does not escape values extracted by Input Path" (EventBridge User Guide,
    "Common issues with transforming input"): they would make the message no JSON, which PagerDuty's filter drops. So
    the description is said by the rule, each of which is of one severity, and the alarm's own is in the console.

    Args:
        region: where the alarms are.
        severities: of the alarms there. An alarm says its own at the start of its description.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        region: str,
        severities: Sequence[Severity] = (Severity.CRITICAL,),
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self._region = region
        for severity in severities:
            self._rule(severity, severity, state="ALARM")
            recovery = "recovery" if severity is severities[0] else f"{severity}-recovery"
            self._rule(recovery, severity, state="OK", previous="ALARM")

    def _rule(self, name: str, severity: Severity, *, state: str, previous: str = "") -> None:
        detail = {
            **_alarms_of(self._stack),
            "state": {"value": [state]},
            # Its first look at a new alarm's metric is no recovery.
            **({"previousState": {"value": [previous]}} if previous else {}),
            "configuration": {"description": [{"prefix": f"[{severity}]"}]},
        }
        told = {"AlarmDescription": self._description(severity), "NewStateValue": state}
        if previous:
            told["OldStateValue"] = previous
        fields = [f'"{field}": <{field.lower()}>' for field in _MESSAGE]
        fields += [f'"{field}": {json.dumps(text)}' for field, text in told.items()]
        topic = self._stack.topic(Severity.INFO if previous else severity)
        message = events.CfnRule.InputTransformerProperty(
            input_paths_map={field.lower(): path for field, path in _MESSAGE.items()},
            input_template="{" + ", ".join(fields) + "}",
        )
        events.CfnRule(
            self,
            pascal(name),
            name=self._stack.names.physical(f"{self._region}-{name}"),
            description=f"Alarms of {self._region}: {name}",
            event_pattern={
                "source": ["aws.cloudwatch"],
                "detail-type": [_STATE_CHANGE],
                "region": [self._region],
                "detail": detail,
            },
            targets=[
                events.CfnRule.TargetProperty(
                    id="topic",
                    arn=topic.topic_arn,
                    input_transformer=message,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=GovernedUndelivered.of(self).arn),
                )
            ],
        )

    def _description(self, severity: Severity) -> str:
        runbooks = self._stack.environment_settings.runbook_url
        return (
            f"[{severity}] {self._stack.names.physical()} in {self._region}: "
            f"the alarm's description in the console names its runbook; all are below {runbooks}"
        )


def _alarms_of(stack: GovernedStack) -> dict[str, object]:
    """An event pattern for the alarms of one service: their names start with `<env>-<service>-`."""
    return {"alarmName": [{"prefix": f"{stack.names.physical()}-"}]}


# The fields of an SNS notification by CloudWatch that people and PagerDuty read, and that every such event has, in an
# alphabet without quotes and line ends: names are ours, all else is AWS's.
_MESSAGE = {
    "AlarmName": "$.detail.alarmName",
    "AWSAccountId": "$.account",
    "Region": "$.region",
    "AlarmArn": "$.resources[0]",
    "StateChangeTime": "$.detail.state.timestamp",
}
