"""ACM: the certificate of the domain and its wildcard, and by setting its twin for CloudFront."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import (
    GLOBAL_REGION,
    Distinct,
    Email,
    GovernedAlarmReception,
    GovernedAlarmRelay,
    PlatformStack,
    StackSettings,
    contract,
)
from constructs_lib.platform import GovernedCertificate

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment


class Settings(StackSettings):
    """Settings of the acm stack."""

    us_east_1_certificate: bool = False
    """A second certificate in us-east-1, for CloudFront. Switch it on with the first distribution: ACM does not renew
    a certificate that nothing uses, and the expiry alarm would tell so."""
    alarm_emails: Distinct[Email] = ()
    """Who gets alarms of the us-east-1 certificate by e-mail straight from there, beside the platform's topics."""


class Stack(PlatformStack[Settings]):
    """The certificate, validated in the zone, and its expiry alarm."""

    slug = "acm"
    reads = (
        contract.KMS_MESSAGING_KEY_ARN,
        contract.ROUTE53_HOSTED_ZONE_ID,
        *contract.ALARM_TOPICS,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        zone = self.read(contract.ROUTE53_HOSTED_ZONE_ID)
        certificate = GovernedCertificate(self, "Certificate", domain=environment.domain, zone=zone)
        self.publish(contract.ACM_CERTIFICATE_ARN, certificate.certificate)
        if self.settings.us_east_1_certificate:
            self._for_cloudfront(environment.domain)

    def _for_cloudfront(self, domain: str) -> None:
        """The twin: proven by the record that the certificate at home has made, so it comes after it."""
        companion = self.companion(GLOBAL_REGION, region=GLOBAL_REGION)
        companion.add_stack_dependency(self, "is validated by the record that it makes")
        GovernedAlarmRelay(companion, "AlarmRelay", subscribers=self.settings.alarm_emails)
        GovernedAlarmReception(self, "RemoteAlarms", region=GLOBAL_REGION)
        twin = GovernedCertificate(companion, "Certificate", domain=domain, zone=None)
        companion.write_parameter(contract.ACM_US_EAST_1_CERTIFICATE_ARN, twin.certificate)
