"""What an environment lets be deployed though no rule judged it: macros, types, addresses of templates; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.iam_patterns import covers

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Allowance:
    """One name, or what begins like it, with who answers for it until when; `where` is its line in the file."""

    allow: str
    reason: str
    owner: str
    until: str
    where: str

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Allowance:
        """What a synth wrote beside its templates. Raises KeyError for what it did not."""
        return cls(*(str(written[name]) for name in ("allow", "reason", "owner", "until", "where")))

    def means(self, name: str) -> bool:
        """Whether it is about a name."""
        return covers(self.allow, name)
