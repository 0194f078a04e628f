"""What the platform hands to a service, each by one call: no ARN, no id, no path, and nothing to put into `reads`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from constructs_lib.kernel import contract
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.keys import KEYS, KeyPurpose
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.platform_stack import PlatformStack

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_route53 as route53
    from constructs import IConstruct

_VPC = contract.NETWORK_VPC_ID


class PlatformVpc:
    """The platform's VPC."""

    @staticmethod
    def read(scope: IConstruct, *, public_subnets: bool = False, route_tables: bool = False) -> ec2.IVpc:
        """The VPC with its network and its private subnets, one an Availability Zone.

        Args:
            scope: the stack, or a construct in it.
            public_subnets: with its public subnets, for a load balancer that faces the internet.
            route_tables: with the route tables of its private subnets, for who adds routes or gateway endpoints.

        Raises:
            ConfigurationError: a stack that is no PlatformStack, that says its `reads` without these, or that has read
                the VPC before with less.
        """
        stack = _stack(scope)
        wanted = [contract.NETWORK_PUBLIC_SUBNET_IDS] if public_subnets else []
        wanted += [contract.NETWORK_PRIVATE_ROUTE_TABLE_IDS] if route_tables else []
        missing = [output.constant for output in wanted if stack.has_read(_VPC) and not stack.has_read(output)]
        if missing:
            allowed = "one call for all that is needed, before whatever else reads the VPC"
            raise invalid(f"{stack.stack_name}: PlatformVpc.read for", ", ".join(missing), allowed)
        stack.ask(contract.NETWORK_VPC_CIDR)
        for output in wanted:
            stack.read(output)
        return stack.read(_VPC)


class PlatformCertificate:
    """The platform's certificate of the environment's domain and its wildcard, in the home region."""

    @staticmethod
    def read(scope: IConstruct) -> acm.ICertificate:
        """The certificate. Raises ConfigurationError as `PlatformVpc.read`."""
        return _stack(scope).read(contract.ACM_CERTIFICATE_ARN)


class PlatformZone:
    """The platform's public zone, of the environment's domain."""

    @staticmethod
    def read(scope: IConstruct) -> route53.IHostedZone:
        """The zone. Raises ConfigurationError as `PlatformVpc.read`."""
        return _stack(scope).read(contract.ROUTE53_HOSTED_ZONE_ID)


@dataclass(frozen=True, kw_only=True)
class PlatformDatabase:
    """The shared MySQL instance: where it is, and the group that has to admit who connects."""

    identifier: str
    address: str
    port: str
    security_group: ec2.ISecurityGroup

    @classmethod
    def read(cls, scope: IConstruct) -> Self:
        """The instance. Raises ConfigurationError as `PlatformVpc.read`."""
        stack = _stack(scope)
        return cls(
            identifier=stack.read(contract.RDS_DB_INSTANCE_ID),
            address=stack.read(contract.RDS_DB_INSTANCE_ADDRESS),
            port=stack.read(contract.RDS_DB_INSTANCE_PORT),
            security_group=stack.read(contract.RDS_DB_SECURITY_GROUP_ID),
        )


@dataclass(frozen=True, kw_only=True)
class PlatformRotation:
    """What rotates MySQL secrets: two arguments of `GovernedDatabase`, called as here."""

    rotation_function: lambda_.IFunction
    rotation_security_group: ec2.ISecurityGroup

    @classmethod
    def read(cls, scope: IConstruct) -> Self:
        """The function and its security group. Raises ConfigurationError as `PlatformVpc.read`."""
        stack = _stack(scope)
        return cls(
            rotation_function=stack.read(contract.SECRETS_ROTATION_FUNCTION_ARN),
            rotation_security_group=stack.read(contract.SECRETS_ROTATION_SECURITY_GROUP_ID),
        )


@dataclass(frozen=True, kw_only=True)
class PlatformLogArchive:
    """Where log events are kept for seven years: `GovernedSubscription` takes both."""

    stream_arn: str
    role_arn: str

    @classmethod
    def read(cls, scope: IConstruct) -> Self:
        """The delivery stream and its role. Raises ConfigurationError as `PlatformVpc.read`."""
        stack = _stack(scope)
        return cls(
            stream_arn=stack.read(contract.LOGGING_ARCHIVE_STREAM_ARN),
            role_arn=stack.read(contract.LOGGING_SUBSCRIPTION_ROLE_ARN),
        )


@dataclass(frozen=True, kw_only=True)
class PlatformMetrics:
    """The Prometheus workspace: where a collector writes, and the policy of the role that it writes as."""

    workspace_arn: str
    remote_write_url: str
    writer_policy: iam.IManagedPolicy

    @classmethod
    def read(cls, scope: IConstruct) -> Self:
        """The workspace. Raises ConfigurationError as `PlatformVpc.read`."""
        stack = _stack(scope)
        return cls(
            workspace_arn=stack.read(contract.MONITORING_AMP_WORKSPACE_ARN),
            remote_write_url=stack.read(contract.MONITORING_AMP_REMOTE_WRITE_URL),
            writer_policy=stack.read(contract.MONITORING_AMP_WRITER_POLICY_ARN),
        )


def platform_key(scope: IConstruct, what_for: DataClass | KeyPurpose) -> kms.IKey:
    """The platform's key for data of a class, or for a purpose.

    Args:
        scope: the stack, or a construct in it.
        what_for: a class gives the key for buckets with data, which covers up to confidential; above it each kind of
            store has its own, which its purpose names: `KeyPurpose.RDS` for databases and caches, `KeyPurpose.SECRETS`.

    Raises:
        ConfigurationError: highly-confidential data of no purpose, or as `PlatformVpc.read`.
    """
    if isinstance(what_for, KeyPurpose):
        return _stack(scope).key(what_for)
    if what_for not in tuple(DataClass):
        allowed = ", ".join(f"DataClass.{one.name}" for one in DataClass)
        raise invalid("platform_key", what_for, f"a KeyPurpose, or {allowed}")
    if not KEYS[KeyPurpose.S3_DATA].data_class.covers(DataClass(what_for)):
        purposes = [one for one in KeyPurpose if KEYS[one].data_class.covers(DataClass(what_for))]
        allowed = f"a purpose: {', '.join(f'KeyPurpose.{one.name}' for one in purposes)}"
        raise invalid("platform_key", f"DataClass.{DataClass(what_for).name}", allowed)
    return _stack(scope).key(KeyPurpose.S3_DATA)


def _stack(scope: IConstruct) -> PlatformStack[Any]:
    stack = GovernedStack.of_construct(scope)
    if not isinstance(stack, PlatformStack):
        raise ConfigurationError(f"{stack.stack_name}: reads nothing of the platform; only a stack at home does")
    return stack
