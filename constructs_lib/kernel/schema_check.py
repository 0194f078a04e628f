"""The environment file of a run against the committed `environments/schema.json`: before CDK and the stacks are loaded.

The schema is what `make docs` makes of the stacks' settings. A slip in a file is then told in half a second; what a
schema cannot say, the stacks' own validation tells later.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.environment_names import DEFAULT, FOLDER
from constructs_lib.kernel.json_schema import Draft202012Validator
from constructs_lib.kernel.sections import sections_of_schema, unknown_sections
from constructs_lib.kernel.setting_errors import Mistakes
from constructs_lib.kernel.setting_words import allowed_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.kernel.json_schema import ValidationError
    from constructs_lib.kernel.places import Place

STACKS = Path("stacks")


def check_environment(context: Mapping[str, Any]) -> None:
    """Refuse the environment that the context names when its file is wrong; all mistakes at once.

    Raises ConfigurationError for mistakes in what every environment has, and in the sections that the folder's schema
    knows. A section whose `stacks/<slug>.py` is there and not in the schema yet waits for its class.
    """
    environment = Environment.load(str(context.get("env") or DEFAULT), FOLDER)
    sections = sections_of_schema(FOLDER)
    if not sections:
        return
    mistakes = Mistakes(environment.source)
    new = {path.stem.replace("_", "-") for path in STACKS.glob("*.py")}
    unknown_sections(environment.stacks, {*sections, *new}, mistakes)
    for slug, section in sections.items():
        given = environment.stacks.get(slug)
        if given is not None:
            _check(section, given, slug, mistakes)
    if mistakes:
        raise mistakes.error()


def _check(schema: dict[str, Any], given: Any, slug: str, mistakes: Mistakes) -> None:
    for error in sorted(Draft202012Validator(schema).iter_errors(given), key=lambda one: list(map(str, one.path))):
        nearest = _nearest(error)
        allowed = allowed_in(schema, tuple(nearest.absolute_path))
        _tell(nearest, ("stacks", slug, *nearest.absolute_path), allowed, mistakes)


def _nearest(error: ValidationError) -> ValidationError:
    """Of the branches of an `anyOf`, the one that the value has the type of."""
    typed = [one for one in error.context or () if one.validator != "type"]
    return _nearest(typed[0]) if len(typed) == 1 else error


def _tell(error: ValidationError, place: Place, allowed: str, mistakes: Mistakes) -> None:
    given, own = cast("Any", error.instance), cast("Any", error.schema)
    match error.validator:
        case "additionalProperties":
            known, patterns = own.get("properties", {}), own.get("patternProperties", {})
            for name in sorted(set(given) - set(known)):
                if not any(re.search(pattern, name) for pattern in patterns):
                    mistakes.add_unknown((*place, name), "key", known)
        case "required":
            for name in cast("Any", error.validator_value):
                if name not in given:
                    mistakes.add((*place, name), "missing; required")
        case _:
            mistakes.add(place, f"given {mistakes.source.given(place, given)}; allowed: {allowed}")
