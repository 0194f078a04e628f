"""GovernedCertificate: a public certificate validated by DNS, with an alarm before it expires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import part_of
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import CERTIFICATE
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsCertificate

if TYPE_CHECKING:
    from aws_cdk import aws_route53 as route53
    from constructs import Construct


class GovernedCertificate(IsCertificate):
    """A certificate of a domain and its wildcard, retained where data is protected.

    Both names are proven by one CNAME, which depends on the account and the domain alone, not on the region (ACM User
    Guide, "DNS validation"): a second certificate of the same names in another region needs no zone, as long as it is
    made after the first.

    Args:
        domain: the apex, such as `example.com`; the certificate holds `*.example.com` as well.
        zone: public zone of the domain, to hold the CNAME; None where the CNAME is there already.
        kind: tells two certificates of a stack apart, in their names; none for the only one.

    Raises:
        ConfigurationError: a wildcard as domain, or one longer than 64 characters with the wildcard's two (ACM).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        domain: str,
        zone: route53.IHostedZone | None,
        kind: str = "",
    ) -> None:
        super().__init__(scope, id)
        if "*" in domain or len(domain) > _LONGEST_DOMAIN:
            raise invalid(f"{self.node.path}: domain", domain, f"an apex of {_LONGEST_DOMAIN} characters at most")
        stack = GovernedStack.of_construct(self)
        name = stack.names.physical(part_of(kind, "wildcard"))
        resource = acm.Certificate(
            self,
            "Resource",
            certificate_name=name,
            domain_name=domain,
            subject_alternative_names=[f"*.{domain}"],
            validation=acm.CertificateValidation.from_dns(zone),
        )
        resource.apply_removal_policy(stack.retain)
        cdk.Tags.of(resource).add("Name", name)
        self.certificate: acm.ICertificate = resource
        GovernedAlarms(
            self,
            "Alarms",
            specs=CERTIFICATE,
            subject=part_of(kind, "certificate"),
            dimensions={"CertificateArn": resource.certificate_arn},
        )


# ACM: the first domain name, which becomes the subject's common name, has 64 characters at most.
_LONGEST_DOMAIN = 64
