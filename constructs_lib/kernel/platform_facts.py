"""What a service's environment file has of the platform: filled in, or held against it, from the platform's manifest.

The manifest comes with each release of the platform (`governed-cdk contract --write-manifest`), and lies beside a
service's `app.py` as `platform.json`. Without it nobody knows these values but the file that copies them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from constructs_lib.kernel.environment_names import FOLDER
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import (
    AccountId,
    AvailabilityZone,
    CertifiedDomain,
    GitHubOwner,
    HttpsUrl,
    Kebab,
    Region,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs_lib.kernel.output import Output
    from constructs_lib.kernel.setting_errors import Mistakes

PLATFORM = FOLDER.parent / "platform.json"
"""The platform's manifest in a service repository."""


class PlatformFacts(StrictModel):
    """What of an environment is the platform's to say, as an environment file has it."""

    account: AccountId
    region: Region
    dr_region: Region
    availability_zones: Annotated[tuple[AvailabilityZone, ...], Field(min_length=2, max_length=3)]
    organization: Kebab
    domain: CertifiedDomain
    github_owner: GitHubOwner
    runbook_url: HttpsUrl


def facts_of(name: str, path: Path = PLATFORM) -> Mapping[str, Any]:
    """The facts of an environment, by key of the environment file; none where there is no manifest or it has none.

    Raises ConfigurationError for a file that is no manifest, and for an environment that the platform does not have.
    """
    environments = _environments(path)
    if not environments:
        return {}
    if name not in environments:
        raise invalid(f"{path}: environments", name, f"one of the platform's: {', '.join(sorted(environments))}")
    facts: Mapping[str, Any] = environments[name]
    return {key: facts[key] for key in PlatformFacts.model_fields if key in facts}


def require_published(output: Output[Any], where: str, remedy: str, path: Path = PLATFORM) -> None:
    """Raise ConfigurationError where the platform's manifest says that the platform publishes no such output.

    Without a manifest nobody knows. `where` is who needs it, `remedy` what lets the platform publish it.
    """
    found = _read(path).get("publishes")
    if not isinstance(found, list):
        return
    published = {one.get("parameter") for one in found if isinstance(one, dict)}
    wanted = output.path("{env}")
    if wanted not in published:
        raise invalid(where, f"a platform that does not publish {wanted} ({path})", remedy)


def filled(given: Mapping[str, Any], facts: Mapping[str, Any], mistakes: Mistakes) -> dict[str, Any]:
    """What is given, with the facts. One that is given otherwise than the platform has it is noted as a mistake.

    Raises ConfigurationError, one line for them all, where neither the file nor a manifest has any.
    """
    if not facts and given.keys().isdisjoint(PlatformFacts.model_fields):
        keys = ", ".join(PlatformFacts.model_fields)
        raise ConfigurationError(
            f"{mistakes.source.name}: it has nothing of the platform; allowed: {keys}, or {PLATFORM} beside app.py, "
            "a release of the platform has it, as platform-manifest.json"
        )
    for key, fact in facts.items():
        if key in given and given[key] != fact:
            mistakes.add((key,), f"given {given[key]!r}; allowed: {fact!r}, as the platform has it ({PLATFORM})")
    return {**given, **facts}


def _read(path: Path) -> Mapping[str, Any]:
    """The manifest; empty where there is none."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: not readable as JSON: {error}") from None
    return found if isinstance(found, dict) else {"environments": None}


def _environments(path: Path) -> Mapping[str, Any]:
    environments = _read(path).get("environments", {})
    if not isinstance(environments, dict) or not all(isinstance(one, dict) for one in environments.values()):
        raise invalid(f"{path}: environments", environments, "the platform's manifest, of `governed-cdk contract`")
    return environments
