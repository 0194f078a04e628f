"""The regions of AWS; pure."""

from __future__ import annotations

from typing import Final

from constructs_lib.kernel.facts import ZONES

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
