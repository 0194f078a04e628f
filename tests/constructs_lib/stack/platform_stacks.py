"""A stack that reads, one that publishes."""

from __future__ import annotations

from constructs_lib import Output, PlatformStack, StackSettings, contract


class Reader(PlatformStack[StackSettings]):
    slug = "reader"
    reads = (contract.KMS_LOGS_KEY_ARN, contract.NETWORK_VPC_ID)


TOPIC_ARN = Output.topic("producer", "topic-arn", "A topic", legacy=("/old/topic-arn",))


class Producer(PlatformStack[StackSettings]):
    slug = "producer"
    reads = (contract.KMS_MESSAGING_KEY_ARN,)
