"""`governed-cdk docs`: everything in the repository that is generated, written from its one source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic.json_schema import GenerateJsonSchema

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.files import write_whole
from constructs_lib.observability.telemetry import render_all as render_telemetry
from governed_cdk.deployment.bootstrap import TEMPLATE, bootstrap_template, kept_environments, stock_template
from governed_cdk.pages.aws_facts import render_aws_facts
from governed_cdk.pages.contract import render_contract
from governed_cdk.pages.library import render_library
from governed_cdk.pages.nightly import read_night, render_night
from governed_cdk.pages.parity import render_parity
from governed_cdk.pages.rules import render_rules
from governed_cdk.pages.runtime_contract import FILE as RUNTIME_CONTRACT
from governed_cdk.pages.runtime_contract import render_runtime_contract
from governed_cdk.pages.scaffold import render_example, render_templates
from governed_cdk.pages.settings import render_settings

if TYPE_CHECKING:
    from constructs_lib.kernel.strict_model import StackSettings


def render_all() -> dict[Path, str]:
    """The text of every generated file by its path in the repository."""
    from governed_cdk.pages.interfaces import render_interfaces  # noqa: PLC0415 - it loads CDK, and --help every command

    pages = {
        RUNTIME_CONTRACT: render_runtime_contract(),
        TEMPLATE: bootstrap_template(stock_template(), kept_environments()),
        Path("constructs_lib/stack/interfaces.pyi"): render_interfaces(),
        Path("docs/aws-facts.md"): render_aws_facts(),
        Path("docs/contract.md"): render_contract(),
        Path("docs/library.md"): render_library(),
        Path("docs/parity.md"): render_parity(Path("docs/parity")),
        Path("docs/settings.md"): render_settings(),
        Path("environments/schema.json"): render_schema(),
    }
    pages |= render_rules() | render_templates() | render_example()
    return pages | {Path(name): text for name, text in render_telemetry().items()}


def docs(
    *,
    nightly: Annotated[
        Path | None, typer.Option(help="What make nightly has found: write docs/nightly.md from it, and nothing else.")
    ] = None,
) -> None:
    """Write the generated pages, the settings schema, the bootstrap template and the dashboards anew."""
    pages = {Path("docs/nightly.md"): render_night(read_night(nightly))} if nightly else render_all()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text)
            typer.echo(f"wrote {path}")


def render_schema() -> str:
    """The JSON schema of an environment file, with the settings of every stack, for editors."""
    from stacks import discover  # noqa: PLC0415 - the wheel ships without stacks; only this repository documents them

    schema = Environment.model_json_schema()
    definitions = schema.setdefault("$defs", {})
    stacks = {}
    for stack in sorted(discover(), key=lambda stack: stack.slug):
        section, nested = _section(stack.slug, stack.settings_type)
        definitions |= nested
        stacks[stack.slug] = section
    # With nothing after the colon they are sections without settings.
    schema["properties"]["governance"] = {"anyOf": [schema["properties"]["governance"], {"type": "null"}]}
    schema["properties"]["stacks"] = {
        "type": ["object", "null"],
        "description": "Settings by stack.",
        "additionalProperties": False,
        "properties": stacks,
    }
    schema["$schema"] = GenerateJsonSchema.schema_dialect
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"


def _section(slug: str, settings: type[StackSettings]) -> tuple[dict[str, object], dict[str, object]]:
    """One stack's schema and its definitions, whose names carry the stack: two stacks may both have a `Rule`."""
    text = json.dumps(settings.model_json_schema(ref_template=f"#/$defs/{slug}-{{model}}"))
    schema = json.loads(text)
    schema["type"] = [schema["type"], "null"]
    nested = {f"{slug}-{name}": body for name, body in schema.pop("$defs", {}).items()}
    return schema, nested
