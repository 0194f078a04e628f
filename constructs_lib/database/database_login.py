"""GovernedDatabaseLogin: a login and a schema on the platform's shared MySQL instance, with a secret that rotates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import pascal
from constructs_lib.kernel.networks import MYSQL_PORT
from constructs_lib.network.security_group import SecurityGroupRule, group_of
from constructs_lib.runtime.rotation.mysql_rotation.first_login import own_schema
from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.platform_reads import PlatformDatabase, PlatformRotation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.compute.container_service import GovernedContainerService
    from constructs_lib.compute.task import GovernedTask

# MySQL has user names of 32 characters, and the other one of two alternating users ends in `_clone`.
_LONGEST_NAME = 26


class GovernedDatabaseLogin(Construct):
    """The login `<service>` with the schema `<service>`, hyphens as underscores, on the shared instance.

    The platform's rotation function makes both with the first rotation, at once, and changes the password from then on:
    two logins, `<service>` and `<service>_clone`, take turns, so that the one that tasks have goes on. No role of the
    service reads the master secret. The login may do everything in its schema, and nothing anywhere else.

    The secret has `engine`, `host`, `port`, `username`, `password` and `dbname`. A task reads it when it starts:
    `GovernedSecretRollout` brings a new one to those that run.

    Args:
        kind: last part of the secret's path, `/<organization>/<service>/<environment>/<kind>`.
        clients: who connects: security groups, container services, tasks; the instance's own group admits them.
        rotation_days: 30, 60 or 90.

    Raises:
        ConfigurationError: a service whose name MySQL could not have, or other rotation days.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str = "mysql",
        clients: Sequence[ec2.ISecurityGroup | GovernedContainerService | GovernedTask] = (),
        rotation_days: int = 30,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self.schema = self._schema(stack)
        self.database = PlatformDatabase.read(self)
        self.secret = GovernedSecret(
            self,
            "Secret",
            name=kind,
            description=f"Login and schema {self.schema} on the shared instance; rotated",
            template={
                "engine": "mysql",
                "host": self.database.address,
                "port": self.database.port,
                "username": self.schema,
                "dbname": self.schema,
                "masterarn": stack.lookup(contract.RDS_MASTER_SECRET_ARN).secret_arn,
            },
        )
        function = PlatformRotation.read(self).rotation_function.function_arn
        self.secret.rotate(function_arn=function, days=rotation_days).rotate_immediately_on_update = True
        for client in clients:
            self.admit(client)

    def admit(self, client: ec2.ISecurityGroup | GovernedContainerService | GovernedTask) -> None:
        """Let a security group connect, or a container service or task, which may then go there as well."""
        group, stack = group_of(self.node.path, client), GovernedStack.of_construct(self)
        server, reason = self.database.security_group, f"MySQL from {stack.names.physical()}"
        place = group.node.path.removeprefix(f"{stack.place_in_app}/").removesuffix("/Resource")
        ec2.CfnSecurityGroupIngress(
            self,
            f"From{pascal(place)}",
            description=reason,
            ip_protocol="tcp",
            from_port=MYSQL_PORT,
            to_port=MYSQL_PORT,
            group_id=server.security_group_id,
            source_security_group_id=group.security_group_id,
        )
        if group is not client:
            group.release(SecurityGroupRule(port=MYSQL_PORT, group=server, reason=reason))

    def _schema(self, stack: GovernedStack) -> str:
        settings = stack.environment_settings
        path = f"/{settings.organization}/{stack.service}/{settings.name}/x"
        found = own_schema(f"arn:aws:secretsmanager:{settings.region}:{settings.account}:secret:{path}")
        if not found or len(found) > _LONGEST_NAME:
            allowed = f"{_LONGEST_NAME} characters at most, and no schema of MySQL's own"
            raise invalid(f"{self.node.path}: the service's name, as login and schema", stack.service, allowed)
        return found
