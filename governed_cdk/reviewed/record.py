"""The record of a review: its parts, and the digest over all of them that a comment shows and a deploy is given.

The record stands beside the digest so that a deploy can say what differs. It need not be trusted: its own digest is
computed anew, and nothing but the digest that a person approved counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.files import read_regular, write_whole
from governed_cdk.reviewed.parts import Parts, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORD = "governed-cdk.reviewed.json"
"""What the gate calls the file."""

_LARGEST = 10_000_000  # bytes
_SHAPE = "what governed-cdk gate writes"


@dataclass(frozen=True)
class ReviewRecord:
    """What was reviewed: of an environment, against a commit of the base branch, with or without its account."""

    environment: str
    base: str
    parts: Parts
    account: Parts | None = None

    @property
    def digest(self) -> str:
        """`sha256:` and 64 digits, over everything."""
        return f"sha256:{digest_of([1, self.environment, self.base, self.parts, self.account])}"

    def differences(self, now: ReviewRecord) -> Iterator[str]:
        """What is not as it was reviewed, a line each."""
        if self.environment != now.environment:
            yield f"environment: reviewed for {self.environment}, this deploys {now.environment}"
        if self.base != now.base:
            yield f"base moved: reviewed against {self.base or 'no commit'}, it is {now.base or 'not said'} now"
        yield from _changed(self.parts, now.parts)
        if self.account is not None and now.account is not None:
            yield from self._drifted(self.account, now)

    def _drifted(self, account: Parts, now: ReviewRecord) -> Iterator[str]:
        """What of the account is another than at the review.

        A stack that has what was reviewed already has it from an earlier try of the same deploy.
        """
        there = now.account or {}
        for name in sorted(account.keys() | there.keys()):
            what, _, stack = name.partition(" ")
            done = what == "deployed" and there.get(name) == self.parts.get(f"template {stack}")
            if account.get(name) == there.get(name) or done:
                continue
            if what == "deployed":
                yield f"account drifted: {stack} was deployed by somebody else, or by hand, since the review"
            else:
                yield f"account drifted: a parameter that {stack} reads has another value than at the review"

    def write(self, path: Path) -> None:
        """Write the record. Raises ConfigurationError where that cannot be done."""
        said = {
            "version": 1, "digest": self.digest, "environment": self.environment, "base": self.base,
            "parts": self.parts, "account": self.account,
        }  # fmt: skip
        write_whole(path, json.dumps(said, indent=1, sort_keys=True) + "\n")


def read_record(path: Path) -> ReviewRecord:
    """The record in a file. Raises ConfigurationError for anything else in it."""
    text = read_regular(path, _LARGEST, "larger than 10 MB; allowed: a record of the gate")
    try:
        said = json.loads(text)
        parts, account = _parts(said["parts"]), said["account"]
        return ReviewRecord(
            str(said["environment"]), str(said["base"]), parts, None if account is None else _parts(account)
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise invalid(str(path), "something else", _SHAPE) from None


def _parts(said: Any) -> Parts:
    if not all(isinstance(value, str) for value in said.values()):
        raise TypeError
    return dict(said)


def _changed(old: Parts, new: Parts) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        what, _, which = name.partition(" ")
        if name not in new:
            yield f"{what} {which}: reviewed, and not in the assembly"
        elif name not in old:
            yield f"{what} {which}: in the assembly, and not reviewed"
        elif old[name] != new[name]:
            yield f"{what} {which}: not what was reviewed"


def refuse_unless_a_digest(given: str) -> None:
    """Raise ConfigurationError for what is no digest."""
    name, _, digits = given.partition(":")
    if name != "sha256" or len(digits) != 64 or set(digits) - set("0123456789abcdef"):
        raise invalid("--reviewed", given, "the digest of the gate's comment: sha256: and 64 digits")


def against(record: ReviewRecord, digest: str, now: ReviewRecord, *, production: bool) -> list[str]:
    """Why an assembly may not be deployed as reviewed; nothing where it may.

    Raises ConfigurationError where the record is of another review.
    """
    if record.digest != digest:
        raise ConfigurationError(f"--record: it is of {record.digest}, --reviewed is {digest}; give the one beside it")
    if production and record.account is None:
        return [f"{record.environment} needs a review with its account, and this has none: give the gate a plan role"]
    return list(record.differences(now))
