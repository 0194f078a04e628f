"""Where a secret belongs: out of a parameter or a variable, into Secrets Manager, without anybody seeing it.

Each step can be done again: what was killed between two of them goes on from there. A parameter is made anew, since
its history keeps every value that it had (Systems Manager API reference, GetParameterHistory); what stands in it then
is the name of the secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_GONE = ("ParameterNotFound", "ResourceNotFoundException")


@dataclass(frozen=True)
class SecretMove:
    """What is moved, and to which secret; `client` gives a client of a service."""

    client: Any
    secret: str
    key: str = ""
    """The KMS key of a new secret: the secrets key of the environment."""

    def parameter(self, name: str) -> Iterator[str]:
        """Move the value of a plain parameter; what was done, step by step."""
        ssm, found = self.client("ssm"), None
        try:
            found = ssm.get_parameter(Name=name, WithDecryption=False)["Parameter"]
        except Exception as error:
            if _code(error) not in _GONE:
                raise
        if found is None and not self._held():
            raise ConfigurationError(f"{name}: no such parameter, and {self.secret} holds nothing")
        if found is not None and found["Type"] == "SecureString":
            raise ConfigurationError(f"{name}: a SecureString is no plain parameter; allowed: String")
        if found is not None and found["Value"] != self.secret:
            yield self._put(found["Value"])
            ssm.delete_parameter(Name=name)
            yield f"{name}: deleted, with every value that it had"
            found = None
        if found is None:
            ssm.put_parameter(Name=name, Value=self.secret, Type="String", Description="The name of a secret")
            yield f"{name}: holds the name of the secret now"

    def variable(self, function: str, name: str) -> Iterator[str]:
        """Copy the value of a function's variable; the stack that made it takes it out."""
        functions = self.client("lambda")
        given = functions.get_function_configuration(FunctionName=function)
        values = (given.get("Environment") or {}).get("Variables") or {}
        if name not in values:
            raise ConfigurationError(
                f"{function}: has no variable {name}; allowed: {', '.join(sorted(values)) or 'none'}"
            )
        yield self._put(values[name])
        yield f"{function}: take {name} out of its stack, and give it the name {self.secret}"
        for version in functions.list_versions_by_function(FunctionName=function)["Versions"]:
            held = (version.get("Environment") or {}).get("Variables") or {}
            if version["Version"] != "$LATEST" and name in held:
                yield f"{function}: version {version['Version']} still has it; delete it when nothing calls it"

    def _put(self, value: str) -> str:
        secrets = self.client("secretsmanager")
        try:
            if self._held() != value:
                secrets.put_secret_value(SecretId=self.secret, SecretString=value)
        except Exception as error:
            if _code(error) not in _GONE:
                raise
            key = {"KmsKeyId": self.key} if self.key else {}
            secrets.create_secret(Name=self.secret, SecretString=value, **key)
        return f"{self.secret}: holds it"

    def _held(self) -> str | None:
        try:
            return str(self.client("secretsmanager").get_secret_value(SecretId=self.secret)["SecretString"])
        except Exception as error:
            if _code(error) not in _GONE:
                raise
            return None


def _code(error: Exception) -> str:
    answer: dict[str, Any] = getattr(error, "response", None) or {}
    return str((answer.get("Error") or {}).get("Code", ""))
