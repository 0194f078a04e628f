"""Secrets are not in templates.

Judged is every property at any depth, metadata, and what stands beside the resources (outputs, parameters, mappings,
descriptions): passwords, tokens, keys by the name of the property or variable that holds them, and what gives itself
away (access keys of AWS, private keys, tokens with a provider's prefix, passwords in addresses); in scripts and inline
code, encoded or not, a literal value that such a name is given: text in quotes in code, which the property and the
first line tell, and bare words as well in a shell; the default of a parameter that is used as one, or that has
`NoEcho`, and such a parameter in an output. Dynamic references, parameters without a default, names and ARNs of
secrets, marks of pages and requests, and ids of Alexa skills are fine. Each secret is found, and accepted, by itself;
a finding never shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.secret_search import Search
from aspects.judge.readings.secret_sections import secrets_in_sections
from aspects.judge.template.whole import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

WHOLE = True
SINCE = "0.1.0"
MENDED = "0.2.0"
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

_OURS = ("governed-cdk", "aws:cdk:path")


def check(resource: Resource) -> Iterator[Breach]:
    """Search the properties and the metadata of a resource, or the sections of the template."""
    if resource.type == TEMPLATE:
        yield from secrets_in_sections(resource)
        return
    search, way = Search(resource.template), ("Resources", resource.logical_id)
    yield from search.below(resource.properties, "", (*way, "Properties"))
    for name, value in resource.metadata.items():
        if name not in _OURS:
            yield from search.below({str(name): value}, "Metadata", (*way, "Metadata"))
