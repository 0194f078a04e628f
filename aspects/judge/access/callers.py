"""The service principal that acts for a resource on what the resource names.

Sources: the page of each service that shows the policy for it, named in the constructs that write such policies;
Service Authorization Reference for the names.
"""

from __future__ import annotations

_ACTS_AS: dict[str, dict[str, str]] = {
    "AWS::APS::Workspace": {"topic": "aps"},
    "AWS::Backup::BackupSelection": {"role": "backup"},
    "AWS::Budgets::Budget": {"topic": "budgets"},
    "AWS::CE::AnomalySubscription": {"topic": "costalerts"},
    "AWS::CloudTrail::Trail": {"bucket": "cloudtrail", "key": "cloudtrail", "role": "cloudtrail"},
    "AWS::CloudWatch::Alarm": {"topic": "cloudwatch"},
    "AWS::CloudWatch::CompositeAlarm": {"topic": "cloudwatch"},
    "AWS::EC2::FlowLog": {"role": "vpc-flow-logs"},
    "AWS::ECS::Cluster": {"key": "fargate"},
    "AWS::ECS::TaskDefinition": {"role": "ecs-tasks"},
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {"bucket": "logdelivery.elasticloadbalancing"},
    "AWS::Events::Rule": {"AWS::Logs::LogGroup": "events", "queue": "events", "role": "events", "topic": "events"},
    "AWS::Grafana::Workspace": {"role": "grafana"},
    "AWS::KinesisFirehose::DeliveryStream": {"role": "firehose"},
    "AWS::Lambda::Function": {"role": "lambda"},
    "AWS::Logs::SubscriptionFilter": {"role": "logs"},
    "AWS::RDS::DBInstance": {"role": "monitoring.rds"},
    "AWS::Route53::HostedZone": {"AWS::Logs::LogGroup": "route53"},
    "AWS::S3::Bucket": {"bucket": "logging.s3", "role": "s3"},
    "AWS::SNS::Subscription": {"queue": "sns"},
}


def caller(type_: str, kind: str) -> str | None:
    """The principal that acts for a resource of a type on one of a kind; None where none does."""
    name = _ACTS_AS.get(type_, {}).get(kind)
    return f"{name}.amazonaws.com" if name else None
