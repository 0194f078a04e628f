"""GrantedQueue: what governed queues have in common, a key that grants reach through SQS only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.security.grants import grant
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsQueue

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sqs as sqs


class GrantedQueue(IsQueue):
    """A queue whose grants reach its key through SQS only. CDK's own would open the key by itself, with stars."""

    queue: sqs.Queue
    _key: kms.IKey

    def grant_send_messages(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody send messages to this queue, through its key."""
        given = self._grant(grantee, "sqs:SendMessage", uses_key=("kms:Decrypt", "kms:GenerateDataKey"))
        return given or self.queue.grant_send_messages(grantee)

    def grant_consume_messages(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody receive and delete messages of this queue, through its key."""
        actions = ("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")
        return self._grant(grantee, *actions, uses_key=("kms:Decrypt",)) or self.queue.grant_consume_messages(grantee)

    def _grant(self, grantee: iam.IGrantable, *actions: str, uses_key: tuple[str, ...]) -> iam.Grant | None:
        """None for whom the queue's policy must admit, as CDK knows how to."""
        through = {"StringEquals": {"kms:ViaService": f"sqs.{GovernedStack.of_construct(self).region}.amazonaws.com"}}
        given = grant(grantee, *actions, on=self.queue.queue_arn)
        return given.combine(grant(grantee, *uses_key, on=self._key.key_arn, when=through)) if given.success else None
