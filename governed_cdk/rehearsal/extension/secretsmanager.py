"""Secrets Manager: rotation, which the emulator only pretends (it promotes a copy without asking the function)."""

from __future__ import annotations

import contextvars
import json
import logging
import threading
import uuid
from http import HTTPStatus
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager

from governed_cdk.rehearsal.extension.api import client, policy_text, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.deliveries import arrives
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties, table

# Source: AWS Secrets Manager user guide, "Lambda rotation functions: four steps in a rotation function".
_STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")

_SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - a type

_log = logging.getLogger("rehearsal.rotation")


def _schedule(properties: Properties, _name: str) -> Made:
    """Enter the schedule. Nothing is rotated yet: in a rehearsal there is no database to rotate in."""
    wanted = arguments("secretsmanager", "RotateSecret", properties, RotateImmediately=False)
    client("secretsmanager").rotate_secret(**wanted)
    return properties["SecretId"], {"Id": properties["SecretId"]}


def _cancel(secret: str, _properties: Properties) -> None:
    unless_gone(client("secretsmanager").cancel_rotate_secret, SecretId=secret)


def _put_policy(properties: Properties, _name: str) -> Made:
    policy = policy_text(properties["ResourcePolicy"])
    client("secretsmanager").put_resource_policy(SecretId=properties["SecretId"], ResourcePolicy=policy)
    return properties["SecretId"], {"Id": properties["SecretId"]}


def _delete_policy(secret: str, _properties: Properties) -> None:
    unless_gone(client("secretsmanager").delete_resource_policy, SecretId=secret)


HANDLERS = [
    Handler(
        "AWS::SecretsManager::RotationSchedule", _schedule, _cancel, lambda secret, _old, new: _schedule(new, secret)
    ),
    Handler(
        "AWS::SecretsManager::ResourcePolicy", _put_policy, _delete_policy,
        lambda secret, _old, new: _put_policy(new, secret),
    ),
]  # fmt: skip


def refer_by_arn() -> None:
    """Let `Ref` of a secret be its ARN, as it is in AWS: by its name no policy admits anybody to it.

    Source: CloudFormation Template Reference Guide, AWS::SecretsManager::Secret, "Return values".
    """
    entry = dict(table()[_SECRET])
    create, update, delete = entry["create"], entry["update"], entry["delete"]

    def create_by_arn(logical_id: str, properties: Properties, stack: str) -> Made:
        _, attributes = create(logical_id, properties, stack)
        return attributes["Arn"], attributes

    def update_by_arn(secret: str, old: Properties, new: Properties, *context: Any) -> Made:
        _, attributes = update(_name(secret), old, new, *context)
        return attributes["Arn"], attributes

    def delete_by_arn(secret: str, properties: Properties) -> None:
        delete(_name(secret), properties)

    table()[_SECRET] = {**entry, "create": create_by_arn, "update": update_by_arn, "delete": delete_by_arn}


def _name(secret: str) -> str:
    found, _ = secretsmanager._resolve(secret)  # noqa: SLF001 - see handler.py
    return found or secret


def cancel_rotations() -> None:
    """Let CancelRotateSecret, which the emulator lacks, switch the rotation off (API Reference, CancelRotateSecret)."""
    others = secretsmanager.handle_request

    async def handle(*request: Any) -> Any:
        _method, _path, headers, body, _query = request
        if not headers.get("x-amz-target", "").endswith(".CancelRotateSecret"):
            return await others(*request)
        _, secret = secretsmanager._resolve(json.loads(body)["SecretId"])  # noqa: SLF001 - see handler.py
        if secret is None:
            return error_response_json("ResourceNotFoundException", "no such secret", HTTPStatus.BAD_REQUEST)
        secret["RotationEnabled"] = False
        return json_response({"ARN": secret["ARN"], "Name": secret["Name"]})

    secretsmanager.handle_request = handle


def rotate_for_real() -> None:
    """Let RotateSecret call the rotation function, step by step, as Secrets Manager does."""
    pretended = secretsmanager._rotate_secret  # noqa: SLF001 - see handler.py

    def rotate(request: dict[str, Any]) -> Any:
        _, secret = secretsmanager._resolve(request.get("SecretId"))  # noqa: SLF001 - see handler.py
        function = request.get("RotationLambdaARN") or (secret or {}).get("RotationLambdaARN")
        if not secret or secret.get("DeletedDate") or not function:
            return pretended(request)
        secret["RotationLambdaARN"] = function
        secret["RotationRules"] = request.get("RotationRules") or secret.get("RotationRules")
        secret["RotationEnabled"] = True
        token = request.get("ClientRequestToken") or str(uuid.uuid4())
        if request.get("RotateImmediately", True):
            _begin(secret, token)
            run = contextvars.copy_context().run
            threading.Thread(target=run, args=(_call, function, secret["ARN"], token), daemon=True).start()
        return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})

    secretsmanager._rotate_secret = rotate  # noqa: SLF001 - see handler.py
    _refuse_empty_values()


def _refuse_empty_values() -> None:
    """Let GetSecretValue of a version that a rotation has just begun fail, as it does in AWS."""
    lenient = secretsmanager._get_secret_value  # noqa: SLF001 - see handler.py

    def get(request: dict[str, Any]) -> Any:
        answer = lenient(request)
        body = json.loads(answer[2])
        if answer[0] == HTTPStatus.OK and body.get("SecretString") is None and body.get("SecretBinary") is None:
            message = "Secrets Manager can't find the specified secret value for this version."
            return error_response_json("ResourceNotFoundException", message, HTTPStatus.BAD_REQUEST)
        return answer

    secretsmanager._get_secret_value = get  # noqa: SLF001 - see handler.py


def _begin(secret: dict[str, Any], token: str) -> None:
    """The new version, still empty, under AWSPENDING."""
    for version in secret["Versions"].values():
        if "AWSPENDING" in version["Stages"]:
            version["Stages"].remove("AWSPENDING")
    secret["Versions"][token] = {"SecretString": None, "SecretBinary": None, "CreatedDate": 0, "Stages": ["AWSPENDING"]}


def _call(function: str, secret: str, token: str) -> None:
    if not arrives("secretsmanager.amazonaws.com", function, secret):
        return
    for step in _STEPS:
        event = {"Step": step, "SecretId": secret, "ClientRequestToken": token}
        answer = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        if answer.get("FunctionError"):
            _log.error("%s of %s failed: %s", step, secret, answer["Payload"].read().decode())
            return
