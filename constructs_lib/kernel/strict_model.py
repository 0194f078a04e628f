"""What every record of settings is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from constructs_lib.kernel.environment import Environment


class StrictModel(BaseModel):
    """A frozen record that refuses unknown keys and does not guess types: `yes` is no number, and 0 is not false."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


class StackSettings(StrictModel):
    """Settings of one stack. Each stack declares its own beside itself; defaults are those of production."""

    def check_against(self, environment: Environment) -> None:
        """Hold the settings against the environment that they are for, when its file is read.

        Raises ConfigurationError for what does not fit, with the key inside the section: `public_cidrs: given ...`.
        """
