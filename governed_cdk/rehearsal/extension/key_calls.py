"""The calls to KMS that a service makes with its caller's credentials: judged as AWS judges them.

The emulator lets a role read a secret whose key it may not use. Here the request is refused, unless the caller's
policies and the key's policy allow the call to KMS too, through that service and with its encryption context.

Sources (read 2026-11-29): AWS Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager"
(https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html); Amazon SQS Developer Guide, "Key
management" (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, secretsmanager, sqs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_READS = ("kms:Decrypt",)
_WRITES = ("kms:GenerateDataKey", "kms:Decrypt")

_log = logging.getLogger("rehearsal.permissions")


@dataclass(frozen=True, slots=True)
class Protected:
    """What a request is about: the key that protects it, and the encryption context that its service sends."""

    key: str
    context: dict[str, str]


def _secret(arn: str) -> Protected | None:
    _, found = secretsmanager._resolve(arn)  # noqa: SLF001 - see handler.py
    key = (found or {}).get("KmsKeyId")
    return Protected(key, {"SecretARN": found["ARN"]}) if found and key else None


def _queue(arn: str) -> Protected | None:
    found = sqs._queue_by_arn(arn)  # noqa: SLF001 - see handler.py
    key = found["attributes"].get("KmsMasterKeyId") if found else None
    return Protected(key, {"aws:sqs:arn": arn}) if key else None


# By action: what it is about, and what its service asks of KMS.
_CALLS: dict[str, tuple[Callable[[str], Protected | None], tuple[str, ...]]] = {
    "secretsmanager:GetSecretValue": (_secret, _READS),
    "secretsmanager:PutSecretValue": (_secret, _WRITES),
    "sqs:ReceiveMessage": (_queue, _READS),
    "sqs:SendMessage": (_queue, _WRITES),
}


def judge() -> None:
    """Refuse a request whose caller may not use the key that protects what it is about."""
    asked = iam_evaluator.enforce

    def enforce(access_key: str, action: str, service: str, region: str, **asked_of: Any) -> Any:
        arn = asked_of.get("resource_arn", "*")
        keys = {**(asked_of.get("service_context") or {}), **_keys_of_secrets(service, arn)}
        denied = asked(access_key, action, service, region, resource_arn=arn, service_context=keys)
        if denied or action not in _CALLS:
            return denied
        for call, key, context in _calls(action, arn, service):
            refused = asked(access_key, call, "kms", region, resource_arn=key, service_context=context)
            if refused:
                principal = getattr(refused, "principal_arn", "")
                _log.warning(
                    "%s may not %s on %s, which %s on %s asks for: %s", principal, call, key, action, arn, context
                )
                return refused
        return None

    iam_evaluator.enforce = enforce


def _keys_of_secrets(service: str, arn: str) -> dict[str, str]:
    """The condition keys of Secrets Manager that the emulator does not send.

    Source: Service Authorization Reference, "Condition keys for AWS Secrets Manager", as parliament carries it.
    """
    if service != "secretsmanager":
        return {}
    _, found = secretsmanager._resolve(arn)  # noqa: SLF001 - see handler.py
    function = (found or {}).get("RotationLambdaARN")
    return {"secretsmanager:resource/AllowRotationLambdaArn": function} if function else {}


def _calls(action: str, arn: str, service: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    find, calls = _CALLS[action]
    protected = find(arn)
    key = kms._resolve_key(protected.key) if protected else None  # noqa: SLF001 - see handler.py
    if protected is None or key is None:
        return
    context = {
        "kms:ViaService": f"{service}.{get_region()}.amazonaws.com",
        "kms:CallerAccount": get_account_id(),
        "kms:EncryptionContextKeys": list(protected.context),
        **{f"kms:EncryptionContext:{name}": value for name, value in protected.context.items()},
    }
    yield from ((call, key["Arn"], context) for call in calls)
