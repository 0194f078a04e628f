"""Which encryption context a key has to allow, that somebody may put a secret on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.proving import making
from governed_cdk.proving.experiment import Answers, Experiment

if TYPE_CHECKING:
    from governed_cdk.proving.making import Conditions
    from governed_cdk.proving.room import Room

_CONTEXT = "kms:EncryptionContext:SecretARN"
_TRIAL = "RequestToValidateKeyAccess"
# Secrets Manager API reference, CreateSecret; a role that is new is not let in by STS for a while either.
_REFUSED = ("AccessDenied", "AccessDeniedException", "EncryptionFailure", "DecryptionFailure")


def _run(room: Room) -> Answers:
    key = making.key(room)
    real = room.arn("secretsmanager", f"secret:{room.run}-*")
    variants: dict[str, Conditions] = {
        "no condition": {},
        "the secret's ARN": {"StringLike": {_CONTEXT: real}},
        "the literal of the trial": {"StringLike": {_CONTEXT: _TRIAL}},
    }
    answers = {}
    for number, (variant, conditions) in enumerate(variants.items()):
        may: list[dict[str, Any]] = [
            {"Action": ["secretsmanager:CreateSecret", "secretsmanager:TagResource"], "Resource": real},
            {"Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": room.arn("kms", f"key/{key}")}
            | ({"Condition": conditions} if conditions else {}),
        ]
        owner = {"AWS": f"arn:aws:iam::{room.account}:root"}
        role = making.role(room, f"secret-{number}", owner, conditions={}, may=may)
        answers[variant] = _creates(room, role, room.name("secret", f"secret-{number}"), key)
    return answers


def _creates(room: Room, role: str, name: str, key: str) -> str:
    def create() -> None:
        session = room.client("sts").assume_role(RoleArn=role, RoleSessionName=room.run)["Credentials"]
        secrets = room.session.client(
            "secretsmanager", region_name=room.region, endpoint_url=room.endpoint_url,
            aws_access_key_id=session["AccessKeyId"], aws_secret_access_key=session["SecretAccessKey"],
            aws_session_token=session["SessionToken"],
        )  # fmt: skip
        secrets.create_secret(Name=name, KmsKeyId=key, SecretString="an experiment", Tags=room.pairs())

    return room.accepted(create, _REFUSED)


SECRET_KEY = Experiment(
    name="secret-on-a-key",
    asks="Which encryption context must be allowed to whoever puts a secret on a key?",
    makes="a key, three roles, and up to three secrets",
    most_usd=0.02,
    most_minutes=8,
    control=("no condition", "accepted"),
    run=_run,
)
