"""Finished templates, read and understood as far as they can be before a deploy."""

from aspects.judge.template.loading import load
from aspects.judge.template.model import EVERY, Place, Resource, Template, text_of
from aspects.judge.template.values import (
    ABSENT,
    OPAQUE,
    Import,
    Lookup,
    Partial,
    Reference,
    Unknown,
    as_bool,
    as_int,
    describe,
    is_known,
)

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
    "is_known",
    "load",
    "text_of",
]
