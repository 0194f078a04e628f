"""What a stack publishes, as a reader at run time sees it: where it is, and which Python type it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True)
class Output(Generic[T]):
    """An output `/<environment>/<producer>/<name>`: `Output.string("orders", "queue-url")`.

    `contract` has those of the platform. An optional one is None where its producer does not publish it.
    """

    producer: str
    name: str
    is_list: bool = False
    is_optional: bool = False

    @classmethod
    def string(cls, producer: str, name: str) -> Output[str]:
        """A text: an ARN, a name, an address."""
        return cast("Output[str]", cls(producer, name))

    @classmethod
    def strings(cls, producer: str, name: str) -> Output[list[str]]:
        """Several."""
        return cast("Output[list[str]]", cls(producer, name, is_list=True))

    @classmethod
    def optional(cls, producer: str, name: str) -> Output[str | None]:
        """A text that is there while a setting of its producer says so."""
        return cast("Output[str | None]", cls(producer, name, is_optional=True))

    def path(self, environment: str) -> str:
        """The parameter that holds it."""
        return f"/{environment}/{self.producer}/{self.name}"

    def value(self, text: str) -> T:
        """What the parameter's text means."""
        return cast("T", text.split(",") if self.is_list else text)
