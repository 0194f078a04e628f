"""How a failed deploy of an environment is explained."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from constructs_lib.kernel.facts.inference_profiles import regions_of
from constructs_lib.kernel.setting_kinds import Distinct, text
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Region

APAC = "apac.amazon.nova-pro-v1:0"
"""The profile where none is named: its requests stay in Asia and the Pacific."""

_WHERE = ("apac", "au", "ca", "eu", "global", "jp", "us", "us-gov")
_PROFILE = rf"(({'|'.join(_WHERE)})\.)?[a-z0-9-]+\.[a-z0-9][a-z0-9.:_-]{{1,120}}"


class DiagnosisSettings(StrictModel):
    """How a failed deploy of the environment is explained."""

    model: bool = True
    """Ask a model in Bedrock, too. The bootstrap stack then makes the role for it, which reads logs and asks."""
    profile: Annotated[str, *text("an inference profile or a model of Bedrock, by its id", _PROFILE)] = APAC
    """Inference profile, or model, by its id. One that begins with `global.` lets requests leave the continent."""
    region: Region | None = None
    """Region in which it is asked; where absent, the home region."""
    regions: Distinct[Region] = ()
    """Regions that the profile sends requests to; where absent, those of the facts table, which has the default's."""
    characters: Annotated[int, Field(ge=1_000, le=200_000)] = 24_000
    """How much evidence is told, in characters: what weighs least is left out first."""

    @property
    def model_id(self) -> str:
        """The model of the profile: its id without where it may run."""
        first, _, rest = self.profile.partition(".")
        return rest if first in _WHERE else self.profile

    @property
    def is_profile(self) -> bool:
        """Whether it is a profile, which sends requests to several regions, or a model of one."""
        return self.model_id != self.profile

    @property
    def is_global(self) -> bool:
        """Whether requests may leave the continent."""
        return self.profile.startswith("global.")

    def destinations(self, home: str) -> tuple[str, ...]:
        """The regions in which the model must be allowed; that in which it is asked where nothing is known."""
        asked = self.region or home
        known = self.regions or regions_of(self.profile, asked) or (asked,)
        return tuple(sorted({*known, asked}))
