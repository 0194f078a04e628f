"""`governed-cdk catalogue`: facts about every CloudFormation type, from the schemas inside cfn-lint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

import aspects.judge.catalogue
import constructs_lib.kernel.facts
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.yaml_file import read_yaml

TARGET = Path(aspects.judge.catalogue.__file__).with_name("types.json")
LIMITS = Path(constructs_lib.kernel.facts.__file__).with_name("setting_limits.json")
PERMISSIONS, ACTIONS = TARGET.with_name("permissions.json"), TARGET.with_name("actions.json")
OVERRIDES = TARGET.with_name("overrides.yaml")

# What templates ask of CloudFormation beside their resources: `governed_cdk/deploy_policy/beside.py`.
_BESIDE_HANDLERS = {
    "cloudformation:CreateChangeSet", "kms:ReEncryptFrom", "kms:ReEncryptTo", "lambda:InvokeFunction",
    "secretsmanager:GetSecretValue", "sns:Publish", "ssm:GetParameters", "s3:GetObject", "s3:GetObjectVersion",
}  # fmt: skip


def render() -> str:
    """The catalogue as JSON text, one line a type. Needs cfn-lint, a development dependency."""
    from governed_cdk.schemas.reader import schema_date, schemas  # noqa: PLC0415 - only this command needs cfn-lint

    overrides = dict(read_yaml(OVERRIDES))
    facts = {name: type_facts(schema, overrides) for name, schema in schemas().items()}
    lines = [f'"{name}": {json.dumps(said)}' for name, said in facts.items() if said]
    return f'{{"schema_date": "{schema_date()}", "types": {{\n' + ",\n".join(lines) + "\n}}\n"


def type_facts(schema: dict[str, Any], overrides: dict[str, Any]) -> dict[str, Any]:
    """What is to be said of one type: its tags, keys and name, whether it holds data, what is set at creation only."""
    from governed_cdk.schemas.create_only import create_only_facts  # noqa: PLC0415 - as above
    from governed_cdk.schemas.key_facts import key_facts  # noqa: PLC0415 - as above
    from governed_cdk.schemas.name_facts import name_fact  # noqa: PLC0415 - as above
    from governed_cdk.schemas.stateful import is_stateful  # noqa: PLC0415 - as above
    from governed_cdk.schemas.tag_facts import tag_fact  # noqa: PLC0415 - as above

    said = {
        "tags": tag_fact(schema, overrides),
        "keys": key_facts(schema, overrides),
        "name": name_fact(schema, overrides),
        "stateful": is_stateful(schema, overrides),
        "create_only": create_only_facts(schema, overrides),
    }
    return {key: value for key, value in said.items() if value}


def render_permissions() -> str:
    """What CloudFormation needs to handle each type, as JSON text, one line a type."""
    from governed_cdk.schemas.permissions import permission_facts  # noqa: PLC0415 - as above
    from governed_cdk.schemas.reader import schema_date, schemas  # noqa: PLC0415 - as above

    facts = {name: permission_facts(schema) for name, schema in schemas().items()}
    return _lines({"schema_date": schema_date()}, "types", facts)


def render_actions() -> str:
    """What each of those actions is about, as JSON text, one line a service. Needs parliament as well."""
    from governed_cdk.schemas import action_facts  # noqa: PLC0415 - as above
    from governed_cdk.schemas.permissions import permission_facts  # noqa: PLC0415 - as above
    from governed_cdk.schemas.reader import schemas  # noqa: PLC0415 - as above

    asked = {action for schema in schemas().values() for one in permission_facts(schema).values() for action in one}
    return _lines({"source": action_facts.source()}, "services", action_facts.service_facts(asked | _BESIDE_HANDLERS))


def _lines(head: dict[str, str], section: str, facts: dict[str, Any]) -> str:
    lines = [f'"{name}": {json.dumps(said, separators=(",", ":"))}' for name, said in facts.items() if said]
    return f'{json.dumps(head)[:-1]}, "{section}": {{\n' + ",\n".join(lines) + "\n}}\n"


def catalogue() -> None:
    """Write the catalogue and the limits of settings anew: schemas of the installed cfn-lint, actions of parliament."""
    from governed_cdk.schemas.limits import render_limits  # noqa: PLC0415 - as above

    written = {TARGET: render, LIMITS: render_limits, PERMISSIONS: render_permissions, ACTIONS: render_actions}
    for path, rendered in written.items():
        text = rendered()
        write_whole(path, text)
        typer.echo(f"wrote {path.name}, schemas of {aspects.judge.catalogue.schema_date()}")
