"""What viewers of a CloudFront distribution may connect with: its certificate decides as much as its security policy.

Source: CloudFront API Reference, ViewerCertificate. With the certificate of CloudFront itself "CloudFront automatically
sets the security policy to TLSv1 regardless of the value that you set"; with one of ACM or IAM a minimum has to be
stated, and TLSv1 is what CloudFormation sends where it is not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.override import override
from aspects.judge.readings.switches import ON, said
from aspects.judge.readings.transport import TLS12_VIEWERS, WANTED
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, OPAQUE, Partial, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Resource, Template

_AT = ("DistributionConfig", "ViewerCertificate")
_MINIMUM = "MinimumProtocolVersion"
_OWN = ("AcmCertificateArn", "IamCertificateId")
_CERTIFICATE = {
    "AcmCertificateArn": "<arn of a certificate in us-east-1>",
    "SslSupportMethod": "sni-only",
    _MINIMUM: WANTED["MinimumProtocolVersion"],
}
_FIX = "cloudfront.Distribution(self, ..., certificate=certificate, domain_names=[...])"


def old_viewers(distribution: Resource) -> Iterator[Breach]:
    """What lets viewers in by TLS 1.0 or 1.1."""
    if any(said(mode) == "tenant-only" for mode in distribution.values(_AT[0], "ConnectionMode")):
        return  # each tenant brings its certificate
    for place in distribution.places(*_AT):
        at = f"{place.path}.{_MINIMUM}"
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"ViewerCertificate is {describe(place.value)}.", at=at, unknown=True)
        elif place.value is ABSENT or (
            isinstance(place.value, dict) and _is_default(distribution.template, place.value)
        ):
            found = "It uses the certificate of CloudFront, with which viewers may always use TLSv1."
            yield Breach(found, at=at, fix=_FIX, patches=tuple(_with_own(distribution, place.value)))
        elif isinstance(place.value, dict):
            for minimum in distribution.template.places(place.value, _MINIMUM, at=place.path):
                for breach in _judged(minimum.value, minimum.path):
                    fix = override(minimum.path, WANTED[_MINIMUM])
                    patches = mended(distribution, Amendment(minimum.path, WANTED[_MINIMUM], minimum.value))
                    yield breach if breach.unknown else replace(breach, fix=fix, patches=patches)


def _with_own(distribution: Resource, certificate: Any) -> Iterator[Patch]:
    """A certificate of its own, which CloudFront takes for the names that it is for, and only from one region."""
    yield from mended(distribution, Amendment(".".join(_AT), _CERTIFICATE, certificate))
    if all(value is ABSENT for value in distribution.values(_AT[0], "Aliases")):
        yield from mended(distribution, Amendment(f"{_AT[0]}.Aliases", ["<domain name>"]))


def _is_default(template: Template, certificate: Any) -> bool:
    """Whether the certificate may be that of CloudFront: it is called for, or no other is there."""
    if not isinstance(certificate, dict):
        return certificate is ABSENT
    own = [[found.value for found in template.places(certificate, name)] for name in _OWN]
    if any(said(found.value) == ON for found in template.places(certificate, "CloudFrontDefaultCertificate")):
        return all(ABSENT in values for values in own)
    return all(value is ABSENT for values in own for value in values)


def _judged(minimum: Any, at: str) -> Iterator[Breach]:
    if minimum is ABSENT:
        yield Breach(f"{_MINIMUM} is absent, and so TLSv1.", at=at)
    elif isinstance(minimum, (*OPAQUE, Partial)):
        yield Breach(f"{_MINIMUM} is {describe(minimum)}.", at=at, unknown=True)
    elif not TLS12_VIEWERS.fullmatch(str(minimum).lower()):
        yield Breach(f"{_MINIMUM} is {minimum}.", at=at)
