"""GovernedDatabase: a MySQL instance that is encrypted, watched, backed up, and whose master password rotates."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds

from constructs_lib.database.database_monitoring import GovernedDatabaseMonitoring
from constructs_lib.database.database_parts import kept, mysql_engine, parameter_group, sized, subnet_group
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.networks import MYSQL_PORT
from constructs_lib.network.security_group import GovernedSecurityGroup
from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsDatabaseInstance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_secretsmanager as secretsmanager
    from constructs import Construct

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.task import GovernedTask
    from constructs_lib.database.database_settings import DatabaseSettings

_LONGEST_IDENTIFIER = 63
_REASON = "MySQL from a named group"


class GovernedDatabase(IsDatabaseInstance):
    """A MySQL instance `<env>-<service>-<kind>` in the private subnets, on the rds key.

    It is reached from named security groups only, over TLS only, by password or IAM. Its logs go to governed groups
    that exist before it does, its six alarms and its events to topics. Secrets Manager fills in the master secret
    `/<org>/<service>/<env>/<kind>-master`, and rotates it from the first deployment on.

    Args:
        kind: last part of its name.
        vpc: where it lives.
        settings: its size, version, windows and parameters.
        clients: security groups that may connect.
        rotation_function: what rotates the master password; see GovernedRotationFunction.
        rotation_security_group: that function's; admitted too.
        rotation_days: 30, 60 or 90.

    Raises:
        ConfigurationError: a kind too long for an RDS identifier (63 characters), windows in business hours of the
            region that the settings do not mean, or other rotation days.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        vpc: ec2.IVpc,
        settings: DatabaseSettings,
        clients: Sequence[ec2.ISecurityGroup] = (),
        rotation_function: lambda_.IFunction,
        rotation_security_group: ec2.ISecurityGroup,
        rotation_days: int = 30,
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self._settings = settings
        settings.check_windows(self.node.path, self._stack.region)
        self.identifier = self._identifier(kind)
        self._vpc = vpc
        self._group = self._security_group(kind)
        self.security_group: ec2.ISecurityGroup = self._group.security_group
        for client in clients:
            self.admit(client)
        self.admit(rotation_security_group, reason="MySQL from the rotation function")
        self.secret = GovernedSecret(
            self,
            "MasterSecret",
            name=f"{kind}-master",
            description=f"Master user of {self.identifier}; rotated",
            template={"username": settings.master_username},
        )
        monitoring = GovernedDatabaseMonitoring(
            self, "Monitoring", kind=kind, identifier=self.identifier, settings=settings
        )
        self.instance = self._instance(monitoring.role)
        self.instance.node.add_dependency(*monitoring.log_groups)
        self._rotate(rotation_function, rotation_days)
        self._accept_findings()

    @property
    def instance_arn(self) -> str:
        """Its ARN, from its name: a pattern for roles and rules that exist before it."""
        stack = self._stack
        return f"arn:aws:rds:{stack.region}:{stack.account}:db:{self.identifier}"

    @property
    def attached_secret(self) -> secretsmanager.ISecret:
        """The master secret, once it knows the instance's address."""
        return cast("secretsmanager.ISecret", self.instance.secret)

    def admit(
        self, client: ec2.ISecurityGroup | GovernedContainerService | GovernedTask, *, reason: str = _REASON
    ) -> None:
        """Let a security group connect, or a container service or task, which may then go there as well."""
        self._group.connect(client, port=MYSQL_PORT, reason=reason)

    def _identifier(self, kind: str) -> str:
        found = self._stack.names.physical(kind, max_length=255)
        if len(found) > _LONGEST_IDENTIFIER:
            raise ConfigurationError(f"{self.node.path}: identifier {found} is over 63 characters")
        return found

    def _security_group(self, kind: str) -> GovernedSecurityGroup:
        return GovernedSecurityGroup(
            self,
            "SecurityGroup",
            vpc=self._vpc,
            kind=kind,
            description=f"MySQL {self.identifier}: named security groups only",
            egress=(),
        )

    def _instance(self, monitoring_role: iam.IRole) -> rds.DatabaseInstance:
        settings, key = self._settings, self._stack.key(KeyPurpose.RDS)
        engine = mysql_engine(settings)
        private = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS)
        instance = rds.DatabaseInstance(
            self,
            "Resource",
            instance_identifier=self.identifier,
            engine=engine,
            credentials=rds.Credentials.from_secret(self.secret.secret, settings.master_username),
            vpc=self._vpc,
            vpc_subnets=private,
            subnet_group=subnet_group(self, name=self.identifier, vpc=self._vpc, subnets=private),
            parameter_group=parameter_group(self, name=self.identifier, engine=engine, settings=settings),
            security_groups=[self.security_group],
            publicly_accessible=False,
            port=MYSQL_PORT,
            storage_encrypted=True,
            storage_encryption_key=key,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            iam_authentication=True,
            monitoring_role=monitoring_role,
            performance_insight_encryption_key=key if settings.performance_insights else None,
            **sized(settings),
            **kept(self._stack, settings),
        )
        if settings.performance_insights:  # the L2 takes an enum of some of the values
            resource = cast("rds.CfnDBInstance", instance.node.default_child)
            resource.performance_insights_retention_period = settings.performance_insights_days
        cdk.Tags.of(instance).add("DataClass", DataClass.HIGHLY_CONFIDENTIAL)
        return instance

    def _rotate(self, function: lambda_.IFunction, days: int) -> None:
        """Rotate at once, so that the password which CloudFormation handled is short-lived and the chain is proven.

        Only after the secret knows the instance's address and the instance admits the function.
        """
        schedule = self.secret.rotate(function_arn=function.function_arn, days=days)
        schedule.rotate_immediately_on_update = True
        schedule.node.add_dependency(self.attached_secret, self.instance, self._group)

    def _accept_findings(self) -> None:
        findings = {
            "RDS11": "MySQL's usual port: who may connect is decided by security groups, TLS and login, not by a number"
        }
        if not (self._settings.multi_az or self._stack.is_production):
            findings["RDS3"] = "The environment is not production: it can do without for the time of a restore"
        if not self._stack.environment_settings.deletion_protection:
            findings["RDS10"] = "The environment's settings say that it may be deleted with its data"
        for rule, reason in findings.items():
            finding = f"AwsSolutions::AwsSolutions-{rule}"
            by_design(self.instance, finding, reason=reason)
