"""Whose secrets and parameters are meant, and how long a value is good: from the environment, in Lambda and ECS alike.

`variables` of constructs_lib's GovernedRuntimeReader has the four names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from governed_runtime.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = ("environment", "organization", "project", "service")
_DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of a client.

    Attributes:
        environment: `dev`, `stg`, `prod`.
        organization: the first part of a secret's name.
        project: the first part of a parameter's name.
        service: the second part of its own secrets' names.
        ttl_seconds: how long a value is used without asking, 1 to 86,400.
        stale_seconds: how much longer it is used while AWS cannot be asked, 0 to 86,400.
    """

    environment: str
    organization: str
    project: str
    service: str
    ttl_seconds: float = 300
    stale_seconds: float = 3_600

    def __post_init__(self) -> None:
        _check("GOVERNED_TTL_SECONDS", self.ttl_seconds, least=1)
        _check("GOVERNED_STALE_SECONDS", self.stale_seconds, least=0)

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Settings:
        """From `GOVERNED_ENVIRONMENT`, `_ORGANIZATION`, `_PROJECT`, `_SERVICE`, `_TTL_SECONDS` and `_STALE_SECONDS`.

        Raises SettingsError for a name that is missing and for seconds that are no number or out of bounds.
        """
        missing = [_variable(name) for name in _NAMES if not variables.get(_variable(name))]
        if missing:
            raise SettingsError(f"{', '.join(missing)}: not set; `variables` of GovernedRuntimeReader has them")
        environment, organization, project, service = (variables[_variable(name)] for name in _NAMES)
        return cls(
            environment=environment,
            organization=organization,
            project=project,
            service=service,
            ttl_seconds=_seconds("ttl_seconds", variables, cls.ttl_seconds),
            stale_seconds=_seconds("stale_seconds", variables, cls.stale_seconds),
        )

    def secret_path(self, name: str) -> str:
        """`db` is this service's, `common/api-key` another's; an ARN and a whole path stay as they are."""
        if name.startswith(("/", "arn:")):
            return name
        service, _, last = name.rpartition("/")
        return f"/{self.organization}/{service or self.service}/{self.environment}/{last}"

    def parameter_path(self, name: str) -> str:
        """`features/x` is `/<project>/<environment>/features/x`; a whole path stays as it is."""
        return name if name.startswith("/") else f"/{self.project}/{self.environment}/{name}"


def _variable(name: str) -> str:
    return f"GOVERNED_{name.upper()}"


def _seconds(name: str, variables: Mapping[str, str], usual: float) -> float:
    given = variables.get(_variable(name), str(usual))
    try:
        return float(given)
    except ValueError:
        raise SettingsError(f"{_variable(name)}: given {given!r}; allowed: seconds, such as 300") from None


def _check(variable: str, seconds: float, *, least: float) -> None:
    if not math.isfinite(seconds) or not least <= seconds <= _DAY:
        raise SettingsError(f"{variable}: given {seconds}; allowed: {least} to {_DAY} seconds")
