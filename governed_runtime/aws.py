"""What AWS is asked, by boto3: one secret or parameter, twenty secrets, a whole branch of parameters."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from governed_runtime.cache import Found
from governed_runtime.errors import NotFoundError, ReadError
from governed_runtime.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_SECRETS = 20  # Secrets Manager API reference, BatchGetSecretValue: SecretIdList

# Asked again, AWS would say the same (API references, "Errors" of GetSecretValue and GetParameter).
_NOT_FOUND = ("ResourceNotFoundException", "ParameterNotFound")
_DEFINITE = (
    *_NOT_FOUND, "AccessDeniedException", "AccessDenied", "InvalidRequestException", "InvalidParameterException",
    "ValidationException", "DecryptionFailure", "InvalidKeyId",
)  # fmt: skip


class Aws:
    """Reads through boto3 clients of its own, made with the first read.

    Each call is tried three times with pauses by chance (botocore's `standard` mode: exponential, full jitter, at most
    20 s, https://docs.aws.amazon.com/boto3/latest/guide/retries.html) and waits one second for a connection and two for
    an answer, so that a request of the service never hangs on it.
    """

    def __init__(self, client: Callable[[str], Any] | None = None) -> None:
        self._make = client or _client
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def secret(self, path: str) -> Found[Secret]:
        """The current version of a secret. Raises ReadError."""
        return _secret(path, self._call("secretsmanager", "get_secret_value", path, SecretId=path))

    def secrets(self, paths: Sequence[str]) -> dict[str, Found[Secret]]:
        """The current versions of at most 20 secrets, by path; those that cannot be read are missing.

        Raises ReadError where the call itself is refused: it takes `secretsmanager:BatchGetSecretValue`.
        """
        found: dict[str, Found[Secret]] = {}
        asked: dict[str, Any] = {"SecretIdList": list(paths)}
        while True:
            answer = self._call("secretsmanager", "batch_get_secret_value", paths[0], **asked)
            for value in answer.get("SecretValues", []):
                path = value["ARN"] if value["ARN"] in paths else value["Name"]
                found[path] = _secret(path, value)
            if not answer.get("NextToken"):
                return found
            asked["NextToken"] = answer["NextToken"]

    def parameter(self, path: str) -> Found[str]:
        """A parameter, decrypted. Raises ReadError."""
        answer = self._call("ssm", "get_parameter", path, Name=path, WithDecryption=True)["Parameter"]
        return Found(str(answer["Value"]), str(answer["Version"]))

    def parameters(self, branch: str) -> dict[str, Found[str]]:
        """Every parameter below a path, at any depth, by its whole path. Raises ReadError."""
        found: dict[str, Found[str]] = {}
        asked: dict[str, Any] = {"Path": branch, "Recursive": True, "WithDecryption": True}
        while True:
            answer = self._call("ssm", "get_parameters_by_path", branch, **asked)
            for one in answer["Parameters"]:
                found[one["Name"]] = Found(str(one["Value"]), str(one["Version"]))
            if not answer.get("NextToken"):
                return found
            asked["NextToken"] = answer["NextToken"]

    def _call(self, service: str, operation: str, path: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - loaded with the first read

        try:
            return getattr(self._client(service), operation)(**arguments)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "unknown"))
            kind = NotFoundError if code in _NOT_FOUND else ReadError
            raise kind(path, code, definite=code in _DEFINITE) from error
        except BotoCoreError as error:
            raise ReadError(path, type(error).__name__) from error

    def _client(self, service: str) -> Any:
        with self._lock:  # clients are safe to share, boto3's default session is not
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]


def _client(service: str) -> Any:
    import boto3  # noqa: PLC0415 - takes as long as many a Lambda function runs: with the first read, not with the import
    from botocore.config import Config  # noqa: PLC0415 - as above

    patience = Config(
        retries={"mode": "standard", "total_max_attempts": 3},
        connect_timeout=1,
        read_timeout=2,
        max_pool_connections=50,
    )
    # botocore itself looks for AWS_DEFAULT_REGION only.
    return boto3.client(service, region_name=os.environ.get("AWS_REGION"), config=patience)


def _secret(path: str, answer: Any) -> Found[Secret]:
    text = answer.get("SecretString")
    if text is None:
        raise ReadError(path, "it holds bytes, not text", definite=True)
    return Found(Secret(path, text, answer["VersionId"]), answer["VersionId"])
