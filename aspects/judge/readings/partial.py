"""Text of which some parts are known only at the deploy: whether it can still turn out right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from aspects.judge.template import Partial

# What a part may turn out to be: nothing, a word, the beginning or the middle of a path, an alias, a suffix.
_STAND_INS = ("x", "", "/x/x", "/x/x/x", "/aws/x/x", "x/x", "alias/x", "alias/", "x.fifo", "x@x.io", "confidential")


def can_be(text: Partial, right: Callable[[str], bool]) -> bool:
    """Whether some value of the unknown parts makes the whole right: if not, what is known is already wrong."""
    return any(
        right("".join(part if isinstance(part, str) else stand_in for part in text.parts)) for stand_in in _STAND_INS
    )
