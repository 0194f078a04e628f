"""SNS's envelope around a message, as it arrives in the queue without raw delivery.

Source: SNS Developer Guide, "Fanout to Amazon SQS queues": Type, TopicArn, Subject, Message, MessageAttributes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


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
        if "TopicArn" not in document or not document.get("Message"):
            return cls(topic="", message=body)
        attributes = document.get("MessageAttributes") or {}
        return cls(
            topic=str(document["TopicArn"]),
            message=str(document["Message"]),
            subject=str(document.get("Subject") or ""),
            severity=str((attributes.get("severity") or {}).get("Value", "")),
        )


def json_object(text: str) -> dict[str, Any]:
    """The JSON object that a text holds; an empty one where it holds none."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
