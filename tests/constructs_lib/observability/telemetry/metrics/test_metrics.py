"""Metrics are what AWS publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry.metrics import ALL, compute, log_metric, platform

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.metric import Metric

# Namespace -> dimension sets that the service publishes and that we use, from each service's documentation.
PUBLISHED: dict[str, set[tuple[str, ...]]] = {
    "AWS/ECS": {("ClusterName", "ServiceName")},
    "ECS/ContainerInsights": {("ClusterName", "ServiceName")},
    "AWS/ApplicationELB": {("LoadBalancer",), ("TargetGroup", "LoadBalancer")},
    "AWS/ApiGateway": {("ApiId",), ("ApiName",)},
    "AWS/CloudFront": {("Region", "DistributionId")},
    "AWS/States": {("StateMachineArn",)},
    "AWS/RDS": {("DBInstanceIdentifier",)},
    "AWS/ElastiCache": {("CacheClusterId",)},
    "AWS/Lambda": {("FunctionName",)},
    "AWS/CertificateManager": {("CertificateArn",)},
    "AWS/Route53": {("HealthCheckId",)},
    "AWS/SNS": {("TopicName",)},
    "AWS/SQS": {("QueueName",)},
    "AWS/EFS": {("FileSystemId",)},
    "AWS/DynamoDB": {("TableName",), ("Operation", "TableName")},
    "AWS/Firehose": {("DeliveryStreamName",)},
    "AWS/Logs": {("LogGroupName", "DestinationType", "FilterName")},
    "AWS/S3": {("SourceBucket", "DestinationBucket", "RuleId")},
    "AWS/Prometheus": {("Workspace",), ("Reason", "Workspace")},
    "Governed/Secrets": {("Environment",)},  # constructs_lib/runtime/secret_age publishes it
}


def dimensions_of(found: Metric) -> tuple[str, ...]:
    return (*(fixed for fixed, _ in found.fixed_dimensions), *found.dimensions)


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_metric_has_a_dimension_set_that_its_service_publishes(name: str) -> None:
    found = ALL[name]
    dimensions = dimensions_of(found)
    todo = f"{found.namespace} {', '.join(dimensions)}: add it to PUBLISHED, when the service's page says so"
    assert dimensions in PUBLISHED.get(found.namespace, ()), todo


def test_no_dimension_set_is_listed_for_nobody() -> None:
    used = {(found.namespace, dimensions_of(found)) for found in ALL.values()}
    assert {(namespace, one) for namespace, sets in PUBLISHED.items() for one in sets} - used == set()


def test_utilisation_of_ecs_is_never_read_from_container_insights() -> None:
    names = {found.name for found in ALL.values() if found.namespace == "ECS/ContainerInsights"}
    assert names == {"RunningTaskCount", "DesiredTaskCount", "PendingTaskCount"}


def test_the_certificate_metric_has_the_name_that_acm_publishes() -> None:
    assert platform.ACM_DAYS_TO_EXPIRY.name == "DaysToExpiry"


def test_health_checks_and_cloudfront_are_read_in_us_east_1_and_nothing_else_names_a_region() -> None:
    regions = {(found.namespace, found.region) for found in ALL.values() if found.region}
    assert regions == {("AWS/Route53", "us-east-1"), ("AWS/CloudFront", "us-east-1")}


def test_host_counts_are_read_per_target_group() -> None:
    for found in (compute.ALB_HEALTHY_HOSTS, compute.ALB_UNHEALTHY_HOSTS):
        assert found.dimensions == ("TargetGroup", "LoadBalancer")


def test_a_log_metric_stays_out_of_the_namespaces_of_aws() -> None:
    assert log_metric(namespace="CustomLogs/Atlantis", name="errors", label="Errors").dimensions == ()
    with pytest.raises(ConfigurationError, match="namespace"):
        log_metric(namespace="AWS/Logs", name="errors", label="Errors")
