from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ec2 as ec2

from constructs_lib import CacheSettings, ConfigurationError, DataClass, GovernedCache
from tests.constructs_lib.neighbours import vpc

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

GROUP = "AWS::ElastiCache::ReplicationGroup"
CLIENT = "sg-0123456789abcdef0"


def cache(bench: Bench, kind: str = "sessions", **changes: Any) -> GovernedCache:
    return GovernedCache(bench.stack, "Cache", kind=kind, vpc=vpc(bench.stack), **changes)


def test_a_cache_is_encrypted_at_rest_and_on_the_way_and_asks_for_a_user(bench: Bench) -> None:
    cache(bench)
    group = bench.only(GROUP)
    assert group["ReplicationGroupId"] == "prod-example-sessions"
    assert group["KmsKeyId"].endswith("key/rds")
    assert group["AtRestEncryptionEnabled"] is group["TransitEncryptionEnabled"] is True
    assert group["TransitEncryptionMode"] == "required"
    (users,) = group["UserGroupIds"]
    assert bench.template()["Resources"][users["Ref"]]["Type"] == "AWS::ElastiCache::UserGroup"


def test_a_cache_of_production_fails_over_to_a_replica_in_another_zone(bench: Bench) -> None:
    made = cache(bench)
    group = bench.only(GROUP)
    assert group["NumCacheClusters"] == 2
    assert group["AutomaticFailoverEnabled"] is group["MultiAZEnabled"] is True
    assert made.nodes == ("prod-example-sessions-001", "prod-example-sessions-002")


def test_a_cache_of_dev_is_one_node(dev_bench: Bench) -> None:
    made = cache(dev_bench)
    group = dev_bench.only(GROUP)
    assert group["NumCacheClusters"] == 1
    assert group["AutomaticFailoverEnabled"] is group["MultiAZEnabled"] is False
    assert made.nodes == ("dev-example-sessions-001",)
    assert "replication-lag" not in str([alarm["AlarmName"] for alarm in dev_bench.resources("AWS::CloudWatch::Alarm")])


def test_production_without_a_replica_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="replicas: given 0; allowed: 1 to 5 in production"):
        cache(bench, settings=CacheSettings(replicas=0))


def test_too_long_an_id_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="is over 40 characters"):
        cache(bench, kind="sessions-of-every-customer-that-there-is")


@pytest.mark.parametrize(
    ("data_class", "days"),
    [(DataClass.PUBLIC, 0), (DataClass.INTERNAL, 1), (DataClass.CONFIDENTIAL, 7), (DataClass.HIGHLY_CONFIDENTIAL, 14)],
)
def test_snapshots_are_kept_by_the_class_of_the_data(bench: Bench, data_class: DataClass, days: int) -> None:
    cache(bench, data_class=data_class)
    assert bench.only(GROUP)["SnapshotRetentionLimit"] == days


def test_the_default_user_lets_nobody_in_and_the_service_has_one_with_a_generated_password(bench: Bench) -> None:
    cache(bench)
    users = {user["UserName"]: user for user in bench.resources("AWS::ElastiCache::User")}
    assert set(users) == {"default", "example"}
    assert users["default"]["AccessString"].startswith("off ")
    assert users["example"]["AccessString"].startswith("on ")
    for user in users.values():
        assert user["AuthenticationMode"]["Type"] == "password"
        assert "{{resolve:secretsmanager:" in str(user["AuthenticationMode"]["Passwords"])
    secret = bench.only("AWS::SecretsManager::Secret")
    assert secret["Name"].endswith("/example/prod/sessions-user")
    assert len(bench.only("AWS::ElastiCache::UserGroup")["UserIds"]) == 2


def test_only_named_groups_reach_a_cache(bench: Bench) -> None:
    client = ec2.SecurityGroup.from_security_group_id(bench.stack, "Client", CLIENT)
    cache(bench, clients=[client])
    (rule,) = bench.resources("AWS::EC2::SecurityGroupIngress")
    assert (rule["SourceSecurityGroupId"], rule["FromPort"], rule["ToPort"]) == (CLIENT, 6379, 6379)
    assert "SecurityGroupIngress" not in bench.only("AWS::EC2::SecurityGroup")


def test_both_logs_go_to_governed_groups_that_are_there_before(bench: Bench) -> None:
    cache(bench)
    resources = bench.template()["Resources"]
    groups = {key: value["Properties"] for key, value in resources.items() if value["Type"] == "AWS::Logs::LogGroup"}
    (made,) = (value for value in resources.values() if value["Type"] == GROUP)
    delivered = {
        one["LogType"]: one["DestinationDetails"]["CloudWatchLogsDetails"]["LogGroup"]
        for one in made["Properties"]["LogDeliveryConfigurations"]
    }
    assert delivered == {log: f"/aws/elasticache/prod-example-sessions/{log}" for log in ("slow-log", "engine-log")}
    assert {group["LogGroupName"] for group in groups.values()} == set(delivered.values())
    assert all(group["KmsKeyId"].endswith("key/rds") for group in groups.values())
    assert set(groups) <= set(made["DependsOn"])


def test_alarms_watch_every_node_and_reach_a_topic(bench: Bench) -> None:
    made = cache(bench)
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    slugs = ("cpu-high", "memory-high", "evictions", "connections-high", "replication-lag")
    assert set(alarms) == {f"prod-example-sessions-{slug}" for slug in slugs}
    for alarm in alarms.values():
        watched = [query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query]
        assert [one["Dimensions"][0]["Value"] for one in watched] == list(made.nodes)
        assert alarm["AlarmActions"]
        assert alarm["OKActions"]
