"""`governed-cdk catalogue`: facts about every CloudFormation type, from the schemas inside cfn-lint."""

from __future__ import annotations

import importlib.resources
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import typer

import aspects.catalogue

TARGET = Path(aspects.catalogue.__file__).with_name("tags.json")
_REGION = "ap-northeast-2.json"


def render() -> str:
    """The catalogue as JSON text. Needs cfn-lint, a development dependency."""
    schemas = importlib.resources.files("cfnlint") / "data" / "schemas"
    date = json.loads((schemas / "version.json").read_text())["schema_date"][:10]
    types: dict[str, dict[str, list[str]]] = {"list": defaultdict(list), "map": defaultdict(list)}
    for name, digest in sorted(json.loads((schemas / "providers" / _REGION).read_text()).items()):
        schema = json.loads((schemas / "resources" / f"{digest}.json").read_text())
        found = _tagging(schema)
        if found:
            types[found[1]][found[0]].append(name)
    return json.dumps({"schema_date": date, "types": types}, indent=1, sort_keys=True) + "\n"


def _tagging(schema: dict[str, Any]) -> tuple[str, str] | None:
    """The tag property and its shape, or None where the type takes no tags after its creation or at all."""
    facts = schema.get("tagging", {})
    name = facts.get("tagProperty", "/properties/Tags").rsplit("/", 1)[-1]
    if not facts.get("taggable", name in schema["properties"]) or name not in schema["properties"]:
        return None
    if f"/properties/{name}" in schema.get("readOnlyProperties", []):
        return None
    property_ = _resolve(schema, schema["properties"][name])
    if "items" not in property_:
        return name, "map"
    keys = set(_resolve(schema, property_["items"]).get("properties", {}))
    return (name, "list") if keys >= {"Key", "Value"} else None


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = schema
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def catalogue() -> None:
    """Write aspects/catalogue/tags.json anew from the schemas of the installed cfn-lint."""
    TARGET.write_text(render(), encoding="utf-8")
    typer.echo(f"wrote {TARGET.name}, schemas of {aspects.catalogue.schema_date()}")
