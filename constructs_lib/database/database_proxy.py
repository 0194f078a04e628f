"""GovernedDatabaseProxy: an RDS Proxy before a MySQL instance; TLS and IAM are required of its clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds
from constructs import Construct

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.networks import MYSQL_PORT
from constructs_lib.network.security_group import GovernedSecurityGroup, SecurityGroupRule
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.security.secret_policy import use_secrets_key
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.database.database import GovernedDatabase

_PROXY = rds.CfnDBProxy
_LONGEST_NAME = 60


class GovernedDatabaseProxy(Construct):
    """A proxy `<env>-<service>-<kind>` that logs in with the database's master secret and follows its rotation.

    Args:
        kind: last part of its name; 60 characters in all (RDS API reference, CreateDBProxy).
        vpc: where it lives, in the private subnets.
        database: what it stands before; admits the proxy.
        clients: security groups that may connect.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        vpc: ec2.IVpc,
        database: GovernedDatabase,
        clients: Sequence[ec2.ISecurityGroup],
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        name = stack.names.physical(kind, max_length=_LONGEST_NAME)
        group = self._security_group(kind, vpc, database, clients)
        database.admit(group.security_group, reason="MySQL from the proxy")
        log_group = GovernedLogGroup(
            self, "Log", name=f"/aws/rds/proxy/{name}", key=stack.key(KeyPurpose.RDS)
        )  # made before the proxy: a group that RDS makes itself has neither retention nor key
        cdk.Tags.of(log_group).add("DataClass", DataClass.HIGHLY_CONFIDENTIAL)
        secret_arn = database.attached_secret.secret_arn
        proxy = _PROXY(
            self,
            "Resource",
            db_proxy_name=name,
            engine_family="MYSQL",
            require_tls=True,
            debug_logging=False,
            idle_client_timeout=1800,
            role_arn=self._role(kind, database).role.role_arn,
            auth=[_PROXY.AuthFormatProperty(auth_scheme="SECRETS", iam_auth="REQUIRED", secret_arn=secret_arn)],
            vpc_subnet_ids=vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS).subnet_ids,
            vpc_security_group_ids=[group.security_group.security_group_id],
        )
        proxy.node.add_dependency(log_group)
        self._lead_to(database, proxy.ref)
        self.endpoint = proxy.attr_endpoint

    def _lead_to(self, database: GovernedDatabase, proxy_name: str) -> None:
        targets = rds.CfnDBProxyTargetGroup(
            self,
            "TargetGroup",
            db_proxy_name=proxy_name,
            target_group_name="default",
            db_instance_identifiers=[database.instance.instance_identifier],
            connection_pool_configuration_info=rds.CfnDBProxyTargetGroup.ConnectionPoolConfigurationInfoFormatProperty(
                max_connections_percent=90, max_idle_connections_percent=50, connection_borrow_timeout=30
            ),
        )
        targets.node.add_dependency(database.security_group)

    def _security_group(
        self, kind: str, vpc: ec2.IVpc, database: GovernedDatabase, clients: Sequence[ec2.ISecurityGroup]
    ) -> GovernedSecurityGroup:
        return GovernedSecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            kind=kind,
            description="RDS Proxy: named security groups in, the database out",
            ingress=[
                SecurityGroupRule(port=MYSQL_PORT, group=client, reason="MySQL from a named group")
                for client in clients
            ],
            egress=[SecurityGroupRule(port=MYSQL_PORT, group=database.security_group, reason="MySQL to the database")],
        )

    def _role(self, kind: str, database: GovernedDatabase) -> GovernedRole:
        stack = GovernedStack.of_construct(self)
        secret = database.secret.secret_arn
        return GovernedRole(
            self,
            "Role",
            kind=kind,
            assumed_by="rds.amazonaws.com",
            description="RDS Proxy: reads the master secret",
            statements=[
                allow("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", on=secret, sid="MasterSecret"),
                use_secrets_key(stack, [secret]),
            ],
        )
