"""GovernedSlackChannel: alarm topics in a Slack channel by AWS Chatbot, whose people can do no more than read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aws_cdk import aws_chatbot as chatbot
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import part_of
from constructs_lib.security.role import GovernedPolicy, GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sns as sns
    from constructs import IConstruct


# CloudFormation's patterns: AWS::Chatbot::SlackChannelConfiguration, SlackWorkspaceId and SlackChannelId.
WORKSPACE_ID = re.compile(r"[0-9A-Z]{1,255}")
CHANNEL_ID = re.compile(r"[A-Za-z0-9]{1,256}")
# The kind of the platform's own channel, whose role and guardrail are called without it.
_USUAL = "alerts"
_READ = (
    "cloudwatch:DescribeAlarms",
    "cloudwatch:DescribeAlarmHistory",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
)


class GovernedSlackChannel(Construct):
    """A channel configuration `<env>-<service>-<kind>` (AWS Chatbot, now Amazon Q Developer in chat applications).

    The channel's role draws the metric into the notification, and nothing else. Who types commands does so as a role of
    their own, within the guardrail, which is the same reading of metrics and alarms. Without a guardrail AWS would
    take AdministratorAccess.

    Args:
        kind: last part of its name.
        workspace_id: Slack's workspace, which somebody must have authorised in the console once.
        channel_id: Slack's channel.
        topics: the topics it shows. Chatbot subscribes itself.

    Raises:
        ConfigurationError: an id of another form, or no topic.

    Source: AWS Chatbot Administrator Guide, "Understanding permissions", "Cross-service confused deputy prevention".
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        workspace_id: str,
        channel_id: str,
        topics: Sequence[sns.ITopic],
    ) -> None:
        super().__init__(scope, id)
        if not WORKSPACE_ID.fullmatch(workspace_id):
            raise invalid(f"{self.node.path}: workspace_id", workspace_id, "capital letters and digits, T0123456789")
        if not CHANNEL_ID.fullmatch(channel_id):
            raise invalid(f"{self.node.path}: channel_id", channel_id, "letters and digits, C0123456789")
        if not topics:
            raise invalid(f"{self.node.path}: topics", [], "one topic or more")
        stack = GovernedStack.of_construct(self)
        name = stack.names.physical(kind, max_length=128, suffix=stack.region_suffix)
        chatbot.CfnSlackChannelConfiguration(
            self,
            "Resource",
            configuration_name=name,
            slack_workspace_id=workspace_id,
            slack_channel_id=channel_id,
            iam_role_arn=self._role(stack, kind, name).role_arn,
            guardrail_policies=[self._guardrail(kind).managed_policy_arn],
            user_role_required=True,
            logging_level="ERROR",
            sns_topic_arns=[topic.topic_arn for topic in topics],
        )

    def _role(self, stack: GovernedStack, kind: str, name: str) -> iam.IRole:
        role = GovernedRole(
            self,
            "Role",
            kind=part_of(kind, "chatbot", usual=_USUAL),
            assumed_by="chatbot.amazonaws.com",
            source_arn=f"arn:aws:chatbot::{stack.account}:chat-configuration/slack-channel/{name}",
            description="What notifications in Slack show: the metric of the alarm",
            statements=[allow(*_READ, on="*", sid="ShowMetrics")],
        ).role
        _accept_reading(role.node.find_child("DefaultPolicy"))
        return role

    def _guardrail(self, kind: str) -> iam.IManagedPolicy:
        guardrail = GovernedPolicy(
            self,
            "Guardrail",
            kind=part_of(kind, "chatbot-guardrail", usual=_USUAL),
            description="The most that anybody can do from Slack: read alarms and metrics",
            statements=[allow(*_READ, on="*", sid="ReadAlarms")],
        )
        _accept_reading(guardrail.node.find_child("Resource"))
        return guardrail.policy


def _accept_reading(policy: IConstruct) -> None:
    by_design(
        policy,
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="Reading alarms and metrics knows no resource (Service Authorization Reference, CloudWatch)",
    )
