"""Physical names: `<env>-<service>-<kind>`, within each service's own length and alphabet, the same at every synth."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Container

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
KEBAB_ALLOWED = "kebab-case: lower-case letters, digits and single hyphens, a letter first"

_HASH_LENGTH = 8
_KIND = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def kebab(text: str) -> str:
    """Any identifier (PascalCase, snake_case, path) as kebab-case."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3-\2\4", text)
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-")


def pascal(text: str) -> str:
    """Kebab-case as PascalCase, for construct ids."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", text))


def shorten(name: str, max_length: int) -> str:
    """The name if it fits, else its head and a hash of the whole, so that two long names never become one."""
    if len(name) <= max_length:
        return name
    return f"{name[: max_length - _HASH_LENGTH - 1].rstrip('-')}-{short_hash(name)}"


def part_of(kind: str, part: str, *, usual: str = "") -> str:
    """What a part of a construct is called: `<kind>-<part>`, so that two of the construct can stand in one stack.

    Where the kind is none, or the usual one, it is the part alone: names that were given before stay.
    """
    return part if kind in ("", usual) else f"{kind}-{part}"


def apart(name: str, meaning: str, taken: Container[str]) -> str:
    """A name for what has a meaning, with a hash of that where another meaning has the name already."""
    return f"{name}{short_hash(meaning)}" if name in taken else name


def short_hash(text: str) -> str:
    """The first characters of a hash, for names: of the same text the same ones."""
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def _kind(text: str) -> str:
    if not _KIND.fullmatch(text):
        raise invalid("kind", text, "kebab-case: lower-case letters, digits and single hyphens")
    return text


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names for one service in one environment.

    Lengths are those of each service's own API: S3 63, IAM role 64, load balancer and target group 32, SQS 80,
    CloudWatch alarm 255, RDS identifier 63.
    """

    environment: str
    organization: str
    service: str
    account: str

    def physical(self, kind: str = "", *, max_length: int = 64, suffix: str = "") -> str:
        """`<env>-<service>-<kind>`; a kind that repeats the service, or none, gives `<env>-<service>`.

        The suffix ends it whole, whatever is cut: `GovernedStack.region_suffix` for a name that an account has once.

        Raises ConfigurationError for a kind that is not kebab-case.
        """
        parts = [self.environment, self.service]
        if kind and kind != self.service:
            parts.append(_kind(kind))
        tail = f"-{suffix}" if suffix else ""
        return shorten("-".join(parts), max_length - len(tail)) + tail

    def bucket(self, kind: str, *, suffix: str = "") -> str:
        """A bucket name, unique over all of S3 by the account id; suffix tells two regions apart."""
        tail = f"-{self.account}" + (f"-{suffix}" if suffix else "")
        return shorten(f"{self.environment}-{self.service}-{_kind(kind)}", 63 - len(tail)) + tail

    def log_group(self, kind: str) -> str:
        """`/<org>/<env>/<service>/<kind>`."""
        return f"/{self.organization}/{self.environment}/{self.service}/{kind}"

    def secret(self, name: str) -> str:
        """`/<org>/<service>/<env>/<name>`."""
        return f"/{self.organization}/{self.service}/{self.environment}/{name}"

    def alias(self, purpose: str) -> str:
        """`alias/<env>-<purpose>`."""
        return f"alias/{self.environment}-{purpose}"

    def identifier(self, kind: str) -> str:
        """A name for services without hyphens (Glue, Athena databases): `<env>_<service>_<kind>`."""
        return self.physical(kind).replace("-", "_")
