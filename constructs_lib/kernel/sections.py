"""The sections of an environment file: who knows them, and what their stacks make of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from constructs_lib.kernel.errors import ConfigurationError, shown
from constructs_lib.kernel.setting_errors import check_against, checked
from constructs_lib.kernel.strict_model import StackSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constructs_lib.kernel.environment import Environment
    from constructs_lib.kernel.setting_errors import Mistakes

SCHEMA = "schema.json"

S = TypeVar("S", bound=StackSettings)


def check_sections(
    given: Mapping[str, Any],
    environment: Environment | None,
    types: Mapping[str, type[S]] | None,
    mistakes: Mistakes,
) -> dict[str, S]:
    """The settings of each stack whose type is known, with every mistake noted.

    Sections that nobody here knows are refused where `types` are those of all stacks of the app, and must be mappings
    in any case. What a section says is also held against the environment, where that is right so far.
    """
    known = types or {}
    if types is not None:
        unknown_sections(given, known, mistakes)
    for slug, section in given.items():
        if slug not in known and section is not None and not isinstance(section, Mapping):
            mistakes.add(("stacks", slug), f"given {shown(section)}; allowed: a mapping")
    found = {}
    for slug, settings in known.items():
        section = given.get(slug)
        record = checked(settings, {} if section is None else section, mistakes, ("stacks", slug))
        if record is not None:
            found[slug] = record
    if environment and not mistakes:
        check_against(environment, found, mistakes)
    return found


def unknown_sections(given: Iterable[str], known: Iterable[str], mistakes: Mistakes) -> None:
    """Note each section that belongs to no stack."""
    known = set(known)
    for slug in given:
        if slug not in known:
            mistakes.add_unknown(("stacks", slug), "stack", known)


def sections_of_schema(folder: Path) -> dict[str, Any]:
    """The JSON schema of each section that the folder's `schema.json` knows; none where there is no such file."""
    schema = _read_schema(folder)
    sections = schema.get("properties", {}).get("stacks", {}).get("properties", {})
    return {slug: {**section, "$defs": schema.get("$defs", {})} for slug, section in sections.items()}


def _read_schema(folder: Path) -> dict[str, Any]:
    """The committed schema of the environment files, which `make docs` writes; empty where there is none."""
    path = folder / SCHEMA
    if not path.is_file():
        return {}
    try:
        schema: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise ConfigurationError(f"{path}: not the schema of environments; run make docs") from None
    return schema
