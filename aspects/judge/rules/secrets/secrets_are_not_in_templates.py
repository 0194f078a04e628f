"""Secrets are not in templates.

Judged is every property at any depth: passwords, tokens, keys by the name of the property or variable that holds them,
and what gives itself away (access keys of AWS, private keys, tokens with a provider's prefix, passwords in addresses);
scripts and inline code, where such a name is given a literal value; the default of a parameter that is used as one, or
that has `NoEcho`. Dynamic references, parameters without a default, names and ARNs of secrets are fine. A finding
never shows the secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.readings.secrets import assigned_secret, is_literal, is_secret_property
from aspects.judge.rule import Breach
from aspects.judge.template import as_bool
from constructs_lib.kernel.secret_shapes import kind_of_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

SINCE = "0.1.0"
AS_WRITTEN = True
WHY = "Whoever may read the template, the repository or the stack's history has the secret from then on."
FIX = (
    'secret = GovernedSecret(self, "Database", name="database", description="...").secret, '
    'then secret.secret_value_from_json("password") or ecs.Secret.from_secrets_manager(secret)'
)

BAD = """
Function:
  Type: AWS::Lambda::Function
  Properties:
    Code: {ZipFile: ""}
    Role: "{{resolve:ssm:/prod/api/role-arn}}"
    Environment: {Variables: {DB_PASSWORD: correct-horse}}
"""
GOOD = """
Function:
  Type: AWS::Lambda::Function
  Properties:
    Code: {ZipFile: ""}
    Role: "{{resolve:ssm:/prod/api/role-arn}}"
    Environment: {Variables: {DB_PASSWORD_SECRET_ARN: "{{resolve:ssm:/prod/api/password-arn}}"}}
Database:
  Type: AWS::RDS::DBInstance
  Properties: {MasterUserPassword: "{{resolve:secretsmanager:/connectly/api/prod/db:SecretString:password}}"}
"""

_PAIRS = {
    "Name": "Value", "Key": "Value", "ParameterName": "ParameterValue", "ParameterKey": "ParameterValue",
    "OptionName": "Value", "HeaderName": "HeaderValue",
}  # fmt: skip
_SCRIPTS = {"BuildSpec", "Command", "EntryPoint", "SecretString", "UserData", "ZipFile", "command", "content"}
_ELSEWHERE = {"PARAMETER_STORE", "SECRETS_MANAGER"}  # a CodeBuild variable of these types holds a name
_NOT_JUDGED = {"TokenValidityUnits", "Tags"}


def check(resource: Resource) -> Iterator[Breach]:
    """Walk through the properties, and what `cfn-init` takes from the metadata."""
    yield from _walk(resource.template, resource.properties, "")
    for name, value in resource.metadata.items():
        if str(name).startswith("AWS::CloudFormation::"):
            yield from _walk(resource.template, value, f"Metadata.{name}")


def _walk(template: Template, properties: Any, start: str) -> Iterator[Breach]:
    """Every value at any depth. A loop with a list of what is left, since it goes over whole templates."""
    left = [(properties, start, False)]
    while left:
        value, at, in_script = left.pop()
        if isinstance(value, str):
            yield from _text(value, at, in_script=in_script)
        elif isinstance(value, list):
            left += [(item, f"{at}[{index}]", in_script) for index, item in enumerate(value)]
        elif isinstance(value, dict):
            yield from _pairs(template, value, at)
            if "Ref" in value or "Fn::FindInMap" in value:
                yield from _named_elsewhere(template, value, at, in_script=in_script)
            for key, item in value.items():
                name = str(key)
                if name not in _NOT_JUDGED:
                    below = at if name.startswith("Fn::") else f"{at}.{name}" if at else name
                    if is_secret_property(name):
                        yield from _named(template, name, item, below)
                    left.append((item, below, in_script or name in _SCRIPTS))


def _text(text: str, at: str, *, in_script: bool) -> Iterator[Breach]:
    kind = kind_of_secret(text)
    if kind:
        yield Breach(f"It holds what looks like a secret: {kind}.", at=at)
    name = assigned_secret(text) if in_script else ""
    if name:
        yield Breach(f"It gives {name} a literal value.", at=at)


def _pairs(template: Template, value: dict[str, Any], at: str) -> Iterator[Breach]:
    """A variable, an option, a header: its name and its value stand side by side."""
    for name, holds in _PAIRS.items():
        named = value.get(name)
        if holds not in value or value.get("Type") in _ELSEWHERE:
            continue
        if isinstance(named, str) and is_secret_property(named):
            yield from _named(template, named, value[holds], f"{at}.{holds}".lstrip("."))


def _named(template: Template, name: str, value: Any, at: str) -> Iterator[Breach]:
    for found in template.alternatives(value):
        items = found if isinstance(found, list) else [found]
        if any(is_literal(one) for item in items for one in template.alternatives(item)):
            yield Breach(f"{name} is a literal value.", at=at)


def _named_elsewhere(template: Template, value: dict[str, Any], at: str, *, in_script: bool) -> Iterator[Breach]:
    """The default of a parameter, or an entry of a mapping, where it is used."""
    for found in template.alternatives(value):
        if isinstance(found, str):
            yield from _text(found, at, in_script=in_script)
    name = value.get("Ref")
    body = template.parameters.get(name) if isinstance(name, str) else None
    if isinstance(body, dict) and as_bool(body.get("NoEcho")) and is_literal(body.get("Default")):
        yield Breach(f"The parameter {name} has NoEcho, and a default that everybody can read.", at=at)
