"""What is looked at: a version of an object, a parameter, the variables of a function; and what names them."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["object", "parameter", "function"]


@dataclass(frozen=True)
class Subject:
    """One thing that may hold a secret; `container` is the bucket of an object, `version` its version."""

    kind: Kind
    name: str
    container: str = ""
    version: str = ""

    @property
    def id(self) -> str:
        """Its case: the same whenever it is looked at, so that every step finds what was done before."""
        return hashlib.sha256(f"{self.kind}\0{self.container}\0{self.name}\0{self.version}".encode()).hexdigest()[:32]

    def __str__(self) -> str:
        """How a person finds it."""
        if self.kind == "object":
            return f"s3://{self.container}/{self.name} (version {self.version})"
        return f"{self.kind} {self.name}"

    def as_document(self) -> dict[str, str]:
        """As JSON."""
        return asdict(self)


def subjects_of(event: dict[str, Any]) -> Iterator[Subject]:
    """What an event names; nothing for an event of another kind.

    Sources: S3 User Guide, "Event message structure" for EventBridge; CloudTrail User Guide, "Record contents": Systems
    Manager's PutParameter, Lambda's CreateFunction20150331 and UpdateFunctionConfiguration20150331v2.
    """
    detail = event.get("detail") or {}
    if event.get("source") == "aws.s3":
        item = detail["object"]
        # EventBridge gives the key as it is; a notification of S3 itself would have it encoded for an address.
        yield Subject("object", item["key"], detail["bucket"]["name"], item.get("version-id", ""))
        return
    given = detail.get("requestParameters") or {}
    if detail.get("eventName") == "PutParameter":
        yield Subject("parameter", given["name"])
    elif str(detail.get("eventName", "")).startswith(("CreateFunction", "UpdateFunctionConfiguration")):
        yield Subject("function", unquote_plus(given["functionName"]).rpartition(":function:")[2])
