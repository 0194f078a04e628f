"""What makes a governed construct an `s3.IBucket`, a `kms.IKey` and so on, so that CDK takes it wherever it takes one.

`class GovernedBucket(IsBucket)` holds its L2 in `bucket`. Every member of the interface is there, and asks that one;
what the governed construct defines itself, such as `grant_read`, is what CDK calls as well. It is no subclass of the
L2: construct paths and logical ids would move. Members are those of the installed CDK; `interfaces.pyi` tells them to
type checkers, and `governed-cdk docs` writes it.

CDK runs in JavaScript and asks Python for each member that it reads: 0.4 ms a time, where the L2 takes none, and 0.2 to
0.4 ms more for making the construct (docs/performance.md has the figures, and how to measure). `.bucket` is the L2
itself, for what reads hundreds, and for what looks for the class rather than the interface: `S3EventSource` takes no
other, and `s3.Bucket(server_access_logs_bucket=...)` writes the policy of no other.
"""

from __future__ import annotations

import importlib

from constructs_lib.stack.delegation import delegating

INTERFACES = {
    "IsApplicationLoadBalancer": ("aws_elasticloadbalancingv2", "IApplicationLoadBalancer", "load_balancer"),
    "IsBackupVault": ("aws_backup", "IBackupVault", "vault"),
    "IsBucket": ("aws_s3", "IBucket", "bucket"),
    "IsCertificate": ("aws_certificatemanager", "ICertificate", "certificate"),
    "IsCluster": ("aws_ecs", "ICluster", "cluster"),
    "IsDatabaseInstance": ("aws_rds", "IDatabaseInstance", "instance"),
    "IsFileSystem": ("aws_efs", "IFileSystem", "file_system"),
    "IsFunction": ("aws_lambda", "IFunction", "function"),
    "IsKey": ("aws_kms", "IKey", "key"),
    "IsLogGroup": ("aws_logs", "ILogGroup", "log_group"),
    "IsManagedPolicy": ("aws_iam", "IManagedPolicy", "policy"),
    "IsPublicHostedZone": ("aws_route53", "IPublicHostedZone", "zone"),
    "IsQueue": ("aws_sqs", "IQueue", "queue"),
    "IsRepository": ("aws_ecr", "IRepository", "repository"),
    "IsRole": ("aws_iam", "IRole", "role"),
    "IsSecret": ("aws_secretsmanager", "ISecret", "secret"),
    "IsSecurityGroup": ("aws_ec2", "ISecurityGroup", "security_group"),
    "IsStateMachine": ("aws_stepfunctions", "IStateMachine", "state_machine"),
    "IsStringParameter": ("aws_ssm", "IStringParameter", "parameter"),
    "IsTable": ("aws_dynamodb", "ITable", "table"),
    "IsTopic": ("aws_sns", "ITopic", "topic"),
    "IsVpc": ("aws_ec2", "IVpc", "vpc"),
}
"""CDK's module and interface, and the attribute that holds the L2, by the name of the class here."""


def __getattr__(name: str) -> object:
    """Each class is made when somebody first asks for it: a stack of buckets does not load the module of databases."""
    if name not in INTERFACES:
        raise AttributeError(name)
    module, interface, inner = INTERFACES[name]
    made = delegating(getattr(importlib.import_module(f"aws_cdk.{module}"), interface), name=name, to=inner)
    return globals().setdefault(name, made)
