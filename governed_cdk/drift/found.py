"""One drift: what differs where, how bad that is, and by what it is known the next time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from constructs_lib.kernel.naming import short_hash
from constructs_lib.kernel.secret_shapes import kind_of_secret, names_a_secret
from constructs_lib.runtime.notifier.slack_notifier.notice import Severity

__all__ = ["Drift", "DriftKind", "DriftPlace", "Severity", "Unread", "told"]

_LONGEST = 400


class DriftKind(StrEnum):
    """What happened to it."""

    CHANGED = "changed"
    DELETED = "deleted"
    BESIDE = "beside"
    """It carries our tags or our name, and is in no stack."""


@dataclass(frozen=True, slots=True)
class DriftPlace:
    """Where something is: a region, and a stack there; without a stack, what is beside all of them."""

    environment: str
    region: str
    stack: str = ""

    @property
    def key(self) -> str:
        """What issues of this place begin with."""
        return f"{self.environment}-{short_hash(f'{self.region}/{self.stack}')}"

    def __str__(self) -> str:
        return f"{self.stack} in {self.region}" if self.stack else self.region


@dataclass(frozen=True, kw_only=True)
class Drift:
    """One property of one resource that differs, a resource that is gone, or one that is there beside the stacks.

    `path` is the property; `resource` is the logical id, or the ARN or the name of what is in no stack. `expected` and
    `actual` are texts that may be shown: no secret is in them.
    """

    place: DriftPlace
    kind: DriftKind
    type: str
    resource: str
    physical: str = ""
    path: str = ""
    expected: str = ""
    actual: str = ""
    severity: Severity = Severity.WARNING

    @property
    def fingerprint(self) -> str:
        """By what it is the same one next time: where it is, never what it is."""
        return f"{self.place.key}-{short_hash(f'{self.resource}/{self.path}')}"

    @property
    def what(self) -> str:
        """Stack, resource and property in a line."""
        return " ".join(filter(None, (self.place.stack, self.resource, self.path)))


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, and why: nothing is known of it, neither that it drifted nor that it did not."""

    place: DriftPlace
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.why}"


def told(name: str, value: object) -> str:
    """A value as it may be shown: short, and nothing that is a secret by its name or by itself."""
    text = " ".join(str(value).split())
    if names_a_secret(name) or kind_of_secret(text):
        return "(not shown)"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
