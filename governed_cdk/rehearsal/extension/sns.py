"""SNS: the key of a topic, which the emulator's CloudFormation drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.rehearsal.extension.api import client

if TYPE_CHECKING:
    from governed_cdk.rehearsal.extension.handler import Properties


def complete_topic(topic: str, properties: Properties) -> None:
    """Put through the API what the template says and the emulator did not take over."""
    if properties.get("KmsMasterKeyId"):
        client("sns").set_topic_attributes(
            TopicArn=topic, AttributeName="KmsMasterKeyId", AttributeValue=properties["KmsMasterKeyId"]
        )
