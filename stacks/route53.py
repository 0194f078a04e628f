"""Route 53: the public zone that every name of the platform lives in, its query log and its health checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import model_validator

from constructs_lib import (
    GLOBAL_REGION,
    Distinct,
    Domain,
    Email,
    GovernedAlarmReception,
    GovernedAlarmRelay,
    GovernedKey,
    Kebab,
    KeyArn,
    KeyPurpose,
    PlatformStack,
    StackSettings,
    StrictModel,
    UrlPath,
    contract,
    invalid,
    pascal,
    setting_kinds,
)
from constructs_lib.platform import (
    GovernedDnssecKey,
    GovernedHealthCheck,
    GovernedQueryLog,
    GovernedZone,
)

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment, GovernedStack


# ACM User Guide, "(Optional) Configure a CAA record": without one of them ACM cannot issue.
_AMAZON = ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com")


class HealthCheckSettings(StrictModel):
    """One address that Route 53 asks every 30 seconds, over HTTPS."""

    name: Kebab
    """First part of the host name, before the domain. What answers there must admit Route 53's health checkers."""
    path: UrlPath = "/healthz"
    """Path that answers 2xx or 3xx while all is well."""
    failure_threshold: Annotated[
        int, setting_kinds.within("AWS::Route53::HealthCheck.HealthCheckConfig.FailureThreshold")
    ] = 3
    """Checks in a row that decide, 1 to 10."""
    answers: bool = False
    """Whether something answers there, in a zone that is delegated: only then a failed check is an alarm."""


class Settings(StackSettings):
    """Settings of the route53 stack.

    Its us-east-1 companion exists while any of query_logging, health_checks and dnssec is on.
    """

    query_logging: bool = True
    """Log the zone's queries, in us-east-1, where Route 53 demands it."""
    health_checks: tuple[HealthCheckSettings, ...] = (HealthCheckSettings(name="atlantis"),)
    """Addresses that are watched from outside."""
    alarm_emails: Distinct[Email] = ()
    """Who gets their alarms by e-mail straight from us-east-1, beside the platform's topics: also while the home
    region is down."""
    caa_issuers: Distinct[Domain] = ("amazon.com",)
    """Certificate authorities that may issue for the domain and its wildcards; empty admits every authority."""
    dnssec: bool = False
    """Make the key that signs the zone. Signing begins with dnssec_key_arn."""
    dnssec_key_arn: KeyArn | None = None
    """ARN of that key, as `alias/<env>-route53-dnssec` in us-east-1 shows it after the first deployment. It cannot be
    known before: KMS makes up the id, Route 53 takes no alias, and nothing crosses regions. Then enter the DS record
    at the registrar; to stop signing, remove that record first."""

    @model_validator(mode="after")
    def _agree(self) -> Settings:
        if self.dnssec_key_arn and not self.dnssec:
            raise invalid("dnssec_key_arn", self.dnssec_key_arn, "none while dnssec is off")
        names = [check.name for check in self.health_checks]
        if len(set(names)) < len(names):
            raise invalid("health_checks", ", ".join(names), "each name once")
        if self.caa_issuers and not set(self.caa_issuers) & set(_AMAZON):
            allowed = f"none, or one of {', '.join(_AMAZON)} among them: ACM issues no certificate otherwise"
            raise invalid("caa_issuers", ", ".join(self.caa_issuers), allowed)
        return self

    def check_against(self, environment: Environment) -> None:
        """Refuse a key that does not sign for this account: Route 53 takes keys of us-east-1 only."""
        prefix = f"arn:aws:kms:{GLOBAL_REGION}:{environment.account}:key/"
        if self.dnssec_key_arn and not self.dnssec_key_arn.startswith(prefix):
            raise invalid("dnssec_key_arn", self.dnssec_key_arn, f"{prefix}...")


class Stack(PlatformStack[Settings]):
    """The zone at home, and in us-east-1 what Route 53 wants there."""

    slug = "route53"
    reads = (contract.KMS_MESSAGING_KEY_ARN, *contract.ALARM_TOPICS)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        settings, domain = self.settings, environment.domain
        if settings.query_logging or settings.health_checks or settings.dnssec:
            self._companion(domain)
        zone = GovernedZone(
            self,
            "Zone",
            domain=domain,
            query_log_group_arn=GovernedQueryLog.arn_of(domain, account=self.account)
            if settings.query_logging
            else None,
            caa_issuers=settings.caa_issuers,
            dnssec_key_arn=settings.dnssec_key_arn,
        ).zone
        self.publish(contract.ROUTE53_HOSTED_ZONE_ID, zone)
        self.publish(contract.ROUTE53_NAME_SERVERS, zone.hosted_zone_name_servers or [])

    def _companion(self, domain: str) -> None:
        """What must be in us-east-1. It comes before the zone, which logs there; it knows nothing of the zone."""
        companion = self.companion(GLOBAL_REGION, region=GLOBAL_REGION)
        self.add_stack_dependency(companion, "its zone logs there")
        if self.settings.query_logging:
            key = GovernedKey(companion, "LogsKey", purpose=KeyPurpose.LOGS)
            companion.provide(contract.KMS_LOGS_KEY_ARN, key.key)
            GovernedQueryLog(companion, "QueryLog", domain=domain)
        if self.settings.dnssec:
            GovernedDnssecKey(companion, "DnssecKey")
        if self.settings.health_checks:
            self._watch(companion, domain)

    def _watch(self, companion: GovernedStack, domain: str) -> None:
        """Health checks are global, but their metrics are in us-east-1: check, alarm and topic are made there."""
        GovernedAlarmRelay(companion, "AlarmRelay", subscribers=self.settings.alarm_emails)
        GovernedAlarmReception(self, "RemoteAlarms", region=GLOBAL_REGION)
        for check in self.settings.health_checks:
            GovernedHealthCheck(
                companion,
                f"{pascal(check.name)}HealthCheck",
                name=check.name,
                host=f"{check.name}.{domain}",
                path=check.path,
                failure_threshold=check.failure_threshold,
                answers=check.answers,
            )
