"""How much one template may be: whatever stands in a file, reading it ends, and soon."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

from constructs_lib.kernel.errors import ConfigurationError, closest, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_DEPTH = 200  # what Python's own stack bears, however deep the rules go into a value


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most. CloudFormation takes templates of 1 MB with 500 resources ("CloudFormation quotas").

    `file_bytes`: of one file. `values`: in one template, each alias and merge key of YAML counted wherever it unfolds.
    `depth`: mappings and lists within each other, 200 at the most. `loop_rounds` and `loop_values`: how often the loops
    of one template go round, and what they make: each value, and each hundred characters of text.
    """

    file_bytes: int = 33_554_432
    values: int = 1_000_000
    depth: int = _MOST_DEPTH
    loop_rounds: int = 2_000
    loop_values: int = 200_000

    @classmethod
    def of(cls, given: Iterable[str], where: str) -> Self:
        """The limits with some set otherwise: `file-bytes=1000000`. Raises ConfigurationError for anything else."""
        limits, names = cls(), limit_names()
        for one in given:
            name, _, number = one.partition("=")
            if name not in names:
                raise ConfigurationError(f"{where}: {name}: no such limit{closest(name, names)}")
            most = _MOST_DEPTH if name == "depth" else 10**12
            if not (number.isascii() and number.isdecimal() and len(number) < 20 and 1 <= int(number) <= most):
                raise invalid(f"{where}: {name}", number, f"a whole number from 1 to {most:,}")
            limits = replace(limits, **{name.replace("-", "_"): int(number)})
        return limits


def limit_names() -> list[str]:
    """The limits by the names that they are set by."""
    return [field.name.replace("_", "-") for field in fields(Limits)]


DEFAULT = Limits()
"""What holds where nobody says otherwise."""
