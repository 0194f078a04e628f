"""What each action is about: its access level, and the ARNs that it takes.

Source: AWS's Service Authorization Reference
(https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html),
as parliament carries it.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.resources
import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEVELS = {"List": "L", "Read": "R", "Write": "W", "Tagging": "T", "Permissions management": "P"}


def source() -> str:
    """Where the facts come from, with the version."""
    return f"Service Authorization Reference, as in parliament {importlib.metadata.version('parliament')}"


def service_facts(actions: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By service: the form of each resource's ARN, and of each action its level and the resources that it takes.

    An action that the reference does not have is left out; one with a wildcard stands for all that it covers.
    """
    found: dict[str, dict[str, Any]] = {}
    for service, names in _by_service(actions).items():
        said = _reference().get(service)
        privileges = [one for one in said["privileges"] if _covered(one["privilege"], names)] if said else []
        if not said or not privileges:
            continue
        forms = {one["resource"]: one["arn"].removeprefix("arn:${Partition}:") for one in said["resources"]}
        taken = {one["privilege"]: _taken(one, forms) for one in privileges}
        found[service] = {"resources": dict(sorted(forms.items())), "actions": dict(sorted(taken.items()))}
    return dict(sorted(found.items()))


def _taken(privilege: dict[str, Any], forms: dict[str, str]) -> list[str]:
    """Its level, then its resources; one that every request has ends with `*`, as in the reference."""
    kinds = {one["resource_type"] for one in privilege["resource_types"] if one["resource_type"].strip("*") in forms}
    return [_LEVELS.get(privilege["access_level"], "W"), *sorted(kinds)]


def _by_service(actions: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for action in actions:
        service, _, name = action.partition(":")
        found.setdefault(service, set()).add(name.lower())
    return found


def _covered(name: str, wanted: set[str]) -> bool:
    low = name.lower()
    return low in wanted or any(low.startswith(one[:-1]) for one in wanted if one.endswith("*"))


@functools.cache
def _reference() -> dict[str, dict[str, Any]]:
    try:
        file = importlib.resources.files("parliament") / "iam_definition.json"
    except ModuleNotFoundError:
        raise ConfigurationError("parliament is not installed, and the reference is inside it: make setup") from None
    read = json.loads(file.read_text(encoding="utf-8"))
    merged: dict[str, dict[str, Any]] = {}
    for one in read:
        held = merged.setdefault(one["prefix"], {"privileges": [], "resources": []})
        held["privileges"] += one["privileges"]
        held["resources"] += one["resources"]
    return merged
