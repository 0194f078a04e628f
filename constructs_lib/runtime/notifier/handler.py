"""Lambda entry `handler.handler`: messages of the alarm topics, taken from a queue, posted to Slack.

Environment variables:
    WEBHOOK_SECRET_ID: name or ARN of the secret whose string is the address of Slack's incoming webhook.
    WEBHOOK_PREFIX: what the address must begin with; default `https://hooks.slack.com/services/`.
    RUNBOOK_URL: where our runbooks can be read; links lead there and to AWS's console only.
    LANGUAGE: `en` or `ko`, for our own words in a message; default `en`.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

A page always arrives: what cannot be laid out, or what Slack does not take as it is laid out, is posted as plain text.
Only messages that were not taken come back (`ReportBatchItemFailures`), so none is posted twice because another failed.

IAM of the role: secretsmanager:GetSecretValue on the secret, kms:Decrypt on its key and on the queue's,
sqs:ReceiveMessage, DeleteMessage and GetQueueAttributes on the queue.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

if TYPE_CHECKING or __package__:
    from .slack_notifier import blocks, messages, webhook
    from .slack_notifier.envelope import Envelope
    from .slack_notifier.fields import text_of
else:  # in Lambda this file is a top-level module: it has no package, and slack_notifier lies beside it
    from slack_notifier import blocks, messages, webhook
    from slack_notifier.envelope import Envelope
    from slack_notifier.fields import text_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
    from aws_lambda_powertools.utilities.parameters import SecretsProvider
    from aws_lambda_powertools.utilities.typing import LambdaContext

_SECRET_AGE_SECONDS = 300

logger = Logger(service="notifier")


@functools.cache
def _secrets() -> SecretsProvider:
    # botocore comes with the Lambda runtime; the logic is used and tested without it.
    from aws_lambda_powertools.utilities.parameters import SecretsProvider  # noqa: PLC0415 - see above
    from botocore.config import Config  # noqa: PLC0415 - see above

    quick = Config(connect_timeout=3, read_timeout=5, retries={"max_attempts": 2, "mode": "standard"})
    return SecretsProvider(boto_config=quick)


def _address(*, fresh: bool = False) -> str:
    value = _secrets().get(os.environ["WEBHOOK_SECRET_ID"], max_age=_SECRET_AGE_SECONDS, force_fetch=fresh)
    return webhook.check_address(str(value), prefix=os.environ.get("WEBHOOK_PREFIX", webhook.SLACK))


def layout(text: str) -> dict[str, Any]:
    """The body of the Slack message for what the queue holds; plain text where it cannot be laid out."""
    try:
        notice = messages.read(Envelope.parse(text), runbooks=os.environ.get("RUNBOOK_URL", ""))
        return blocks.payload(notice, os.environ.get("LANGUAGE", "en"))
    except Exception:  # a message that we cannot read is still one that somebody must see
        logger.exception("not laid out")
        return blocks.plain(text_of(text))


def notify(record: SQSRecord) -> None:
    """Post one message, in two attempts at most; a new alarm that is OK is none.

    Raises WebhookError: the queue gives the message back, and in the end to its dead-letter queue.
    """
    if messages.is_first_look(Envelope.parse(record.body)):
        logger.info("passed over: the first look of a new alarm")
        return
    body = layout(record.body)
    try:
        webhook.post(_address(), body)
    except webhook.MessageRefusedError:
        logger.warning("posted as plain text")
        webhook.post(_address(), blocks.plain(text_of(Envelope.parse(record.body).message)))
    except webhook.RefusedError:
        # The address may have been replaced since it was read.
        webhook.post(_address(fresh=True), body)
    logger.info("posted", extra={"title": body["text"]})


@logger.inject_lambda_context(log_event=False, clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Post the messages of an SQS batch; the answer names those that were not taken.

    Raises BatchProcessingError where none was taken, so that the function's error alarm sees it.
    """
    processor = BatchProcessor(event_type=EventType.SQS)
    return process_partial_response(event=event, record_handler=notify, processor=processor, context=context)
