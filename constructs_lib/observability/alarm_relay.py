"""Alarms on metrics that AWS publishes in another region: raised there, heard at home.

CloudWatch refuses an alarm on a metric of another region, and an action in another region (CloudWatch User Guide,
"Using Amazon CloudWatch alarms"). So the alarm and its topic are made where the metric is, and EventBridge carries
each change of its state to the home region's bus, where a rule hands it to the platform's topics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_events as events
from aws_cdk import aws_sns as sns
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

    Subscribers see the message that CloudWatch itself would have sent to the topic, as far as the event knows it.

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
            self._rule(severity, state="ALARM", description=f"[{severity}]", topic=self._stack.topic(severity))
        self._rule("recovery", state="OK", description="[", topic=self._stack.topic(Severity.INFO))

    def _rule(self, name: str, *, state: str, description: str, topic: sns.ITopic) -> None:
        detail = {
            **_alarms_of(self._stack),
            "state": {"value": [state]},
            "configuration": {"description": [{"prefix": description}]},
        }
        message = events.CfnRule.InputTransformerProperty(
            input_paths_map={field.lower(): path for field, path in _MESSAGE.items()},
            # A bare <name> stands for the value as JSON, quoted and escaped by EventBridge.
            input_template="{" + ", ".join(f'"{field}": <{field.lower()}>' for field in _MESSAGE) + "}",
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


def _alarms_of(stack: GovernedStack) -> dict[str, object]:
    """An event pattern for the alarms of one service: their names start with `<env>-<service>-`."""
    return {"alarmName": [{"prefix": f"{stack.names.physical()}-"}]}


# The fields of an SNS notification by CloudWatch that people and PagerDuty read.
_MESSAGE = {
    "AlarmName": "$.detail.alarmName",
    "AlarmDescription": "$.detail.configuration.description",
    "AWSAccountId": "$.account",
    "Region": "$.region",
    "AlarmArn": "$.resources[0]",
    "NewStateValue": "$.detail.state.value",
    "NewStateReason": "$.detail.state.reason",
    "OldStateValue": "$.detail.previousState.value",
    "StateChangeTime": "$.detail.state.timestamp",
}
