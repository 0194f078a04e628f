"""A rule as a service repository writes it, in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RULE = "topics-are-fifo"
PACK = '"""Rules of FileFlow."""\n\nPACK = "fileflow"\n'
TOPICS_ARE_FIFO = '''"""Topics are FIFO.

Judges FifoTopic.
"""

from aspects.judge.rule import Breach
from aspects.judge.template import as_bool

TYPES = ("AWS::SNS::Topic",)
WHY = "Our consumers depend on the order of messages."
FIX = "GovernedTopic(self, ..., fifo=True)"


def check(resource):
    """Judge a topic."""
    for place in resource.places("FifoTopic"):
        if as_bool(place.value) is not True:
            yield Breach("The topic keeps no order.", at=place.path)
'''


def written(folder: Path, *, pack: str = PACK, **files: str) -> Path:
    """A folder of rules: the one above, or others by the names of their files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text(pack)
    for name, text in (files or {"topics_are_fifo": TOPICS_ARE_FIFO}).items():
        (folder / f"{name}.py").write_text(text)
    return folder
