"""Finished templates, read and understood as far as they can be before a deploy."""

from aspects.judge.template.loading import load
from aspects.judge.template.model import Reference, Resource, Template, references
from aspects.judge.template.places import EVERY, Place, given
from aspects.judge.template.property_values import (
    ABSENT,
    OPAQUE,
    Import,
    Lookup,
    Partial,
    Unknown,
    describe,
    is_known,
    same_value,
    text_of,
    unsplit,
)
from aspects.judge.template.scalars import as_bool, as_int

__all__ = [
    "ABSENT",
    "EVERY",
    "OPAQUE",
    "Import",
    "Lookup",
    "Partial",
    "Place",
    "Reference",
    "Resource",
    "Template",
    "Unknown",
    "as_bool",
    "as_int",
    "describe",
    "given",
    "is_known",
    "load",
    "references",
    "same_value",
    "text_of",
    "unsplit",
]
