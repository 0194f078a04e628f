"""JSON Schema's validator, loaded without the parsers of formats that nobody here checks.

Where `rfc3987-syntax` is installed, as it is beside cyclonedx-bom, jsonschema builds 39 parsers of addresses as it is
loaded: more than a second of each start. It does without where that package cannot be loaded.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def _absent(name: str) -> Iterator[None]:
    """Let nobody load a module, unless it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # Python's own mark for a module that cannot be loaded
    try:
        yield
    finally:
        del sys.modules[name]


with _absent("rfc3987_syntax"):
    from jsonschema import Draft202012Validator, ValidationError

__all__ = ["Draft202012Validator", "ValidationError"]
