"""GovernedCache: Valkey or Redis on ElastiCache, encrypted and watched, with a user of its own, over two zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from constructs import Construct

from constructs_lib.database.cache_access import CacheAccess
from constructs_lib.database.cache_settings import CacheSettings
from constructs_lib.kernel.data_class import check_data_class
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.networks import REDIS_PORT
from constructs_lib.network.security_group import GovernedSecurityGroup
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import cache_alarms
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.task import GovernedTask
    from constructs_lib.kernel.data_class import DataClass

_LONGEST_ID = 40
_REASON = "Cache from a named group"
_GROUP = elasticache.CfnReplicationGroup
_LOGS = {"slow-log": "SlowLog", "engine-log": "EngineLog"}


class GovernedCache(Construct):
    """A cache `<env>-<service>-<kind>` in the private subnets, on the key for databases: a primary and its replicas.

    It is reached from named security groups only, over TLS only, by the user in `secret` only (`username`, `password`).
    Clients write to `endpoint` and may read from `reader_endpoint`, both on port 6379. In production it has a replica
    in another Availability Zone and fails over to it. Its slow log and its engine's log go to governed groups.

    Args:
        kind: last part of its name; 40 characters in all (ElastiCache API reference, CreateReplicationGroup).
        vpc: where it lives.
        settings: its engine, size, windows and parameters.
        clients: security groups that may connect; `admit` lets in more.
        data_class: class of what is cached, when another than the stack's; decides for how long snapshots are kept.

    Raises:
        ConfigurationError: a kind too long for an id, or no replica in production.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        vpc: ec2.IVpc,
        settings: CacheSettings | None = None,
        clients: Sequence[ec2.ISecurityGroup] = (),
        data_class: DataClass | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self._settings = settings or CacheSettings()
        check_data_class(data_class, self.node.path)
        self._replicas = self._settings.replicas_in(production=self._stack.is_production)
        self._class = data_class or self._stack.data_class_tag or self._stack.environment_settings.tags.data_class
        self.identifier = self._identifier(kind)
        self._group = self._security_group(kind, vpc)
        self.security_group: ec2.ISecurityGroup = self._group.security_group
        for client in clients:
            self.admit(client)
        access = CacheAccess(self, "Access", kind=kind, cache=self.identifier, settings=self._settings)
        self.secret = access.secret
        self._logs = {log: self._log_group(log) for log in _LOGS}
        self.resource = self._replication_group(vpc, access)
        self.endpoint = self.resource.attr_primary_end_point_address
        self.reader_endpoint = self.resource.attr_reader_end_point_address
        self.port = REDIS_PORT
        self._alarm(kind)
        self._accept_findings()
        if data_class:
            cdk.Tags.of(self.resource).add("DataClass", data_class)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of its nodes, each a cache cluster to ElastiCache and CloudWatch."""
        return tuple(f"{self.identifier}-{number:03}" for number in range(1, self._replicas + 2))

    def admit(
        self, client: ec2.ISecurityGroup | GovernedContainerService | GovernedTask, *, reason: str = _REASON
    ) -> None:
        """Let a security group connect, or a container service or task, which may then go there as well."""
        self._group.connect(client, port=REDIS_PORT, reason=reason)

    def _identifier(self, kind: str) -> str:
        found = self._stack.names.physical(kind, max_length=255)
        if len(found) > _LONGEST_ID:
            raise ConfigurationError(f"{self.node.path}: id {found} is over {_LONGEST_ID} characters")
        return found

    def _security_group(self, kind: str, vpc: ec2.IVpc) -> GovernedSecurityGroup:
        what = f"Cache {self.identifier}: named security groups only"
        return GovernedSecurityGroup(self, "SecurityGroup", vpc=vpc, kind=kind, description=what, egress=())

    def _log_group(self, log: str) -> GovernedLogGroup:
        """The slow log holds keys and values: the class of the cache, on its key."""
        name, key = f"/aws/elasticache/{self.identifier}/{log}", self._stack.key(KeyPurpose.RDS)
        group = GovernedLogGroup(self, _LOGS[log], name=name, key=key)
        cdk.Tags.of(group).add("DataClass", self._class)
        return group

    def _replication_group(self, vpc: ec2.IVpc, access: CacheAccess) -> elasticache.CfnReplicationGroup:
        settings, several = self._settings, self._replicas > 0
        group = _GROUP(
            self,
            "Resource",
            replication_group_id=self.identifier,
            replication_group_description=f"{settings.engine} of {self._stack.names.physical()}",
            engine=settings.engine,
            engine_version=settings.engine_version,
            auto_minor_version_upgrade=True,
            cache_node_type=settings.node_type,
            num_cache_clusters=self._replicas + 1,
            automatic_failover_enabled=several,
            multi_az_enabled=several,
            port=REDIS_PORT,
            at_rest_encryption_enabled=True,
            kms_key_id=self._stack.key_arn(KeyPurpose.RDS),
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[access.group.ref],
            cache_parameter_group_name=self._parameters().ref,
            cache_subnet_group_name=self._subnets(vpc).ref,
            security_group_ids=[self.security_group.security_group_id],
            snapshot_retention_limit=settings.snapshot_days(self._class),
            snapshot_window=settings.snapshot_window,
            preferred_maintenance_window=settings.maintenance_window,
            log_delivery_configurations=[_delivery(log, group.name) for log, group in self._logs.items()],
        )
        group.node.add_dependency(*(one.log_group for one in self._logs.values()))
        group.apply_removal_policy(self._stack.retain)
        return group

    def _parameters(self) -> elasticache.CfnParameterGroup:
        return elasticache.CfnParameterGroup(
            self,
            "Parameters",
            cache_parameter_group_family=self._settings.family,
            description=f"Parameters of {self.identifier}",
            properties=self._settings.parameters or None,
        )

    def _subnets(self, vpc: ec2.IVpc) -> elasticache.CfnSubnetGroup:
        return elasticache.CfnSubnetGroup(
            self,
            "Subnets",
            cache_subnet_group_name=self.identifier,
            description=f"Private subnets of {self.identifier}",
            subnet_ids=vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS).subnet_ids,
        )

    def _alarm(self, kind: str) -> None:
        settings = self._settings
        specs = cache_alarms(
            nodes=self.nodes,
            vcpus=settings.vcpus,
            max_connections=settings.max_connections,
            max_evictions=settings.max_evictions,
        )
        GovernedAlarms(self, "Alarms", specs=specs, subject=kind, dimensions={})

    def _accept_findings(self) -> None:
        findings = {"AEC6": "Its users have passwords by a user group, which stands in the place of one token for all"}
        if self._settings.engine == "redis":
            findings["AEC5"] = "Redis's usual port: who may connect is decided by security groups, TLS and users"
        if not self._replicas:
            findings["AEC4"] = "The environment is not production: a lost cache fills itself again from its sources"
        for rule, reason in findings.items():
            by_design(self.resource, f"AwsSolutions::AwsSolutions-{rule}", reason=reason)


def _delivery(log: str, group: str) -> elasticache.CfnReplicationGroup.LogDeliveryConfigurationRequestProperty:
    details = _GROUP.DestinationDetailsProperty(
        cloud_watch_logs_details=_GROUP.CloudWatchLogsDestinationDetailsProperty(log_group=group)
    )
    return _GROUP.LogDeliveryConfigurationRequestProperty(
        destination_type="cloudwatch-logs", destination_details=details, log_format="json", log_type=log
    )
