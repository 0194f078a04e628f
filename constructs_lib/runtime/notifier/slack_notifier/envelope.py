"""SNS's envelope around a message, as it arrives in the queue without raw delivery.

Source: SNS Developer Guide, "Fanout to Amazon SQS queues": Type, TopicArn, Subject, Message, MessageAttributes.
"""

from __future__ import annotations

from dataclasses import dataclass

from .fields import at, json_object, text_of


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A message and what SNS says about it."""

    topic: str
    message: str
    subject: str = ""
    severity: str = ""

    @classmethod
    def parse(cls, body: str) -> Envelope:
        """Read an SQS body. What is no envelope is taken as the message itself, so that nothing is lost.

        An empty envelope would be posted as an empty notice, so it keeps its whole body as the message.
        """
        document = json_object(body)
        message = document.get("Message")
        if "TopicArn" not in document or not message:
            return cls(topic="", message=body)
        return cls(
            topic=text_of(document["TopicArn"]),
            message=message if isinstance(message, str) else text_of(message),
            subject=text_of(document.get("Subject")),
            severity=text_of(at(document, "MessageAttributes", "severity", "Value")),
        )
