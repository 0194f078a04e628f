"""Identity providers that many share, `identity_providers.yaml`: which claims say whose token it is."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.sourced import check_columns, check_source
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("identity_providers.yaml")
# What a claim's pattern must begin with, by what of it names the tenant: nothing that a wildcard leaves open.
_NAMED: Final = {
    "whole": re.compile(r"[^*?]+\Z"),
    "path": re.compile(r"[^*?/]+(/|\Z)"),
    "kind": re.compile(r"[^*?:]+:[^*?:/]+(?:[:/]|\Z)"),
}
_FILLED_IN = re.compile(r"\$\{[^}]*\}")


@functools.cache
def shared_providers(path: Path = FILE) -> Mapping[str, Mapping[str, str]]:
    """What names the tenant (`whole`, `path`, `kind`) by issuer and claim.

    Raises ConfigurationError for a row that lacks one of its columns, its page, or the day on which somebody looked.
    """
    rows = read_yaml(path).get("providers")
    if not isinstance(rows, list) or not rows:
        raise invalid(f"{path}: providers", rows, "a list of rows with issuer, claims, checked and source")
    found: dict[str, Mapping[str, str]] = {}
    for number, row in enumerate(rows):
        where = f"{path}: providers[{number}]"
        check_columns(where, row, {"issuer", "claims", "checked", "source"}, set())
        claims: Any = row["claims"]
        if not isinstance(claims, dict) or not claims or not set(map(str, claims.values())) <= set(_NAMED):
            raise invalid(f"{where}.claims", claims, f"a mapping of claims to one of {', '.join(_NAMED)}")
        check_source(where, row)
        found[str(row["issuer"])] = claims
    return found


def names_a_tenant(how: str, pattern: str) -> bool:
    """Whether the pattern of a claim fixes the tenant; `how` as in the table. What is filled in later fixes it."""
    return _NAMED[how].match(_FILLED_IN.sub("x", pattern)) is not None
