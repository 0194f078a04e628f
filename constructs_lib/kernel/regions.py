"""The regions of AWS; pure."""

from __future__ import annotations

from typing import Final

# Commercial regions, from the AWS General Reference. China and GovCloud are other partitions.
REGIONS: Final = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1",
    "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1",
    "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
)  # fmt: skip

GLOBAL_REGION: Final = "us-east-1"
"""Where the services that have no region of their own are at home, and where their events and metrics arrive.

CloudFront takes certificates of this region only (CloudFront Developer Guide, "Requirements for using SSL/TLS
certificates with CloudFront"). Route 53 sends query logs, takes DNSSEC keys and publishes the metrics of health checks
here only (Route 53 Developer Guide, "Public DNS query logging", "Working with customer managed keys for DNSSEC",
"Monitoring health checks using CloudWatch"). IAM and the root user write their events here (CloudTrail User Guide,
"Global service events").
"""
