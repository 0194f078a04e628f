"""Secrets Manager in a file, so that it outlives a killed process. Its rules are those of the API reference."""

# ruff: noqa: N803 (boto3 names its arguments so)
from __future__ import annotations

import json
import secrets
import string
import uuid
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class ResourceNotFoundException(Exception):  # noqa: N818 (boto3's name)
    pass


class ResourceExistsException(Exception):  # noqa: N818 - botocore's own names
    pass


class InvalidParameterException(Exception):  # noqa: N818 - botocore's own names
    pass


class InvalidRequestException(Exception):  # noqa: N818 - botocore's own names
    pass


class FakeSecretsManager:
    """The calls that rotation makes, and below them what a person or the service does."""

    exceptions = SimpleNamespace(
        ResourceNotFoundException=ResourceNotFoundException,
        ResourceExistsException=ResourceExistsException,
    )

    def __init__(
        self, path: Path, *, after: Callable[[str], None] = lambda _: None, move_removes_pending: bool = False
    ) -> None:
        self._path = path
        self._after = after
        # Both outcomes are allowed by the user guide: AWSPENDING goes with the move of AWSCURRENT, or stays beside it.
        self._move_removes_pending = move_removes_pending

    # What the rotation function calls.
    def describe_secret(self, *, SecretId: str) -> dict[str, Any]:
        secret = self._secret(SecretId)
        stages = {key: list(version["stages"]) for key, version in secret["versions"].items() if version["stages"]}
        self._after("DescribeSecret")
        return {"ARN": SecretId, "RotationEnabled": secret["rotation"], "VersionIdsToStages": stages}

    def get_secret_value(
        self, *, SecretId: str, VersionStage: str = "AWSCURRENT", VersionId: str | None = None
    ) -> dict[str, Any]:
        versions = self._secret(SecretId)["versions"]
        staged = next((key for key, version in versions.items() if VersionStage in version["stages"]), None)
        if VersionId is not None and VersionId in versions and staged != VersionId:
            raise InvalidRequestException("the stage is not the version's")
        self._after("GetSecretValue")
        if staged is None or versions[staged]["value"] is None:
            raise ResourceNotFoundException(f"no value for stage {VersionStage}")
        return {"VersionId": staged, "SecretString": versions[staged]["value"]}

    def get_random_password(self, *, PasswordLength: int, ExcludeCharacters: str) -> dict[str, Any]:
        alphabet = [letter for letter in string.printable[:94] if letter not in ExcludeCharacters]
        self._after("GetRandomPassword")
        return {"RandomPassword": "".join(secrets.choice(alphabet) for _ in range(PasswordLength))}

    def put_secret_value(
        self, *, SecretId: str, ClientRequestToken: str, SecretString: str, VersionStages: list[str]
    ) -> dict[str, Any]:
        data = self._read()
        versions = data[SecretId]["versions"]
        version = versions.setdefault(ClientRequestToken, {"value": None, "stages": []})
        if version["value"] not in (None, SecretString):
            raise ResourceExistsException("the version has another value")
        version["value"] = SecretString
        for stage in VersionStages:
            _move(versions, stage, to=ClientRequestToken)
        self._write(data)
        self._after("PutSecretValue")
        return {"VersionId": ClientRequestToken}

    def update_secret_version_stage(
        self, *, SecretId: str, VersionStage: str, MoveToVersionId: str, RemoveFromVersionId: str
    ) -> dict[str, Any]:
        data = self._read()
        versions = data[SecretId]["versions"]
        if VersionStage not in versions[RemoveFromVersionId]["stages"]:
            raise InvalidParameterException("the stage is not on the version to remove it from")
        _move(versions, VersionStage, to=MoveToVersionId)
        if VersionStage == "AWSCURRENT":
            _move(versions, "AWSPREVIOUS", to=RemoveFromVersionId)
            if self._move_removes_pending and "AWSPENDING" in versions[MoveToVersionId]["stages"]:
                versions[MoveToVersionId]["stages"].remove("AWSPENDING")
        self._write(data)
        self._after("UpdateSecretVersionStage")
        return {"ARN": SecretId}

    # What a person or the service does.
    def create(self, arn: str, value: dict[str, Any], *, rotation: bool = True) -> None:
        data = self._read()
        first = {"value": json.dumps(value), "stages": ["AWSCURRENT"]}
        data[arn] = {"rotation": rotation, "versions": {str(uuid.uuid4()): first}}
        self._write(data)

    def begin_rotation(self, arn: str) -> str:
        """RotateSecret: an empty AWSPENDING version; an error while another rotation is under way."""
        data = self._read()
        versions = data[arn]["versions"]
        if any(v["stages"] == ["AWSPENDING"] for v in versions.values()):
            raise InvalidRequestException("a previous rotation is not complete")
        token = str(uuid.uuid4())
        versions[token] = {"value": None, "stages": []}
        _move(versions, "AWSPENDING", to=token)
        self._write(data)
        return token

    def cancel_rotation(self, arn: str) -> None:
        """What an operator does with a rotation that is given up: take AWSPENDING off."""
        data = self._read()
        for version in data[arn]["versions"].values():
            version["stages"] = [stage for stage in version["stages"] if stage != "AWSPENDING"]
        self._write(data)

    def stage(self, arn: str, stage: str) -> dict[str, Any] | None:
        """The value that has a stage."""
        for version in self._secret(arn)["versions"].values():
            if stage in version["stages"] and version["value"] is not None:
                value: dict[str, Any] = json.loads(version["value"])
                return value
        return None

    def overwrite(self, arn: str, stage: str, **changes: object) -> None:
        """Change a staged value behind the rotation's back."""
        data = self._read()
        for version in data[arn]["versions"].values():
            if stage in version["stages"]:
                version["value"] = json.dumps({**json.loads(version["value"]), **changes})
        self._write(data)

    def _secret(self, arn: str) -> dict[str, Any]:
        data = self._read()
        if arn not in data:
            raise ResourceNotFoundException(arn)
        secret: dict[str, Any] = data[arn]
        return secret

    def _read(self) -> dict[str, Any]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def _write(self, data: dict[str, Any]) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(data))
        new.replace(self._path)


def _move(versions: dict[str, Any], stage: str, *, to: str) -> None:
    for version in versions.values():
        version["stages"] = [other for other in version["stages"] if other != stage]
    versions[to]["stages"].append(stage)
