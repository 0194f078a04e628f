"""How each construct that only the platform's own stacks use is made, so that two of it stand in one stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import constructs_lib as lib
from constructs_lib import GovernedStack, Severity, allow, platform
from constructs_lib.platform.cloudtrail.security_alerts import ALERTS
from tests.constructs_lib.neighbours import STATEMENT, bucket, key, topic, trail_table, vpc

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct

    Make = Callable[[Construct, str], object]

TWICE: dict[str, Make] = {
    "GovernedAlarmTopic": lambda s, k: platform.GovernedAlarmTopic(
        s, "X", severity={"one": Severity.WARNING, "other": Severity.CRITICAL}[k]
    ),
    "GovernedAlertRules": lambda s, k: platform.GovernedAlertRules(
        s, "X", kind=k, display_name=k, key=key(s), alerts=ALERTS, emails=["team@example.com"]
    ),
    "GovernedAnalyzer": lambda s, k: platform.GovernedAnalyzer(s, "X", kind=k),
    "GovernedAnomalyMonitor": lambda s, k: platform.GovernedAnomalyMonitor(
        s, "X", kind=k, threshold_usd=1, topic=topic(s)
    ),
    "GovernedBudget": lambda s, k: platform.GovernedBudget(
        s, "X", kind=k, monthly_usd=1, actual_percent=[80], forecast_percent=[], topic=topic(s)
    ),
    "GovernedCertificate": lambda s, k: platform.GovernedCertificate(
        s, "X", kind=k, domain=f"{k}.example.com", zone=None
    ),
    "GovernedDeliveryStream": lambda s, k: platform.GovernedDeliveryStream(
        s, "X", kind=f"{k}-stream", bucket=bucket(s, k)
    ),
    "GovernedGitHubRole": lambda s, k: platform.GovernedGitHubRole(
        s,
        "X",
        kind=k,
        description="x",
        workflows=[platform.Workflow(owner="example-org", repository=k, branch="main")],
        statements=[allow(STATEMENT[0], on=STATEMENT[1])],
    ),
    "GovernedGrafanaWorkspace": lambda s, k: platform.GovernedGrafanaWorkspace(
        s,
        "X",
        kind=k,
        workspace_arn="arn:aws:aps:ap-northeast-2:111122223333:workspace/ws-1",
        topic=topic(s),
    ),
    "GovernedNotifier": lambda s, k: platform.GovernedNotifier(
        s,
        "X",
        kind=k,
        topics={Severity.WARNING: topic(s)},
        alarm_topic=GovernedStack.of_construct(s).topic(Severity.INFO),
    ),
    "GovernedPagerDuty": lambda s, k: platform.GovernedPagerDuty(s, "X", kind=k, topics={Severity.CRITICAL: topic(s)}),
    "GovernedPrometheusWorkspace": lambda s, k: platform.GovernedPrometheusWorkspace(s, "X", kind=k, rules={}),
    "GovernedRotationFunction": lambda s, k: platform.GovernedRotationFunction(s, "X", kind=k, vpc=vpc(s)),
    "GovernedSecretAge": lambda s, k: platform.GovernedSecretAge(s, "X", kind=k),
    "GovernedSlackChannel": lambda s, k: platform.GovernedSlackChannel(
        s, "X", kind=k, workspace_id="T0123456789", channel_id="C0123456789", topics=[topic(s)]
    ),
    "GovernedTrail": lambda s, k: platform.GovernedTrail(s, "X", kind=k, key=key(s), lifecycle=lib.ArchiveLifecycle()),
    "GovernedTrailTable": trail_table,
    "GovernedWorkgroup": lambda s, k: platform.GovernedWorkgroup(
        s, "X", kind=k, description="Questions", key=key(s), scan_limit_bytes=10_000_000
    ),
    "GovernedZone": lambda s, k: platform.GovernedZone(
        s, "X", domain=f"{k}.example.com", dnssec_key_arn="arn:aws:kms:us-east-1:111122223333:key/1"
    ),
}
ABROAD: dict[str, Make] = {
    "GovernedCdn": lambda s, k: lib.GovernedCdn(s, "X", kind=k, subdomain=k, origin="api.set-of.com"),
    "GovernedDnssecKey": lambda s, k: platform.GovernedDnssecKey(s, "X", kind=k),
    "GovernedHealthCheck": lambda s, k: platform.GovernedHealthCheck(s, "X", name=k, host=f"{k}.example.com"),
    "GovernedQueryLog": lambda s, k: platform.GovernedQueryLog(s, "X", domain=f"{k}.example.com", kind=k),
}
"""In us-east-1, where Route 53 and CloudFront want them."""
