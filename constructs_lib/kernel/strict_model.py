"""What every record of settings is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A frozen record that refuses unknown keys and does not guess types."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class StackSettings(StrictModel):
    """Settings of one stack. Each stack declares its own beside itself; defaults are those of production."""
