"""GrantedTopic: a topic whose key grants reach through SNS only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.security.grants import grant
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsTopic

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns


class GrantedTopic(IsTopic):
    """A topic whose grants reach its key through SNS only. CDK's own would open the key by itself, with stars."""

    topic: sns.Topic
    _key: kms.IKey

    def grant_publish(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody publish to this topic, through its key."""
        through = {"StringEquals": {"kms:ViaService": f"sns.{GovernedStack.of_construct(self).region}.amazonaws.com"}}
        given = grant(grantee, "sns:Publish", on=self.topic.topic_arn)
        if not given.success:  # a service of AWS, or another account: the topic's policy must admit it
            return self.topic.grant_publish(grantee)
        return given.combine(grant(grantee, "kms:Decrypt", "kms:GenerateDataKey", on=self._key.key_arn, when=through))
