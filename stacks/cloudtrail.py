"""CloudTrail: the audit trail, queries on it, and alerts that arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from constructs_lib import (
    GLOBAL_REGION,
    MOST_DAYS,
    ArchiveLifecycle,
    DataClass,
    Distinct,
    Email,
    GovernedKey,
    KeyPurpose,
    PlatformStack,
    Region,
    RetentionDays,
    RoleName,
    StackSettings,
    contract,
    invalid,
    is_email,
    setting_kinds,
)
from constructs_lib.platform import (
    ALERTS,
    ANALYZER_FINDINGS,
    QUERIES,
    GovernedAlertForwarding,
    GovernedAlertRules,
    GovernedAnalyzer,
    GovernedDetector,
    GovernedTrail,
    GovernedTrailAlarms,
    GovernedTrailTable,
    GovernedWorkgroup,
    guardduty_findings,
)

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct

    from constructs_lib import Environment


_SCAN_LIMIT = "AWS::Athena::WorkGroup.WorkGroupConfiguration.BytesScannedCutoffPerQuery"
_MOST_SCANNED = 7 * 10**18  # Athena User Guide, "Configure per-query and per-workgroup data usage controls": 7 EB


class Settings(StackSettings):
    """Settings of the cloudtrail stack."""

    audit_roles: Distinct[RoleName] = ()
    """Roles that may read policy and grants of the audit key."""
    retention_days: RetentionDays = 365
    """How long CloudWatch keeps the trail's events, in days."""
    lifecycle: ArchiveLifecycle = ArchiveLifecycle(glacier_days=365)
    """Storage classes and end of the trail's files: 90 days, then Standard-IA, Glacier from a year, seven years."""
    object_lock_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = 365
    """Nobody, root included, may delete a file for so many days; null for no lock. Decide before the first deploy."""
    multi_region: bool = True
    """Record every region, and global services."""
    s3_data_events: bool = False
    """Record reads and writes of objects too. Charged by event."""
    lambda_data_events: bool = False
    """Record calls of functions too. Charged by event."""
    insights: Distinct[Literal["ApiCallRateInsight", "ApiErrorRateInsight"]] = ()
    """Unusual rates that CloudTrail looks for. Charged by event."""
    query_scan_limit_bytes: Annotated[int, setting_kinds.within(_SCAN_LIMIT, most=_MOST_SCANNED)] = 100_000_000_000
    """What one query may read before Athena stops it, in bytes; 10,000,000 or more."""
    alerts: bool = True
    """Send security alerts."""
    alert_emails: Distinct[Email] = ()
    """Who gets security alerts; the owner in tags.owner, where that is an e-mail address, when empty."""
    forward_from: tuple[Region, ...] = (GLOBAL_REGION,)
    """Regions whose alerts are forwarded home: us-east-1 for IAM and root, others for their console sign-ins."""
    guardduty: bool = True
    """Run GuardDuty. An account has one detector a region."""
    guardduty_regions: tuple[Region, ...] = (GLOBAL_REGION,)
    """Regions beside home with a detector, whose findings are sent home: us-east-1, where IAM and root are used."""
    guardduty_severity: Annotated[float, Field(ge=1, le=8.9)] = 4
    """Lowest severity of GuardDuty findings that are sent; medium begins at 4, high at 7."""
    access_analyzer: bool = True
    """Run IAM Access Analyzer. An account has one analyzer of external access a region."""

    @model_validator(mode="after")
    def _each_region_once(self) -> Settings:
        for name, regions in (("forward_from", self.forward_from), ("guardduty_regions", self.guardduty_regions)):
            if len(set(regions)) < len(regions):
                raise invalid(name, ", ".join(regions), "each region once")
        return self

    @model_validator(mode="after")
    def _locked_no_longer_than_kept(self) -> Settings:
        kept = self.lifecycle.expire_days
        if self.object_lock_days is not None and self.object_lock_days > kept:
            raise invalid("object_lock_days", self.object_lock_days, f"at most lifecycle.expire_days ({kept}), or null")
        return self


class Stack(PlatformStack[Settings]):
    """Audit trail, its queries and its alerts."""

    slug = "cloudtrail"
    reads = (contract.LOGGING_ACCESS_LOG_BUCKET_NAME, *contract.ALARM_TOPICS)
    data_class = DataClass.HIGHLY_CONFIDENTIAL

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        settings = self.settings
        key = GovernedKey(self, "Key", purpose=KeyPurpose.AUDIT, audit_roles=settings.audit_roles)
        self.publish(contract.CLOUDTRAIL_AUDIT_KEY_ARN, key.key)
        trail = GovernedTrail(
            self,
            "Trail",
            kind="trail",
            key=key.key,
            lifecycle=settings.lifecycle,
            object_lock_days=settings.object_lock_days,
            retention_days=settings.retention_days,
            multi_region=settings.multi_region,
            s3_data_events=settings.s3_data_events,
            lambda_data_events=settings.lambda_data_events,
            insights=settings.insights,
        )
        self.publish(contract.CLOUDTRAIL_TRAIL_ARN, trail.arn)
        self.publish(contract.CLOUDTRAIL_BUCKET_NAME, trail.bucket)
        trail.comes_after(key)
        self._queries(trail)
        if settings.alerts:
            trail.comes_after(GovernedTrailAlarms(self, "TrailAlarms", log_group=trail.log_group, alerts=ALERTS))
        self._alerts(trail, key.key, environment)

    def _queries(self, trail: GovernedTrail) -> None:
        workgroup = GovernedWorkgroup(
            self,
            "Queries",
            kind="queries",
            description="Questions to the audit trail",
            key=self.key(KeyPurpose.AUDIT),
            scan_limit_bytes=self.settings.query_scan_limit_bytes,
        )
        table = GovernedTrailTable(self, "Table", bucket=trail.bucket)
        table.save(QUERIES, workgroup)
        trail.comes_after(workgroup, table)

    def _alerts(self, trail: GovernedTrail, key: kms.IKey, environment: Environment) -> None:
        settings, owner = self.settings, environment.tags.owner
        alerts = list(ALERTS) if settings.alerts else []
        if settings.guardduty:
            trail.comes_after(GovernedDetector(self, "Detector"))
            alerts.append(guardduty_findings(settings.guardduty_severity))
        if settings.access_analyzer:
            trail.comes_after(GovernedAnalyzer(self, "Analyzer", kind="analyzer"))
            alerts.append(ANALYZER_FINDINGS)
        rules = GovernedAlertRules(
            self,
            "Alerts",
            kind="security",
            display_name="Security alerts",
            key=key,
            alerts=alerts,
            emails=settings.alert_emails or ((owner,) if is_email(owner) else ()),
        )
        trail.comes_after(rules)
        self.publish(contract.CLOUDTRAIL_SECURITY_TOPIC_ARN, rules.topic)
        self._elsewhere(environment.region)

    def _elsewhere(self, home: str) -> None:
        """What other regions have: a detector, and rules that send alerts home."""
        settings = self.settings
        forwarding = settings.forward_from if settings.alerts else ()
        detecting = settings.guardduty_regions if settings.guardduty else ()
        for region in dict.fromkeys((*forwarding, *detecting)):
            if region == home:
                continue
            there = self.companion(region, region=region)
            alerts = list(ALERTS) if region in forwarding else []
            if region in detecting:
                GovernedDetector(there, "Detector")
                alerts.append(guardduty_findings(settings.guardduty_severity))
            GovernedAlertForwarding(there, "Forwarding", home=home, alerts=alerts)
