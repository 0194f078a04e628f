"""A DNS record in the platform's zone that leads out of AWS: a provider's name, a proof, where mail goes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from aws_cdk import aws_route53 as route53
from constructs import Construct

from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LABEL: Final = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
_NAME: Final = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_TARGET: Final = re.compile(rf"({_LABEL}\.)+(?!\d+\.?\Z){_LABEL}\.?")
_LONGEST: Final = 255  # bytes of a name: Route 53 Developer Guide, "DNS domain name format"
_LONGEST_TEXT, _PIECE = 4_000, 255  # "Supported DNS record types", TXT
_OF_AWS: Final = re.compile(r"\.(amazonaws\.com|cloudfront\.net|elasticbeanstalk\.com|awsglobalaccelerator\.com)\.?\Z")
_OUT_OF_AWS: Final = (
    "a name outside AWS; what is in AWS has its own, by GovernedLoadBalancer.alias, GovernedCdn or GovernedHttpApi"
)


class GovernedRecord(Construct):
    """A name `<name>.<domain>` for what is not of AWS, by one of `cname`, `txt` and `mx`.

    What is of AWS gets its name where it is made, as an alias, and loses both together: a CNAME stays, and whoever gets
    the name that it points to answers under ours.

    Args:
        zone: the platform's, `PlatformZone.read(self)`.
        name: what stands before the domain, in lower case; labels may begin with `_`. The
            domain itself is the platform's.
        cname: the full name that it stands for.
        txt: texts, 4,000 characters in all; what is longer than 255 is split, as DNS wants it.
        mx: mail servers, each with its priority, 0 to 65,535; the lowest is asked first.
        ttl_seconds: how long resolvers keep it, 60 to 172,800.

    Raises:
        ConfigurationError: none or several of the three, a name or target that is none, or a CNAME to what is of AWS.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        zone: route53.IHostedZone,
        name: str,
        cname: str | None = None,
        txt: Sequence[str] = (),
        mx: Mapping[str, int] | None = None,
        ttl_seconds: int = 300,
    ) -> None:
        super().__init__(scope, id)
        self.host = f"{name}.{GovernedStack.of_construct(self).environment_settings.domain}"
        if not _NAME.fullmatch(name) or len(self.host) > _LONGEST:
            allowed = f"labels in lower case before the domain, such as mail or _dmarc.mail; {_LONGEST} characters"
            raise invalid(f"{self.node.path}: name", name, allowed)
        bounded(self.node.path, 60, 172_800, "seconds", ttl_seconds=ttl_seconds)
        values = {"CNAME": self._leads_to(cname), "TXT": self._says(txt), "MX": self._delivers_to(mx or {})}
        given = [type_ for type_, records in values.items() if records]
        if len(given) != 1:
            said = " and ".join(given).lower() or "none of them"
            raise ConfigurationError(f"{self.node.path}: given {said}; allowed: one of cname, txt and mx")
        self.record = route53.CfnRecordSet(
            self,
            "Resource",
            hosted_zone_id=zone.hosted_zone_id,
            name=f"{self.host}.",
            type=given[0],
            resource_records=values[given[0]],
            ttl=str(ttl_seconds),
        )

    def _leads_to(self, target: str | None) -> list[str]:
        if not target:
            return []
        where = f"{self.node.path}: cname"
        if _OF_AWS.search(target):
            raise invalid(where, target, _OUT_OF_AWS)
        if target.rstrip(".") == self.host:
            raise invalid(where, target, "another name than its own")
        return [_checked(where, target)]

    def _says(self, texts: Sequence[str]) -> list[str]:
        where = f"{self.node.path}: txt"
        if isinstance(texts, str):
            raise invalid(where, texts, "a list of texts")
        for text in texts:
            if not text or not text.isascii() or not text.isprintable():
                raise invalid(where, text, "printable ASCII, one character or more")
        bounded(where, 0, _LONGEST_TEXT, "characters in all", length=sum(map(len, texts)))
        return [_quoted(text) for text in texts]

    def _delivers_to(self, servers: Mapping[str, int]) -> list[str]:
        where = f"{self.node.path}: mx"
        for server, priority in servers.items():
            bounded(f"{where}: {server}", 0, 65_535, priority=priority)
        return [f"{priority} {_checked(where, server)}" for server, priority in servers.items()]


def _checked(where: str, target: str) -> str:
    if len(target) > _LONGEST or not _TARGET.fullmatch(target):
        raise invalid(
            where, target, f"a full name in lower case such as u1.wl.example.net, {_LONGEST} characters at most"
        )
    return target


def _quoted(text: str) -> str:
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    return " ".join(json.dumps(piece) for piece in pieces)
