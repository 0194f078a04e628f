"""How much of what a resource is billed for in a month: from its properties, and from what is assumed about its use.

Each function yields pairs of a price's id and a quantity in its unit. Where a property is not known before the deploy,
nothing is guessed: the pair is left out, or the id has no price, and the resource counts as unpriced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aspects.judge.template import as_bool
from governed_cdk.cost.billed import Billed

Quantities = Iterator[tuple[str, float]]


def _per_use(**ids: str) -> Callable[[Billed], Quantities]:
    """What is billed for assumed use alone: the names of uses, each with its price."""
    return lambda one: ((id_, one.used(what)) for what, id_ in ids.items())


def _each(id_: str, **ids: str) -> Callable[[Billed], Quantities]:
    """What is billed once a month, and for assumed use."""

    def quantities(one: Billed) -> Quantities:
        yield id_, 1
        yield from _per_use(**ids)(one)

    return quantities


def _nat(one: Billed) -> Quantities:
    yield "nat-hour", one.hours
    yield "nat-gb", one.used("processed_gb")


def _endpoint(one: Billed) -> Quantities:
    """Gateway endpoints cost nothing (Amazon VPC, AWS PrivateLink guide, "Gateway endpoints")."""
    if one.first("VpcEndpointType") != "Gateway":
        yield "endpoint-hour", one.hours * max(1, one.length("SubnetIds"))
        yield "endpoint-gb", one.used("processed_gb")


def _balancer(one: Billed) -> Quantities:
    kind = one.first("Type") or "application"
    prefix = {"application": "alb", "network": "nlb", "gateway": "glb"}.get(str(kind), "load-balancer")
    yield f"{prefix}-hour", one.hours
    yield f"{prefix}-unit-hour", one.hours * one.used("capacity_units")
    if one.first("Scheme") != "internal":
        yield "ipv4-hour", one.hours * max(one.length("Subnets"), one.length("SubnetMappings"))


def _alarm(one: Billed) -> Quantities:
    metrics = one.resource.properties.get("Metrics")
    listed = metrics if isinstance(metrics, list) else []
    yield "alarm", max(1, sum(1 for item in listed if isinstance(item, dict) and "MetricStat" in item))


def _database(one: Billed) -> Quantities:
    standby = "-multi-az" if as_bool(one.first("MultiAZ")) else ""
    engine, size = one.first("Engine"), one.first("DBInstanceClass")
    yield f"{engine}-{size}{standby}", one.hours
    storage = one.first("StorageType") or "gp2"
    yield f"rds-{storage}-gb{standby}", one.number("AllocatedStorage")


def _cache(one: Billed) -> Quantities:
    nodes = (
        one.number("NumCacheClusters") or one.number("NumNodeGroups") * (1 + one.number("ReplicasPerNodeGroup")) or 1
    )
    yield f"{one.first('Engine') or 'redis'}-{one.first('CacheNodeType')}", one.hours * nodes


def _web_acl(one: Billed) -> Quantities:
    yield "web-acl", 1
    yield "web-acl-rule", one.length("Rules")
    yield "web-acl-request", one.used("requests")


def _health_check(one: Billed) -> Quantities:
    """As one of an endpoint outside of AWS: no template says where a name leads, and those inside cost less."""
    yield "health-check", 1
    kind = str(one.first("HealthCheckConfig", "Type") or "")
    if kind in ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"):
        return
    options = [kind.startswith("HTTPS"), kind.endswith("STR_MATCH")]
    options += [as_bool(one.first("HealthCheckConfig", "MeasureLatency")) is True]
    options += [one.number("HealthCheckConfig", "RequestInterval") == 10]
    yield "health-check-feature", sum(options)


def _function(one: Billed) -> Quantities:
    arm = "-arm" if "arm64" in one.resource.values("Architectures", "*") else ""
    memory = (one.number("MemorySize") or 128) / 1024
    yield f"lambda{arm}-request", one.used("requests")
    yield f"lambda{arm}-gb-second", one.used("requests") * one.used("seconds") * memory


def _table(one: Billed) -> Quantities:
    if one.first("BillingMode") != "PAY_PER_REQUEST":
        yield "dynamodb-provisioned-hour", one.hours
        return
    yield "dynamodb-write", one.used("writes")
    yield "dynamodb-read", one.used("reads")
    yield "dynamodb-gb", one.used("stored_gb")
    if as_bool(one.first("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")):
        yield "dynamodb-recovery-gb", one.used("stored_gb")


def _service(one: Billed) -> Quantities:
    """The tasks of a Fargate service: as many as are desired, else as assumed."""
    name = one.resource.properties.get("TaskDefinition")
    logical_id = name.get("Ref", "") if isinstance(name, dict) else ""
    task = one.resource.template.resources.get(logical_id)
    if task is None:
        yield "fargate-unknown-task", one.hours
        return
    its = Billed(task, one.stack, one.settings)
    arm = "-arm" if its.first("RuntimePlatform", "CpuArchitecture") == "ARM64" else ""
    desired = one.first("DesiredCount")
    tasks = one.used("tasks") if desired is None else float(desired)
    yield f"fargate{arm}-cpu-hour", one.hours * tasks * its.number("Cpu") / 1024
    yield f"fargate{arm}-gb-hour", one.hours * tasks * its.number("Memory") / 1024


def _nothing(one: Billed) -> Quantities:
    """Billed where it is used: a task definition by its service, a rotation by its function."""
    del one
    return iter(())


QUANTITIES: dict[str, Callable[[Billed], Quantities]] = {
    "AWS::Athena::WorkGroup": _per_use(scanned_tb="athena-tb"),
    "AWS::CloudTrail::Trail": _per_use(data_events="trail-data-event"),
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::CloudWatch::CompositeAlarm": _each("composite-alarm"),
    "AWS::CloudWatch::Dashboard": _each("dashboard"),
    "AWS::DynamoDB::Table": _table,
    "AWS::EC2::EIP": lambda one: iter([("ipv4-hour", one.hours)]),
    "AWS::EC2::NatGateway": _nat,
    "AWS::EC2::TransitGatewayAttachment": lambda one: iter([("transit-attachment-hour", one.hours)]),
    "AWS::EC2::VPCEndpoint": _endpoint,
    "AWS::ECR::Repository": _per_use(stored_gb="ecr-gb"),
    "AWS::ECS::Service": _service,
    "AWS::ECS::TaskDefinition": _nothing,
    "AWS::EFS::FileSystem": _per_use(stored_gb="efs-gb"),
    "AWS::ElastiCache::ReplicationGroup": _cache,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _balancer,
    "AWS::GuardDuty::Detector": _per_use(events="guardduty-event"),
    "AWS::KMS::Key": _each("kms-key", requests="kms-request"),
    "AWS::KMS::ReplicaKey": _each("kms-key"),
    "AWS::Lambda::Function": _function,
    "AWS::Logs::LogGroup": _per_use(ingested_gb="log-gb", stored_gb="log-stored-gb"),
    "AWS::Logs::MetricFilter": _per_use(metrics="metric"),
    "AWS::RDS::DBInstance": _database,
    "AWS::Route53::HealthCheck": _health_check,
    "AWS::Route53::HostedZone": _each("zone", queries="dns-query"),
    "AWS::S3::Bucket": _per_use(stored_gb="s3-gb", writes="s3-write", reads="s3-read"),
    "AWS::SNS::Topic": _per_use(requests="sns-request"),
    "AWS::SQS::Queue": _per_use(requests="sqs-request"),
    "AWS::SecretsManager::Secret": _each("secret", requests="secret-request"),
    "AWS::WAFv2::WebACL": _web_acl,
}
"""What is billed, by type."""
