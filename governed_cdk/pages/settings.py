"""docs/settings.md: every key of an environment file, those of each stack too, with what may stand there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.setting_words import allowed_in, variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.places import Place
    from constructs_lib.kernel.strict_model import StrictModel

    Schema = dict[str, Any]

_INTRODUCTION = """# Settings

What may stand in `environments/<env>.yaml`, from the settings of each stack (`make docs`). A dot goes one level down:
`tags.team` is `team:` under `tags:`; `[]` is each entry of a list, `<name>` each key of a mapping. A *required* key
must be there as soon as what holds it is. What is not named here is refused, with its line; your editor knows the same
from `environments/schema.json`.
"""
_HEAD = "| Key | May be | Default | Meaning |\n|---|---|---|---|"
_LONGEST_DEFAULT = 120
_REQUIRED, _EMPTY = "*required*", "nothing"


def render_settings() -> str:
    """The page."""
    from stacks import discover  # noqa: PLC0415 - the wheel ships without stacks; only this repository documents them

    parts = [_INTRODUCTION, "## Every environment", *_table(Environment, leave_out=("stacks",))]
    for stack in sorted(discover(), key=lambda stack: stack.slug):
        parts += [f"## {stack.slug}", f"Under `stacks: {stack.slug}:`.", *_table(stack.settings_type)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(model: type[StrictModel], *, leave_out: tuple[str, ...] = ()) -> list[str]:
    schema = model.model_json_schema()
    rows = [_row(schema, *found) for found in _settings(schema, schema, ()) if found[0][0] not in leave_out]
    return ["\n".join([_HEAD, *rows])] if rows else ["No settings."]


def _settings(root: Schema, node: Schema, above: Place) -> Iterator[tuple[Place, Schema, bool]]:
    """Each key below a node with its place, its schema and whether it must be there; what holds it comes before it."""
    for variant in variants(root, node):
        for name, child in variant.get("properties", {}).items():
            yield (*above, name), child, name in variant.get("required", ())
            yield from _settings(root, child, (*above, name))
        if "items" in variant:
            yield from _settings(root, variant["items"], (*above, 0))
        if isinstance(variant.get("additionalProperties"), dict):
            yield from _settings(root, variant["additionalProperties"], (*above, "<name>"))


def _row(root: Schema, place: Place, node: Schema, required: bool) -> str:  # noqa: FBT001 - as `_settings` gives it
    meaning = node.get("description") or next((one.get("description", "") for one in variants(root, node)), "")
    cells = (f"`{_key(place)}`", _allowed(root, place), _default(root, node, required=required), meaning)
    return f"| {' | '.join(' '.join(cell.replace('|', chr(92) + '|').split()) for cell in cells)} |"


def _allowed(root: Schema, place: Place) -> str:
    """What may stand at a place; of a list of values, what each of them may be."""
    words, each = allowed_in(root, place), allowed_in(root, (*place, 0))
    return words if each in ("another value", "a mapping") else f"{words}: each {each}"


def _key(place: Place) -> str:
    """`repositories[].name`."""
    return ".".join("[]" if isinstance(part, int) else part for part in place).replace(".[]", "[]")


def _default(root: Schema, node: Schema, *, required: bool) -> str:
    """What holds where the file says nothing, as YAML's own short form."""
    if required:
        return _REQUIRED
    value = node.get("default")
    if value is None or value in ("", [], {}):
        return _EMPTY
    if any("properties" in variant for variant in variants(root, node)):
        return "as below"
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= _LONGEST_DEFAULT else f"{len(value)} of them, in `stacks/`"
