"""Bedrock's Converse API: one question, one answer, or the reason why there is none.

Source: Amazon Bedrock User Guide, "Carry out a conversation with the Converse API operations", "Use a tool to complete
an Amazon Bedrock model response": an answer by a tool has the tool's shape.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, printable
from governed_cdk.diagnosis.question import SCHEMA, TOOL, DroppedError, opinion, question, system

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.kernel.language import Language
    from governed_cdk.diagnosis.evidence import Evidence
    from governed_cdk.diagnosis.question import Opinion

_CONNECT_S, _READ_S, _ATTEMPTS = 5, 45, 2
_TOKENS = 1500


@dataclass(frozen=True)
class Model:
    """Which model is asked, and where: a profile or a model by id or ARN, and its region."""

    profile: str
    region: str
    endpoint_url: str | None = None


def ask(model: Model, lines: Sequence[Evidence], language: Language, *, environment: str, known: str = "") -> Opinion:
    """What the model says of the evidence.

    Raises ConfigurationError, in one line, for whatever keeps it from an answer that counts: no boto3, no credentials,
    refusal, throttling, a timeout, a model that is not there, an answer cut off, malformed, or resting on nothing.
    """
    if not lines:
        raise ConfigurationError("there is no evidence to ask about")
    answer = _converse(model, system(language), question(lines, environment=environment, known=known))
    if answer.get("stopReason") in ("max_tokens", "guardrail_intervened", "content_filtered"):
        raise ConfigurationError(f"Bedrock: no whole answer: {answer['stopReason']}")
    try:
        return opinion(_content(answer), lines)
    except DroppedError as error:
        raise ConfigurationError(f"Bedrock: the answer of {model.profile} was dropped: {error}") from None


def _converse(model: Model, told: str, asked: str) -> dict[str, Any]:
    try:
        import boto3  # noqa: PLC0415 - an extra: the table of known causes needs none
        from botocore import exceptions  # noqa: PLC0415 - comes with boto3
        from botocore.config import Config  # noqa: PLC0415 - the same
    except ImportError:
        raise ConfigurationError('boto3 is missing; install it: pip install "governed-cdk[aws]"') from None
    quick = Config(
        connect_timeout=_CONNECT_S, read_timeout=_READ_S, retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"}
    )
    try:
        client = boto3.Session().client(
            "bedrock-runtime", region_name=model.region, endpoint_url=model.endpoint_url, config=quick
        )
        answer: dict[str, Any] = client.converse(
            modelId=model.profile,
            system=[{"text": told}],
            messages=[{"role": "user", "content": [{"text": asked}]}],
            inferenceConfig={"maxTokens": _TOKENS, "temperature": 0.0},
            toolConfig={
                "tools": [{"toolSpec": {"name": TOOL, "inputSchema": {"json": SCHEMA}}}],
                "toolChoice": {"tool": {"name": TOOL}},
            },
        )
    except exceptions.ClientError as error:
        code, said = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        raise ConfigurationError(printable(f"Bedrock: {code}: {said}")) from None
    except (exceptions.BotoCoreError, ValueError) as error:
        raise ConfigurationError(printable(f"Bedrock: {' '.join(str(error).split())}")) from None
    return answer


def _content(answer: dict[str, Any]) -> Any:
    """What the tool was called with; or the text, where a model answers with the same as text."""
    message = answer.get("output", {}).get("message", {})
    content = message.get("content", []) if isinstance(message, dict) else []
    for block in content:
        if "toolUse" in block and block["toolUse"].get("name") == TOOL:
            return block["toolUse"].get("input")
    text = "".join(str(block["text"]) for block in content if "text" in block)
    try:
        return json.loads(text[text.index("{") : text.rindex("}") + 1])
    except ValueError:
        raise DroppedError("it is not in the shape that was asked for") from None
