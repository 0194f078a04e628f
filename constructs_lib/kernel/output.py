"""What an output of the contract is: its kind, how it travels, and who makes it.

A value travels as an SSM parameter `/<env>/<producer>/<name>`, String or StringList (SSM User Guide, "Parameter types";
SecureString cannot be made by CloudFormation). Its kind says how Python sees it: publishing takes and reading gives the
construct (`IKey`, `IVpc`), never a bare ARN to be glued together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from aws_cdk import aws_certificatemanager as acm
    from aws_cdk import aws_dynamodb as dynamodb
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_ecr as ecr
    from aws_cdk import aws_ecs as ecs
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_lambda as lambda_
    from aws_cdk import aws_route53 as route53
    from aws_cdk import aws_s3 as s3
    from aws_cdk import aws_secretsmanager as secretsmanager
    from aws_cdk import aws_sns as sns
    from aws_cdk import aws_sqs as sqs

T = TypeVar("T")


class OutputKind(StrEnum):
    """The Python type of an output."""

    STRING = "str"
    LIST = "list[str]"
    ZONAL_LIST = "list[str], one item an Availability Zone"
    KEY = "kms.IKey"
    VPC = "ec2.IVpc"
    SECURITY_GROUP = "ec2.ISecurityGroup"
    CERTIFICATE = "acm.ICertificate"
    ZONE = "route53.IHostedZone"
    BUCKET = "s3.IBucket"
    TOPIC = "sns.ITopic"
    QUEUE = "sqs.IQueue"
    TABLE = "dynamodb.ITable"
    REPOSITORY = "ecr.IRepository"
    CLUSTER = "ecs.ICluster"
    FUNCTION = "lambda.IFunction"
    SECRET = "secretsmanager.ISecret"  # noqa: S105 - the name of a type, no secret
    MANAGED_POLICY = "iam.IManagedPolicy"


class WireType(StrEnum):
    """The SSM parameter type."""

    STRING = "String"
    STRING_LIST = "StringList"


@dataclass(frozen=True)
class Output(Generic[T]):
    """One value that a stack publishes for others: `Output.key("kms", "rds-key-arn", "Key for databases")`.

    Each kind has a way to declare it (`Output.string`, `Output.key`, ...) that binds the type of the parameter to the
    type in Python, so that a type checker refuses the wrong pair. `legacy` are the paths under which the Terraform
    platform published it. `also` are outputs that every reader of it reads too. An optional output exists only while a
    setting of its producer says so; the meaning names the setting.
    """

    producer: str
    name: str
    kind: OutputKind
    meaning: str
    legacy: tuple[str, ...] = ()
    also: tuple[Output[Any], ...] = ()
    optional: bool = False

    string: ClassVar[Declare[str]]
    strings: ClassVar[Declare[list[str]]]
    zonal: ClassVar[Declare[list[str]]]
    key: ClassVar[Declare[kms.IKey]]
    vpc: ClassVar[Declare[ec2.IVpc]]
    security_group: ClassVar[Declare[ec2.ISecurityGroup]]
    certificate: ClassVar[Declare[acm.ICertificate]]
    zone: ClassVar[Declare[route53.IHostedZone]]
    bucket: ClassVar[Declare[s3.IBucket]]
    topic: ClassVar[Declare[sns.ITopic]]
    queue: ClassVar[Declare[sqs.IQueue]]
    table: ClassVar[Declare[dynamodb.ITable]]
    repository: ClassVar[Declare[ecr.IRepository]]
    cluster: ClassVar[Declare[ecs.ICluster]]
    function: ClassVar[Declare[lambda_.IFunction]]
    secret: ClassVar[Declare[secretsmanager.ISecret]]
    managed_policy: ClassVar[Declare[iam.IManagedPolicy]]

    @property
    def wire(self) -> WireType:
        """The SSM parameter type of this output."""
        return WireType.STRING_LIST if self.kind in (OutputKind.LIST, OutputKind.ZONAL_LIST) else WireType.STRING

    @property
    def constant(self) -> str:
        """The name of this output in Python, `KMS_RDS_KEY_ARN`."""
        return f"{self.producer}_{self.name}".replace("-", "_").upper()

    def path(self, environment: str) -> str:
        """The parameter's name, `/<env>/<producer>/<name>`."""
        return f"/{environment}/{self.producer}/{self.name}"


@dataclass(frozen=True)
class Declare(Generic[T]):
    """Declares an output of one kind."""

    kind: OutputKind

    def __call__(
        self,
        producer: str,
        name: str,
        meaning: str,
        *,
        legacy: tuple[str, ...] = (),
        also: tuple[Output[Any], ...] = (),
        optional: bool = False,
    ) -> Output[T]:
        """The output that a stack, by its slug, publishes under a name."""
        return Output(producer, name, self.kind, meaning, legacy, also, optional)


Output.string = Declare(OutputKind.STRING)
Output.strings = Declare(OutputKind.LIST)
Output.zonal = Declare(OutputKind.ZONAL_LIST)
Output.key = Declare(OutputKind.KEY)
Output.vpc = Declare(OutputKind.VPC)
Output.security_group = Declare(OutputKind.SECURITY_GROUP)
Output.certificate = Declare(OutputKind.CERTIFICATE)
Output.zone = Declare(OutputKind.ZONE)
Output.bucket = Declare(OutputKind.BUCKET)
Output.topic = Declare(OutputKind.TOPIC)
Output.queue = Declare(OutputKind.QUEUE)
Output.table = Declare(OutputKind.TABLE)
Output.repository = Declare(OutputKind.REPOSITORY)
Output.cluster = Declare(OutputKind.CLUSTER)
Output.function = Declare(OutputKind.FUNCTION)
Output.secret = Declare(OutputKind.SECRET)
Output.managed_policy = Declare(OutputKind.MANAGED_POLICY)
