"""What may be spent on all the templates that are read together, whatever they hold: judging them ends, and soon."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Effort:
    """What is left of it. Where something is spent, answers become coarser, and none is lost.

    `worlds` that may be asked where many matter to one answer; after them, all branches are read together. `names`:
    choices that may be tried to tell worlds apart in words; after them, many choices are told without their ways.
    """

    worlds: int = 8_000
    names: int = 10_000
