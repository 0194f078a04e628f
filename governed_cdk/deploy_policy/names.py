"""The names of an app's resources as patterns: `prod-network-*` for whatever the stack `prod-network` may add.

A name that says its environment and its stack is cut behind both; any other stays as it is. Where CloudFormation makes
the name up, it begins with the stack's name, or with what a short name leaves of it
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html).
"""

from __future__ import annotations

import functools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.iam.matching import readable
from aspects.judge.traits import stack_environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.access.values import Values
    from aspects.judge.template import Resource, Template

# Which types a part of an ARN names, by the service that the ARN begins with.
# Source: Service Authorization Reference, "Resource types" of each service; CloudFormation Template Reference Guide.
NAMED: dict[tuple[str, str], tuple[str, ...]] = {
    ("access-analyzer", "AnalyzerName"): ("AWS::AccessAnalyzer::Analyzer",),
    ("athena", "WorkGroupName"): ("AWS::Athena::WorkGroup",),
    ("backup", "BackupVaultName"): ("AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault"),
    ("budgets", "BudgetName"): ("AWS::Budgets::Budget",),
    ("cloudtrail", "TrailName"): ("AWS::CloudTrail::Trail",),
    ("cloudwatch", "AlarmName"): ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"),
    ("cloudwatch", "DashboardName"): ("AWS::CloudWatch::Dashboard",),
    ("dynamodb", "TableName"): ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"),
    ("ecr", "RepositoryName"): ("AWS::ECR::Repository",),
    ("ecs", "ClusterName"): ("AWS::ECS::Cluster",),
    ("ecs", "ServiceName"): ("AWS::ECS::Service",),
    ("ecs", "TaskDefinitionFamilyName"): ("AWS::ECS::TaskDefinition",),
    ("elasticloadbalancing", "LoadBalancerName"): ("AWS::ElasticLoadBalancingV2::LoadBalancer",),
    ("elasticloadbalancing", "TargetGroupName"): ("AWS::ElasticLoadBalancingV2::TargetGroup",),
    ("events", "RuleName"): ("AWS::Events::Rule",),
    ("firehose", "DeliveryStreamName"): ("AWS::KinesisFirehose::DeliveryStream",),
    ("glue", "DatabaseName"): ("AWS::Glue::Database",),
    ("iam", "GroupNameWithPath"): ("AWS::IAM::Group",),
    ("iam", "InstanceProfileNameWithPath"): ("AWS::IAM::InstanceProfile",),
    ("iam", "OidcProviderName"): ("AWS::IAM::OIDCProvider",),
    ("iam", "PolicyNameWithPath"): ("AWS::IAM::ManagedPolicy",),
    ("iam", "RoleNameWithPath"): ("AWS::IAM::Role",),
    ("iam", "UserNameWithPath"): ("AWS::IAM::User",),
    ("kinesis", "StreamName"): ("AWS::Kinesis::Stream",),
    ("kms", "Alias"): ("AWS::KMS::Alias",),
    ("lambda", "FunctionName"): ("AWS::Lambda::Function",),
    ("logs", "LogGroupName"): ("AWS::Logs::LogGroup",),
    ("rds", "DbClusterInstanceName"): ("AWS::RDS::DBCluster",),
    ("rds", "DbInstanceName"): ("AWS::RDS::DBInstance",),
    ("rds", "ParameterGroupName"): ("AWS::RDS::DBParameterGroup",),
    ("rds", "SubnetGroupName"): ("AWS::RDS::DBSubnetGroup",),
    ("s3", "BucketName"): ("AWS::S3::Bucket",),
    ("secretsmanager", "SecretId"): ("AWS::SecretsManager::Secret",),
    ("sns", "TopicName"): ("AWS::SNS::Topic",),
    ("sqs", "QueueName"): ("AWS::SQS::Queue",),
    ("ssm", "ParameterNameWithoutLeadingSlash"): ("AWS::SSM::Parameter",),
    ("states", "StateMachineName"): ("AWS::StepFunctions::StateMachine",),
}

# More follows the name in the ARN: six characters that Secrets Manager adds, the streams of a log group.
_GOES_ON = {"AWS::SecretsManager::Secret": "-*", "AWS::Logs::LogGroup": "*"}
_PREFIXES = {"AWS::KMS::Alias": "alias/", "AWS::SSM::Parameter": "/"}

_SHORT = 32  # characters; of the stack's name, CloudFormation then leaves five or more
_LEFT_OF_SHORT, _LEFT = 5, 20
_LEFT_OF_ID = 15
_DELIMITED = r"(?:^|(?<=[-_/.])){}(?:(?=[-_/.])|\Z)"


class NamePatterns:
    """The patterns of the names of an app's resources, by type.

    `outer` has the stacks that a nested template is part of, by the identity of the template: its names are within
    theirs.
    """

    def __init__(
        self, app: Iterable[Template], values: Values, outer: Mapping[int, list[Template]] = MappingProxyType({})
    ) -> None:
        self._values, self._outer = values, outer
        self._by_type: dict[str, set[str]] = {}
        for template in app:
            for resource in template.resources.values():
                found = self._by_type.setdefault(resource.type, set())
                for stack in self.stacks(resource):
                    found |= self._patterns(resource, stack)

    def of(self, *types: str) -> frozenset[str]:
        """The patterns of all names of some types; none where the app has no resource of them."""
        return frozenset().union(*(self._by_type.get(one, ()) for one in types))

    def stacks(self, resource: Resource) -> list[Template]:
        """The stacks that a resource is deployed with: one, but for a nested template that several have."""
        return self._outer.get(id(resource.template), [resource.template])

    def _patterns(self, resource: Resource, stack: Template) -> set[str]:
        if resource.type == "AWS::IAM::OIDCProvider":
            return {at_deploy(self._values.arn(resource).partition("/")[2])}
        known = facts(resource.type).name
        given = self._values.texts(resource, *known.path) if known else []
        if not given:
            begin = _made_up(stack.stack_name, known.max_length if known else _SHORT)
            return {begin, begin.lower()}
        path = _path_of(resource, self._values)
        end = _GOES_ON.get(resource.type, "")
        cut = {cut_name(at_deploy(name), stack) for name in given}
        return {path + _ended(one.removeprefix(_PREFIXES.get(resource.type, "")), end) for one in cut}


def made_up_in(stack: str, logical_id: str) -> str:
    """A name of 64 characters that CloudFormation makes up for a resource, which may leave out the end of both."""
    return f"{stack}-{logical_id[:_LEFT_OF_ID]}*" if len(stack) <= _LEFT else f"{stack[:_LEFT]}*"


def _made_up(stack: str, longest: int) -> str:
    left = _LEFT_OF_SHORT if longest <= _SHORT else _LEFT
    return f"{stack}-*" if len(stack) <= left else f"{stack[:left]}*"


def named_types(form: str) -> set[str]:
    """The types whose names stand in the form of an ARN."""
    service = form.partition(":")[0]
    return {type_ for part in re.findall(r"\$\{(\w+)\}", form) for type_ in NAMED.get((service, part), ())}


def _ended(name: str, end: str) -> str:
    return name if name.endswith("*") else name + end


def at_deploy(text: str) -> str:
    """A text in which whatever only the deploy tells may be anything: what it makes up, what a template looks up."""
    return re.sub(r"\$\{[^}]*\}|-\bX{6}(X{6})?\b", lambda found: "-*" if found[0][0] == "-" else "*", readable(text))


def _path_of(resource: Resource, values: Values) -> str:
    """The path before the name of what IAM keeps."""
    paths = values.texts(resource, "Path") if resource.type.startswith("AWS::IAM::") else []
    return at_deploy(paths[0]).removeprefix("/") if paths else ""


def cut_name(name: str, template: Template) -> str:
    """A name, cut behind its environment and its stack where it says both: `/aws/lambda/prod-secrets-*`."""
    environment = stack_environment(template)
    where = _place(environment, name)
    for slug in _slugs(template.stack_name.removeprefix(f"{environment}-")):
        found = _place(slug, name)
        if where and found:
            end = max(where.end(), found.end())
            return name if end == len(name) else f"{name[: end + 1]}*"
    return name


def _slugs(stack: str) -> list[str]:
    """The stack's own word, and the beginnings of it: a companion in another region names what its stack names."""
    words = stack.split("-")
    return ["-".join(words[:count]) for count in range(len(words), 0, -1)]


@functools.cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(_DELIMITED.format(re.escape(word)))


def _place(word: str, name: str) -> re.Match[str] | None:
    return _pattern(word).search(name) if word else None
