"""A secret's versions and staging labels, as Secrets Manager's rotation moves them.

Source: AWS Secrets Manager user guide, "Lambda rotation functions: four steps in a rotation function".
"""

from __future__ import annotations

from typing import Any, Protocol

from .credentials import Credentials
from .errors import RotationError

CURRENT = "AWSCURRENT"
PENDING = "AWSPENDING"
PREVIOUS = "AWSPREVIOUS"


class SecretsManager(Protocol):
    """The part of boto3's Secrets Manager client that rotation uses."""

    exceptions: Any

    def describe_secret(self, **request: str) -> dict[str, Any]:
        """Call DescribeSecret."""

    def get_secret_value(self, **request: str) -> dict[str, Any]:
        """Call GetSecretValue."""

    def get_random_password(self, **request: int | str) -> dict[str, Any]:
        """Call GetRandomPassword."""

    def put_secret_value(self, **request: str | list[str]) -> dict[str, Any]:
        """Call PutSecretValue."""

    def update_secret_version_stage(self, **request: str) -> dict[str, Any]:
        """Call UpdateSecretVersionStage."""


class Versions:
    """The versions of one secret, as they were when this was made."""

    def __init__(self, client: SecretsManager, *, arn: str, token: str) -> None:
        """Look the secret up; raises RotationError unless version `token` is being rotated or is AWSCURRENT already."""
        self._client = client
        self.arn = self._arn = arn
        self._token = token
        secret = client.describe_secret(SecretId=arn)
        if not secret.get("RotationEnabled"):
            raise RotationError(f"rotation is not enabled for {arn}")
        self._stages: dict[str, list[str]] = secret["VersionIdsToStages"]
        if token not in self._stages:
            raise RotationError(f"version {token} of {arn} has no stage: nothing to rotate")
        if not self.is_current and PENDING not in self._stages[token]:
            raise RotationError(f"version {token} of {arn} is not staged {PENDING}")

    @property
    def is_current(self) -> bool:
        """Whether the version is AWSCURRENT already: the rotation's point of no return is behind it."""
        return CURRENT in self._stages[self._token]

    @property
    def other_pending(self) -> bool:
        """Whether a later rotation has begun."""
        return any(PENDING in stages for version, stages in self._stages.items() if version != self._token)

    def current(self) -> Credentials:
        """Return what AWSCURRENT says."""
        return read_current(self._client, self._arn)

    def previous(self) -> Credentials | None:
        """Return what AWSPREVIOUS says; None where the secret has none."""
        if not any(PREVIOUS in stages for stages in self._stages.values()):
            return None
        answer = self._client.get_secret_value(SecretId=self._arn, VersionStage=PREVIOUS)
        return Credentials.parse(answer["SecretString"], what=PREVIOUS)

    def pending(self) -> Credentials | None:
        """Return what this rotation's AWSPENDING version says; None while it is empty."""
        try:
            answer = self._client.get_secret_value(SecretId=self._arn, VersionId=self._token, VersionStage=PENDING)
        except self._client.exceptions.ResourceNotFoundException:
            return None
        return Credentials.parse(answer["SecretString"], what=PENDING)

    def put_pending(self, text: str) -> None:
        """Store the new login. The token makes a repetition harmless."""
        self._client.put_secret_value(
            SecretId=self._arn, ClientRequestToken=self._token, SecretString=text, VersionStages=[PENDING]
        )

    def promote(self) -> None:
        """Move AWSCURRENT to this version; Secrets Manager labels the old one AWSPREVIOUS."""
        old = next(version for version, stages in self._stages.items() if CURRENT in stages)
        self._client.update_secret_version_stage(
            SecretId=self._arn, VersionStage=CURRENT, MoveToVersionId=self._token, RemoveFromVersionId=old
        )


def read_current(client: SecretsManager, arn: str) -> Credentials:
    """Return what AWSCURRENT of any secret says, such as the master's."""
    answer = client.get_secret_value(SecretId=arn, VersionStage=CURRENT)
    return Credentials.parse(answer["SecretString"], what=CURRENT)
