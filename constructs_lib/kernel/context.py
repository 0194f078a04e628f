"""What the CDK command line hands to an app, read before aws_cdk is there to read it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

CDK_JSON = Path("cdk.json")
# AWS CDK, "cx-api": the context of the command line; what is too long for a variable stands in a file beside it.
_VARIABLE, _OVERFLOW = "CDK_CONTEXT_JSON", "CONTEXT_OVERFLOW_LOCATION_ENV"


def read_cdk_json(path: Path = CDK_JSON) -> dict[str, Any]:
    """What a project tells the CDK command line; empty where there is no such file.

    Raises ConfigurationError for a file that is no JSON, no mapping, or has a `context` that is none.
    """
    if not path.is_file():
        return {}
    found: object = None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    except (OSError, ValueError):
        pass  # as what is no mapping
    if not isinstance(found, dict) or not isinstance(found.get("context", {}), dict):
        raise ConfigurationError(f"{path}: not readable as the settings of cdk: a mapping, context too")
    return found


def cdk_json_context() -> Mapping[str, Any]:
    """The context of `cdk.json`; empty where there is none. Raises ConfigurationError as `read_cdk_json`."""
    context: dict[str, Any] = read_cdk_json().get("context", {})
    return context


def command_line_context() -> Mapping[str, Any]:
    """The context of this run: that of `cdk.json`, and over it what the command line gives (`-c env=dev`)."""
    given = dict(cdk_json_context())
    overflow = os.environ.get(_OVERFLOW)  # noqa: TID251 - the CDK command line's own way to speak to an app
    if overflow and Path(overflow).is_file():
        given |= _mapping(Path(overflow).read_text(encoding="utf-8"), overflow)
    return given | _mapping(os.environ.get(_VARIABLE) or "{}", _VARIABLE)  # noqa: TID251 - as above


def _mapping(text: str, source: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ConfigurationError(f"{source}: not JSON: {error}") from None
    if not isinstance(found, dict):
        raise invalid(source, found, "a mapping")
    return found
