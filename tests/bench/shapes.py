"""`governed-cdk check` on shapes whose alternatives multiply, each also at twice its size: work grows with the size."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.measure import Case, Cost, medians

if TYPE_CHECKING:
    from collections.abc import Callable

    Templates = dict[str, dict[str, Any]]

ROUNDS = 3
CONDITIONS = {f"C{at}": {"Fn::Equals": [{"Ref": f"P{at}"}, "x"]} for at in range(9)}
NONE = {"Ref": "AWS::NoValue"}
PARAMETERS = {f"P{at}": {"Type": "String"} for at in range(9)}


def _if(at: int, one: Any = "a", other: Any = "b") -> dict[str, Any]:
    return {"Fn::If": [f"C{at % 9}", one, other]}


def _nested(file: str, before: Any) -> dict[str, Any]:
    properties = {"TemplateURL": f"./{file}.json", "Parameters": {"Before": before}}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


def _child(uses: int) -> dict[str, Any]:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Before"}}}
    value = {"Fn::Sub": "${Before}" * uses}
    sections = {"Parameters": {"Before": {"Type": "String"}}, "Outputs": {"Name": {"Value": value}}}
    return {**sections, "Resources": {"Topic": topic}}


def _stacks(count: int, uses: int, *, one: bool) -> Templates:
    files = ["child" if one else f"child{at}" for at in range(count)]
    before: list[Any] = [{"Ref": "P"}, *({"Fn::GetAtt": [f"S{at}", "Outputs.Name"]} for at in range(count - 1))]
    resources = {f"S{at}": _nested(file, before[at]) for at, file in enumerate(files)}
    parent = {"Parameters": {"P": {"Type": "String", "AllowedValues": ["a", "b"]}}, "Resources": resources}
    return {"parent": parent, **{file: _child(uses) for file in files}}


def _statement(at: int) -> dict[str, Any]:
    resource = {"Fn::Join": ["", ["arn:aws:s3:::", *(_if(at + part) for part in range(6))]]}
    condition = {"StringEquals": {f"aws:PrincipalTag/t{part}": _if(at + 6 + part) for part in range(3)}}
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource, "Condition": condition}


def _policies(count: int) -> Templates:
    document = {"Version": "2012-10-17", "Statement": [_statement(at) for at in range(30)]}
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    return _conditional({f"Policy{at}": policy for at in range(count)})


def _by_name(count: int) -> Templates:
    either = {
        f"D{at}": {"Fn::Or": [{"Condition": f"D{at - 1}"}, {"Fn::Not": [{"Condition": f"D{at - 1}"}]}]}
        for at in range(1, count)
    }
    topic = {"Type": "AWS::SNS::Topic", "Condition": f"D{count - 1}", "Properties": {"TopicName": _if(0)}}
    return _conditional({"Topic": topic}, {"D0": {"Condition": "C0"}, **either})


def _groups(count: int) -> Templates:
    rule = {"IpProtocol": "tcp", "FromPort": _if(0, 443, 22), "ToPort": _if(0, 443, 22), "CidrIp": "0.0.0.0/0"}
    properties = {"GroupDescription": "front of the shop", "SecurityGroupIngress": [rule]}
    return _conditional(
        {f"G{at}": {"Type": "AWS::EC2::SecurityGroup", "Properties": properties} for at in range(count)}
    )


def _branching(count: int) -> Templates:
    """Resources of five kinds by turns, each with a condition and six branches."""
    return _conditional({f"R{at}": _KINDS[at % len(_KINDS)](at) for at in range(count)})


def _made(type_: str, at: int, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Condition": f"C{at % 9}", "Properties": properties}


def _queue(at: int) -> dict[str, Any]:
    tags = [
        {"Key": "Environment", "Value": _if(at + 3, "prod", "dev")},
        _if(at + 4, {"Key": "Team", "Value": "a"}, NONE),
    ]
    keys = {"KmsMasterKeyId": _if(at + 1, "alias/a", NONE), "SqsManagedSseEnabled": _if(at + 1, NONE, True)}
    return _made("AWS::SQS::Queue", at, QueueName=_if(at + 5), FifoQueue=_if(at + 6, True, NONE), Tags=tags, **keys)


def _group(at: int) -> dict[str, Any]:
    rules = [
        {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "CidrIp": _if(at + 1 + index, "0.0.0.0/0", "10.0.0.0/8"),
        }
        for index, port in enumerate((_if(at, 443, 22), _if(at + 4, 443, 8080), 443))
    ]
    return _made("AWS::EC2::SecurityGroup", at, GroupDescription=_if(at + 5), SecurityGroupIngress=rules)


def _role(at: int) -> dict[str, Any]:
    statements = [
        {
            "Effect": "Allow",
            "Action": _if(at + index, "s3:GetObject", "s3:*"),
            "Resource": _if(at + 3 + index, "*", "a"),
        }
        for index in range(3)
    ]
    policies = [{"PolicyName": "p", "PolicyDocument": {"Statement": statements}}]
    trust = {
        "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    }
    return _made("AWS::IAM::Role", at, AssumeRolePolicyDocument=trust, Policies=policies)


def _function(at: int) -> dict[str, Any]:
    variables = {f"V{index}": _if(at + index) for index in range(4)}
    properties = {"Runtime": "python3.12", "Handler": "a.b", "Role": "a", "Code": {"S3Bucket": "a", "S3Key": "b"}}
    kept = {"KmsKeyArn": _if(at + 4, "alias/a", NONE), "FunctionName": _if(at + 5)}
    return _made("AWS::Lambda::Function", at, Environment={"Variables": variables}, **properties, **kept)


def _bucket(at: int) -> dict[str, Any]:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": _if(at + 1, "alias/a", "alias/b")}
    encryption = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": default}]}
    switched = {"Status": _if(at + 3, "Enabled", "Suspended")}
    kept = {"BucketName": _if(at + 4), "LoggingConfiguration": _if(at + 5, {"DestinationBucketName": "a"}, NONE)}
    tags = [{"Key": "Environment", "Value": _if(at + 6, "prod", "dev")}]
    encrypted = _if(at + 2, encryption, NONE)
    return _made("AWS::S3::Bucket", at, BucketEncryption=encrypted, VersioningConfiguration=switched, Tags=tags, **kept)


_KINDS = (_queue, _group, _role, _function, _bucket)


def _conditional(resources: dict[str, Any], more: dict[str, Any] | None = None) -> Templates:
    return {"template": {"Parameters": PARAMETERS, "Conditions": CONDITIONS | (more or {}), "Resources": resources}}


SHAPES: dict[str, tuple[int, Callable[[int], Templates]]] = {
    "nested stacks in a chain, eight uses of each output": (6, lambda size: _stacks(size, 8, one=False)),
    "one template nested by stacks in a chain, three uses": (8, lambda size: _stacks(size, 3, one=True)),
    "policies of 30 statements, nine branches in each": (10, _policies),
    "conditions by name, each of the one before it": (100, _by_name),
    "security groups with a branch each": (500, _groups),
    "resources with a condition and six branches each": (500, _branching),
}


def measure() -> dict[str, tuple[Cost, Cost]]:
    """Medians of each shape at its size, and at twice that."""
    with tempfile.TemporaryDirectory() as name:
        folder, cases = Path(name), dict[str, Case]()
        command = str(Path(sys.executable).parent / "governed-cdk")
        for at, (size, made) in enumerate(SHAPES.values()):
            for times in (1, 2):
                path = folder / f"{at}-{times}"
                path.mkdir()
                for file, body in made(size * times).items():
                    (path / f"{file}.json").write_text(json.dumps(body), encoding="utf-8")
                cases[path.name] = Case([command, "check", str(path)], {}, (0, 3))
        found = medians(cases, folder, ROUNDS)
    return {shape: (found[f"{at}-1"], found[f"{at}-2"]) for at, shape in enumerate(SHAPES)}


def lines(costs: dict[str, tuple[Cost, Cost]]) -> list[str]:
    """The section of the page."""
    rows = [
        f"| {SHAPES[shape][0]} {shape} | {once.cpu:.2f} | {twice.cpu:.2f} |" for shape, (once, twice) in costs.items()
    ]
    return [
        "## Check, where alternatives multiply",
        "",
        f"Whole processes, the start included, medians of {ROUNDS}.",
        "",
        "| Shape | CPU s | CPU s at twice the size |",
        "|---|---|---|",
        *rows,
        "",
    ]
