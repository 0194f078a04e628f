"""Secrets Manager and Parameter Store of one environment: what is there, and what is put there; never told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.platform_names import SLUGS
from constructs_lib.kernel.secret_shapes import kind_of_secret, names_a_secret
from constructs_lib.kernel.tags import environment_tags
from governed_cdk.values.given import parameter_text
from governed_cdk.values.places import SECRETS, ValuePlace

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment
    from governed_cdk.preflight.account import Account

_NOT_THERE = ("ResourceNotFoundException", "ParameterNotFound")
_NO_STACK = "ValidationError"  # "Stack for /a/b does not exist"


@dataclass(frozen=True)
class StoredValues:
    """What a place holds: `text` is None where there is nothing. `replaced` says that its first value is gone."""

    text: str | None = None
    exists: bool = False
    replaced: bool = True
    type: str = ""

    @property
    def value(self) -> Any:
        """Its fields, or its text."""
        try:
            found = json.loads(self.text or "")
        except ValueError:
            return self.text
        return found if isinstance(found, dict) else self.text


class Store:
    """Reads and writes places. Every method raises ConfigurationError, in one line, for what AWS refuses."""

    def __init__(self, account: Account, environment: Environment) -> None:
        self._account, self._environment = account, environment

    def held(self, where: ValuePlace) -> StoredValues:
        """What is there."""
        return self._secret(where) if where.kind == SECRETS else self._parameter(where)

    def refuse_owned(self, where: ValuePlace, held: StoredValues) -> None:
        """Raise ConfigurationError for what a stack, a function or another service of AWS fills in."""
        path = where.path(self._environment)
        if where.kind == SECRETS:
            found, _ = self._ask("secretsmanager", "describe_secret", where, SecretId=path)
            if found.get("RotationEnabled"):
                raise ConfigurationError(f"{where}: a function rotates it; let it: aws secretsmanager rotate-secret")
            if owner := found.get("OwningService"):
                raise ConfigurationError(f"{where}: {owner} fills it in")
            if not held.exists and where.group in SLUGS:
                raise ConfigurationError(f"{where}: the stack {where.group} makes its own secrets; deploy it first")
        elif held.exists and (stack := self._stack_of(path)):
            raise ConfigurationError(f"{where}: the stack {stack} makes it; change it there")

    def put(self, where: ValuePlace, value: Any, held: StoredValues) -> str:
        """Put a value there, where it is another one; what that was: `created`, `changed` or `unchanged`."""
        text = secret_text(value) if where.kind == SECRETS else parameter_text(value)
        same = held.value == value if isinstance(value, dict) else held.text == text
        if same:
            return "unchanged"
        if where.kind == SECRETS:
            self._put_secret(where, text, held)
        else:
            self._put_parameter(where, value, text, held)
        return "changed" if held.exists else "created"

    def _stack_of(self, path: str) -> str:
        """The stack that a parameter is of (CloudFormation API reference, DescribeStackResources)."""
        found, code = self._account.ask(
            "cloudformation", self._environment.region, "describe_stack_resources", PhysicalResourceId=path
        )
        if code not in ("", _NO_STACK):
            raise ConfigurationError(f"AWS: cloudformation describe_stack_resources of {path}: {code}")
        return next((str(one["StackName"]) for one in found.get("StackResources", ())), "")

    def _secret(self, where: ValuePlace) -> StoredValues:
        path = where.path(self._environment)
        found, code = self._ask("secretsmanager", "describe_secret", where, SecretId=path)
        if code or found.get("DeletedDate"):
            return StoredValues()
        value, code = self._ask("secretsmanager", "get_secret_value", where, SecretId=path)
        stages = [stage for one in found.get("VersionIdsToStages", {}).values() for stage in one]
        return StoredValues(value.get("SecretString"), exists=True, replaced="AWSPREVIOUS" in stages)

    def _parameter(self, where: ValuePlace) -> StoredValues:
        found, code = self._ask("ssm", "get_parameter", where, Name=where.path(self._environment), WithDecryption=True)
        if code:
            return StoredValues()
        return StoredValues(found["Parameter"]["Value"], exists=True, type=found["Parameter"]["Type"])

    def _put_secret(self, where: ValuePlace, text: str, held: StoredValues) -> None:
        path = where.path(self._environment)
        if held.exists:
            self._ask("secretsmanager", "put_secret_value", where, SecretId=path, SecretString=text)
        else:
            self._ask(
                "secretsmanager", "create_secret", where,
                Name=path, SecretString=text, KmsKeyId=self._key, Tags=self._tags(where),
            )  # fmt: skip

    def _put_parameter(self, where: ValuePlace, value: Any, text: str, held: StoredValues) -> None:
        secure = held.type == "SecureString" or names_a_secret(where.name) or bool(kind_of_secret(text))
        given: dict[str, Any] = {"Type": "StringList" if isinstance(value, list) else "String"}
        if secure:
            given = {"Type": "SecureString", "KeyId": self._key}
        path = where.path(self._environment)
        if held.exists:  # tags are taken with the first value only
            self._ask("ssm", "put_parameter", where, Name=path, Value=text, Overwrite=True, **given)
        else:
            self._ask("ssm", "put_parameter", where, Name=path, Value=text, Tags=self._tags(where), **given)

    @property
    def _key(self) -> str:
        return self._environment.names("kms").alias(KeyPurpose.SECRETS)

    def _tags(self, where: ValuePlace) -> list[dict[str, str]]:
        tags = {**environment_tags(self._environment), "Service": where.group}
        if where.kind == SECRETS:
            tags["DataClass"] = DataClass.HIGHLY_CONFIDENTIAL
        return [{"Key": key, "Value": str(value)} for key, value in sorted(tags.items())]

    def _ask(self, service: str, operation: str, where: ValuePlace, **arguments: Any) -> tuple[dict[str, Any], str]:
        answer, code = self._account.ask(service, self._environment.region, operation, **arguments)
        if code not in ("", *_NOT_THERE):
            raise ConfigurationError(f"AWS: {service} {operation} of {where}: {code}")
        return answer, code


def secret_text(value: Any) -> str:
    """A secret's value as Secrets Manager holds it."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if isinstance(value, dict) else str(value)
