"""The four data classes, from harmless to secret."""

from __future__ import annotations

from enum import StrEnum

from constructs_lib.kernel.errors import invalid


class DataClass(StrEnum):
    """How sensitive data is. Ordered: a key may encrypt its own class and those below it."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    HIGHLY_CONFIDENTIAL = "highly-confidential"

    @property
    def rank(self) -> int:
        """0 for public up to 3 for highly-confidential."""
        return list(DataClass).index(self)

    def covers(self, other: DataClass) -> bool:
        """Whether protection made for this class is enough for data of the other class."""
        return self.rank >= other.rank


def check_data_class(given: object, where: str = "") -> None:
    """Refuse what is no class: any text would do for a tag. Raises ConfigurationError; None is not given."""
    if given is not None and not isinstance(given, DataClass):
        raise invalid(
            f"{where}: data_class".removeprefix(": "), given, ", ".join(f"DataClass.{one.name}" for one in DataClass)
        )
