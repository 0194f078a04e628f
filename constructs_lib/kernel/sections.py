"""Records of settings out of a mapping, each mistake a line; and which sections an environment file may have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.setting_errors import closest, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SCHEMA = "schema.json"

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], data: Any, source: str, mistakes: list[str], *prefix: str) -> M | None:
    """The record that `data` makes; None where it makes none, with a sentence more in `mistakes` for each reason."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        mistakes += [sentence(source, model, item, *prefix) for item in error.errors()]
        return None


def unknown_sections(given: Iterable[str], known: Iterable[str], source: str) -> list[str]:
    """A sentence for each section that belongs to no stack."""
    known = set(known)
    return [f"{source}: stacks.{slug}: unknown stack{closest(slug, known)}" for slug in given if slug not in known]


def sections_of_schema(folder: Path) -> dict[str, Any]:
    """The JSON schema of each section that the folder's `schema.json` knows; none where there is no such file."""
    return dict(read_schema(folder).get("properties", {}).get("stacks", {}).get("properties", {}))


def read_schema(folder: Path) -> dict[str, Any]:
    """The committed schema of the environment files, which `make docs` writes; empty where there is none."""
    path = folder / SCHEMA
    if not path.is_file():
        return {}
    try:
        schema: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise ConfigurationError(f"{path}: not the schema of environments; run make docs") from None
    return schema
