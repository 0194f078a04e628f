"""What an environment is: whether customers see it, and whether its data may be thrown away."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.allowances import Allowance
from constructs_lib.kernel.level import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.kernel.level import Level

_PRODUCTION = "prod"
_DISPOSABLE = "dev"


@dataclass(frozen=True, slots=True)
class EnvironmentTraits:
    """What the rules ask of an environment: its file says it, and a synth keeps it beside its templates."""

    name: str
    """The environment, as in its resources' tags."""
    production: bool
    """Customers see it: databases span zones and tell of their load."""
    disposable: bool
    """It is made anew rather than mended: its data goes with the stack, so that the next one can come."""
    unknown: Level | None = None
    """What it weighs that nobody can know before the deploy, where its file says so."""
    unjudged: tuple[Allowance, ...] = ()
    """What may be deployed though no rule judged it."""

    @property
    def unknown_weighs(self) -> Level:
        """What that weighs, on exposure, keys and policies: an error where customers see it."""
        return self.unknown or ("error" if self.production else "warning")

    @classmethod
    def by_name(cls, name: object) -> EnvironmentTraits:
        """What holds where nobody says: prod is production, dev is disposable."""
        return cls(str(name), production=name == _PRODUCTION, disposable=name == _DISPOSABLE)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> EnvironmentTraits:
        """What `written` gave. Raises KeyError for what it did not."""
        unknown = written.get("unknown")
        known = unknown if unknown in LEVELS else None
        return cls(
            str(written["name"]),
            written["production"] is True,
            written["disposable"] is True,
            known,
            tuple(map(Allowance.read, written.get("unjudged", ()))),
        )

    def by_its_name(self) -> dict[str, Any]:
        """What of it a name alone tells, by key of the environment file."""
        return {"production": self.production, "disposable": self.disposable}

    def written(self) -> dict[str, Any]:
        """All of it, for a file."""
        return asdict(self)
