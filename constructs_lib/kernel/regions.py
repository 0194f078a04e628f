"""The regions of AWS; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts import ZONES

if TYPE_CHECKING:
    from collections.abc import Sequence

REGIONS: Final = tuple(ZONES)
"""Commercial regions. China, GovCloud and the sovereign clouds are other partitions."""

GLOBAL_REGION: Final = "us-east-1"
"""Where the services that have no region of their own are at home, and where their events and metrics arrive.

CloudFront takes certificates of this region only (CloudFront Developer Guide, "Requirements for using SSL/TLS
certificates with CloudFront"). Route 53 sends query logs, takes DNSSEC keys and publishes the metrics of health checks
here only (Route 53 Developer Guide, "Public DNS query logging", "Working with customer managed keys for DNSSEC",
"Monitoring health checks using CloudWatch"). IAM and the root user write their events here (CloudTrail User Guide,
"Global service events").
"""

_COMPANIONS = "companion stacks of home stacks live in this one"


def check_regions(region: str, dr_region: str, availability_zones: Sequence[str]) -> None:
    """Refuse a home region, a region for recovery and zones that do not go together, with every mistake at once."""
    wrong = []
    if region == GLOBAL_REGION:
        wrong.append(invalid("region", region, f"another home region; {_COMPANIONS}"))
    if dr_region in (region, GLOBAL_REGION):
        allowed = f"another region than region ({region}) and {GLOBAL_REGION}; {_COMPANIONS}"
        wrong.append(invalid("dr_region", dr_region, allowed))
    if elsewhere := [zone for zone in availability_zones if not zone.startswith(region)]:
        wrong.append(invalid("availability_zones", ", ".join(elsewhere), f"zones of region {region}"))
    if len(set(availability_zones)) < len(availability_zones):
        wrong.append(invalid("availability_zones", ", ".join(availability_zones), "each zone once"))
    if wrong:
        raise ConfigurationError(*(mistake for error in wrong for mistake in error.mistakes))
