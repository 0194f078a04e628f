"""What well-kept scanners say of every template: cfn-lint and parliament."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import cfnlint.api
import parliament
import pytest
from cfnlint.config import ManualArgs
from cfnlint.core import get_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from cfnlint.rules import RulesCollection

    from tests.support import Templates

# What cfn-lint says and is not followed, by rule and part of the message, with the reason.
LINT_ACCEPTED = {
    ("W3010", "availability zones"): "the environment names its zones: a subnet must never move to another one",
    ("W3005", "/Trail022F0CF2/Properties/KMSKeyId'"): "the trail comes after the key with its alias, not the key alone",
    ("W3005", "/Properties/RoleArn'"): "likewise, of a state machine",
    ("W3005", "/Properties/Role'"): "CDK writes this DependsOn beside a reference that would do; it is harmless",
}

# What parliament says and is wrong about, by resource, issue and part of the detail, with the reason.
POLICY_ACCEPTED = {
    (
        "logging/ReplicationRole",
        "UNKNOWN_CONDITION_FOR_ACTION",
        "kms:ResourceAliases",
    ): "younger than parliament's data",
    (
        "monitoring/GrafanaRole",
        "RESOURCE_STAR",
        "logs:GetQueryResults",
    ): "a query is no resource that a policy can name",
    ("bootstrap/Diagnosis", "UNKNOWN_ACTION", "cloudformation:DescribeEvents"): "younger than parliament's data",
    (
        "bootstrap/Diagnosis",
        "RESOURCE_STAR",
        "ecs:ListTasks",
    ): "tasks of every cluster: which one failed is the question",
    (
        "bootstrap/Diagnosis",
        "RESOURCE_MISMATCH",
        "bedrock:InvokeModel",
    ): "one of the formats that it lists is enough: a profile, or a model",
    (
        "bootstrap/Diagnosis",
        "MISMATCHED_TYPE_BUT_USABLE",
        "StringEquals",
    ): "bedrock:InferenceProfileArn is compared as text, which knows no pattern",
    ("secrets/SecretScanResponder", "RESOURCE_STAR", "iam:GetAccessKeyLastUsed"): "whose key it is, is the question",
    (
        "bootstrap/ServiceBoundary",
        "RESOURCE_STAR",
        "access-analyzer",
    ): "it takes the actions of NotAction, which are those that are not allowed, for those that are",
    (
        "bootstrap/ServiceBoundary",
        "MISMATCHED_TYPE_BUT_USABLE",
        "StringNotEquals",
    ): "iam:PermissionsBoundary works with string operators (IAM User Guide, keys for AWS IAM)",
}


@functools.cache
def rules() -> RulesCollection:
    """cfn-lint's errors and warnings, as it runs them by default: it would load them anew for each template."""
    return get_rules([], [], ["E", "W"])


# Prod has all there is, dev as little as can be: others lie between, and cfn-lint takes seconds for each.
@pytest.mark.slow
@pytest.mark.parametrize("environment", ["prod", "dev"])
def test_cfn_lint_is_clean_on_every_template(environment: str, judged_synth: Callable[[str], Templates]) -> None:
    templates, found = judged_synth(environment), []
    for path in sorted(templates.folder.glob("*.template.json")):
        region = "us-east-1" if "us-east-1" in path.name else "ap-northeast-2"
        matches = cfnlint.api.lint(path.read_text(), rules=rules(), config=ManualArgs(regions=[region]))
        found += [
            f"{path.name}: {match.rule.id} {match.message}"
            for match in matches
            if not any(rule == match.rule.id and part in match.message for rule, part in LINT_ACCEPTED)
        ]
    assert found == []


def test_parliament_reports_nothing_on_any_policy(templates: Templates) -> None:
    found = []
    judged = 0
    for stack, key, resource in templates.all():
        for document in _documents(resource):
            judged += 1
            analysis = parliament.analyze_policy_string(json.dumps(_flat(document, templates[stack])))
            found += [
                f"{stack}/{key}: {finding.issue} {finding.detail}"
                for finding in analysis.findings
                if not any(
                    f"{stack}/{key}".startswith(name) and issue == finding.issue and part in str(finding.detail)
                    for name, issue, part in POLICY_ACCEPTED
                )
            ]
    assert judged > 10
    assert found == []


def _documents(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """The identity policies of a resource; parliament does not judge trust and resource policies."""
    if resource["Type"] not in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role"):
        return []
    properties = resource["Properties"]
    inline = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    return [*inline, *([properties["PolicyDocument"]] if "PolicyDocument" in properties else [])]


_KNOWN = {
    "AWS::Partition": "aws",
    "AWS::Region": "ap-northeast-2",
    "AWS::AccountId": "111122223333",
    "AWS::URLSuffix": "amazonaws.com",
}
_HERE = "ap-northeast-2:111122223333"
_KEY = f"arn:aws:kms:{_HERE}:key/11111111-2222-3333-4444-555555555555"

# A plausible ARN of each type that a policy names by reference.
_ARNS = {
    "AWS::APS::Workspace": f"arn:aws:aps:{_HERE}:workspace/ws-1",
    "AWS::Athena::WorkGroup": f"arn:aws:athena:{_HERE}:workgroup/example",
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{_HERE}:table/example",
    "AWS::ECR::Repository": f"arn:aws:ecr:{_HERE}:repository/example",
    "AWS::ECS::TaskDefinition": f"arn:aws:ecs:{_HERE}:task-definition/example:1",
    "AWS::EFS::FileSystem": f"arn:aws:elasticfilesystem:{_HERE}:file-system/fs-1",
    "AWS::KMS::Key": _KEY,
    "AWS::KinesisFirehose::DeliveryStream": f"arn:aws:firehose:{_HERE}:deliverystream/example",
    "AWS::Lambda::Function": f"arn:aws:lambda:{_HERE}:function:example",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{_HERE}:log-group:example:*",
    "AWS::IAM::Role": "arn:aws:iam::111122223333:role/example",
    "AWS::RDS::DBInstance": f"arn:aws:rds:{_HERE}:db:example",
    "AWS::S3::Bucket": "arn:aws:s3:::example",
    "AWS::SNS::Topic": f"arn:aws:sns:{_HERE}:example",
    "AWS::SQS::Queue": f"arn:aws:sqs:{_HERE}:example",
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:{_HERE}:secret:example-AbCdEf",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{_HERE}:stateMachine:example",
}
_REF_IS_ARN = (
    "AWS::ECS::TaskDefinition", "AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine",
)  # fmt: skip


def _flat(value: Any, template: dict[str, Any]) -> Any:
    """The policy as IAM would see it, with a plausible value for what is known only at deploy time."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(str(_flat(part, template)) for part in parts)
        case {"Ref": name}:
            return _KNOWN.get(name) or _referenced(name, template)
        case {"Fn::GetAtt": [name, attribute]}:
            type_ = template["Resources"][name]["Type"]
            return _ARNS[type_] if attribute.endswith("Arn") else "example"
        case dict():
            return {key: _flat(item, template) for key, item in value.items()}
        case list():
            return [_flat(item, template) for item in value]
        case _:
            return value


def _referenced(name: str, template: dict[str, Any]) -> str:
    """A parameter by what its path promises, or a resource by its type, whose Ref is its ARN or its name."""
    if name in template.get("Parameters", {}):
        path = str(template["Parameters"][name]["Default"])
        ends = {"key-arn": _KEY, "topic-arn": _ARNS["AWS::SNS::Topic"]}
        return next((arn for end, arn in ends.items() if path.endswith(end)), "example")
    type_ = template["Resources"][name]["Type"]
    return _ARNS[type_] if type_ in _REF_IS_ARN else "example"
