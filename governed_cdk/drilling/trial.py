"""What a store goes through in a drill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from governed_cdk.checkup.said import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.exceptions import ClientError

    from governed_cdk.checkup.said import Sentence
    from governed_cdk.drilling.outcome import ComeBack, Steps
    from governed_cdk.drilling.stores import DataStore


@dataclass(frozen=True)
class TwoRegions:
    """The account, the region that is lost, and the one that is left. `client` gives a boto3 client in a region."""

    account: str
    home: str
    left: str
    client: Callable[[str, str], Any]


class Trial(Protocol):
    """The way of one store through the drill, in this order. At its end only the region that is left is asked."""

    store: DataStore

    def write(self) -> None:
        """Put known data in, at home."""

    def copy(self) -> None:
        """Let the copies be made that are due, or wait for them."""

    def write_late(self) -> None:
        """Put more in, of which no copy is made any more."""

    def come_back(self, steps: Steps) -> ComeBack:
        """Get it back where the home region is lost."""


def refused(error: ClientError) -> Sentence:
    """What a service answered, as a problem."""
    return said("problem-refused", call=error.operation_name, code=error.response["Error"]["Code"])
