"""Resources whose properties hang on six conditions each, by kind: what a template of many environments looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Templates = dict[str, dict[str, Any]]

CONDITIONS = {f"C{at}": {"Fn::Equals": [{"Ref": f"P{at}"}, "x"]} for at in range(9)}
NONE = {"Ref": "AWS::NoValue"}
PARAMETERS = {f"P{at}": {"Type": "String"} for at in range(9)}


def branch(at: int, one: Any = "a", other: Any = "b") -> dict[str, Any]:
    """One of two values, by one of the conditions."""
    return {"Fn::If": [f"C{at % 9}", one, other]}


def _made(type_: str, at: int, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Condition": f"C{at % 9}", "Properties": properties}


def _queue(at: int) -> dict[str, Any]:
    tags = [
        {"Key": "Environment", "Value": branch(at + 3, "prod", "dev")},
        branch(at + 4, {"Key": "Team", "Value": "a"}, NONE),
    ]
    keys = {"KmsMasterKeyId": branch(at + 1, "alias/a", NONE), "SqsManagedSseEnabled": branch(at + 1, NONE, True)}
    return _made(
        "AWS::SQS::Queue", at, QueueName=branch(at + 5), FifoQueue=branch(at + 6, True, NONE), Tags=tags, **keys
    )


def _group(at: int) -> dict[str, Any]:
    rules = [
        {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "CidrIp": branch(at + 1 + index, "0.0.0.0/0", "10.0.0.0/8"),
        }
        for index, port in enumerate((branch(at, 443, 22), branch(at + 4, 443, 8080), 443))
    ]
    return _made("AWS::EC2::SecurityGroup", at, GroupDescription=branch(at + 5), SecurityGroupIngress=rules)


def _role(at: int) -> dict[str, Any]:
    statements = [
        {
            "Effect": "Allow",
            "Action": branch(at + index, "s3:GetObject", "s3:*"),
            "Resource": branch(at + 3 + index, "*", "a"),
        }
        for index in range(3)
    ]
    policies = [{"PolicyName": "p", "PolicyDocument": {"Statement": statements}}]
    trust = {
        "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    }
    return _made("AWS::IAM::Role", at, AssumeRolePolicyDocument=trust, Policies=policies)


def _function(at: int) -> dict[str, Any]:
    variables = {f"V{index}": branch(at + index) for index in range(4)}
    properties = {"Runtime": "python3.12", "Handler": "a.b", "Role": "a", "Code": {"S3Bucket": "a", "S3Key": "b"}}
    kept = {"KmsKeyArn": branch(at + 4, "alias/a", NONE), "FunctionName": branch(at + 5)}
    return _made("AWS::Lambda::Function", at, Environment={"Variables": variables}, **properties, **kept)


def _bucket(at: int) -> dict[str, Any]:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": branch(at + 1, "alias/a", "alias/b")}
    encryption = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": default}]}
    switched = {"Status": branch(at + 3, "Enabled", "Suspended")}
    kept = {"BucketName": branch(at + 4), "LoggingConfiguration": branch(at + 5, {"DestinationBucketName": "a"}, NONE)}
    tags = [{"Key": "Environment", "Value": branch(at + 6, "prod", "dev")}]
    encrypted = branch(at + 2, encryption, NONE)
    return _made("AWS::S3::Bucket", at, BucketEncryption=encrypted, VersioningConfiguration=switched, Tags=tags, **kept)


def _topic(at: int) -> dict[str, Any]:
    tags = [
        {"Key": "Environment", "Value": branch(at + 3, "prod", "dev")},
        branch(at + 6, {"Key": "Team", "Value": "a"}, NONE),
    ]
    said = {"TopicName": branch(at + 5), "DisplayName": branch(at + 4), "FifoTopic": branch(at + 2, True, NONE)}
    return _made("AWS::SNS::Topic", at, KmsMasterKeyId=branch(at + 1, "alias/a", NONE), Tags=tags, **said)


def _stack(at: int) -> dict[str, Any]:
    passed = {f"P{index}": branch(at + index, {"Ref": f"P{index}"}, "x") for index in range(6)}
    return _made("AWS::CloudFormation::Stack", at, TemplateURL=f"./child{at}.json", Parameters=passed)


KINDS: dict[str, Callable[[int], dict[str, Any]]] = {
    "queues": _queue,
    "security groups": _group,
    "roles": _role,
    "functions": _function,
    "buckets": _bucket,
    "topics": _topic,
}


def of_kind(kind: str, count: int) -> Templates:
    """A template of so many resources of one kind."""
    return conditional({f"R{at}": KINDS[kind](at) for at in range(count)})


def mixed(count: int, before: int = 0) -> Templates:
    """A template of so many resources of all kinds by turns."""
    kinds = list(KINDS.values())
    return conditional({f"R{at}": kinds[at % len(kinds)](at) for at in range(before, before + count)})


def in_stacks(count: int, each: int = 100) -> Templates:
    """As many in nested stacks, each of which has a condition as well, and hands its parameters on by six others."""
    stacks = range(count // each)
    children = {f"child{at}": mixed(each, at * each)["template"] for at in stacks}
    return {"parent": conditional({f"S{at}": _stack(at) for at in stacks})["template"], **children}


def conditional(resources: dict[str, Any], more: dict[str, Any] | None = None) -> Templates:
    """A template of some resources, with the conditions that they hang on."""
    return {"template": {"Parameters": PARAMETERS, "Conditions": CONDITIONS | (more or {}), "Resources": resources}}
