"""The patches of data, images, logs, alarms, versions, names and tags: in branches, in lists, in each type's shape."""

from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from aspects.judge.patch import GONE, applied
from constructs_lib.kernel.tags import REQUIRED
from tests.aspects.judge.rules.patching import CONDITION, DAY, mends
from tests.aspects.judge.rules.support import judged, template_of

SENSITIVE = "Tags: [{Key: DataClass, Value: confidential}]"
OWNED, NONE = "Tags: [{Key: Owner, Value: orders}]", "!Ref AWS::NoValue"
SUSPENDED = "{Status: Suspended}"
BACKED, PROTECTED = "data-is-backed-up", "sensitive-data-is-protected-from-deletion"


def it(type_: str, properties: str) -> str:
    return f"It: {{Type: 'AWS::{type_}', Properties: {{{properties}}}}}"


@pytest.mark.parametrize(
    ("rule", "resources"),
    [
        (BACKED, it("S3::Bucket", f"{SENSITIVE}, VersioningConfiguration: !If [Plainly, {SUSPENDED}, {NONE}]")),
        (BACKED, it("RDS::DBInstance", f"{SENSITIVE}, BackupRetentionPeriod: !If [Plainly, 1, 35]")),
        (BACKED, it("RDS::DBInstance", "BackupRetentionPeriod: 0")),
        (BACKED, it("EFS::FileSystem", "FileSystemTags: [{Key: DataClass, Value: confidential}]")),
        (BACKED, it("FSx::FileSystem", f"{SENSITIVE}, OpenZFSConfiguration: {{DeploymentType: SINGLE_AZ_1}}")),
        (BACKED, it("DynamoDB::GlobalTable", f"Replicas: [{{{SENSITIVE}}}, {{{SENSITIVE}}}]")),
        (BACKED, it("Serverless::SimpleTable", "Tags: {DataClass: confidential}")),
        (BACKED, it("Lightsail::Database", f"BackupRetention: false, {SENSITIVE}")),
        (PROTECTED, it("DynamoDB::GlobalTable", f"Replicas: !If [Plainly, [{{{SENSITIVE}}}], [{{{SENSITIVE}}}]]")),
        (PROTECTED, it("DSQL::Cluster", f"{SENSITIVE}, DeletionProtectionEnabled: !If [Plainly, false, true]")),
        ("production-databases-span-zones",
         it("RDS::DBInstance", "AvailabilityZone: ap-northeast-2a, Tags: [{Key: Environment, Value: prod}]")),
        ("production-databases-have-performance-insights",
         it("RDS::DBInstance", "KmsKeyId: !ImportValue key, Tags: [{Key: Environment, Value: prod}]")),
        ("stateful-resources-are-retained", "It: {Type: 'AWS::EFS::FileSystem', DeletionPolicy: Delete}"),
        ("image-tags-are-immutable", it("ECR::Repository", "ImageTagMutability: MUTABLE_WITH_EXCLUSION")),
        ("image-tags-are-immutable", it("ECR::RepositoryCreationTemplate", "Prefix: prod")),
        ("images-are-scanned",
         it("ECR::Repository", "ImageScanningConfiguration: !If [Plainly, {}, {ScanOnPush: false}]")),
        ("log-groups-have-a-retention", it("Logs::LogGroup", "RetentionInDays: !If [Plainly, 20, 30]")),
        ("log-groups-have-a-retention", it("Logs::LogGroup", "RetentionInDays: !If [Plainly, 0, !Ref AWS::NoValue]")),
        ("alarms-link-a-runbook", it("CloudWatch::CompositeAlarm", "AlarmActions: [x], AlarmRule: 'ALARM(x)'")),
        ("alarms-link-a-runbook",
         it("CloudWatch::Alarm", "AlarmActions: [x], AlarmDescription: !If [Plainly, '', It fails.]")),
        ("alarms-reach-somebody", it("CloudWatch::Alarm", "AlarmActions: []")),
        ("alarms-reach-somebody", it("CloudWatch::Alarm", "AlarmActions: [!If [Plainly, [x], []]]")),
        ("alarms-reach-somebody", it("CloudWatch::Alarm", "AlarmActions: [!If [Plainly, x, !Ref AWS::NoValue]]")),
        ("alarms-reach-somebody", it("CloudWatch::CompositeAlarm", "AlarmRule: 'ALARM(x)', AlarmDescription: https://x")),
        ("versions-have-standard-support", it("Lambda::Function", "Runtime: go1.x")),
        ("versions-have-standard-support", it("Lambda::Function", "Runtime: !If [Plainly, dotnetcore3.1, nodejs16.x]")),
        ("versions-have-standard-support", it("Serverless::Function", "Runtime: java8")),
        ("versions-have-standard-support",
         it("RDS::DBCluster", "Engine: aurora-mysql, EngineVersion: 5.7.mysql_aurora.2.11.2")),
        ("versions-have-standard-support", it("RDS::DBCluster", "Engine: aurora, EngineVersion: 5.6.10a")),
        ("versions-have-standard-support", it("RDS::DBInstance", "Engine: postgres, EngineVersion: '12.7'")),
    ],
)  # fmt: skip
def test_data_is_mended_where_it_stands(rule: str, resources: str) -> None:
    mends(rule, resources, CONDITION)


NAMES, UNIQUE, TAGS = (
    "physical-names-follow-the-scheme",
    "physical-names-are-unique",
    "required-tags-are-present-and-valid",
)
ALIAS = it("KMS::Alias", "AliasName: alias/stg-a")
TWICE = it("SQS::Queue", "FifoQueue: true, QueueName: stg-orders.fifo")


@pytest.mark.parametrize(
    ("rule", "resources"),
    [
        (NAMES, it("SQS::Queue", "QueueName: !If [Plainly, Orders, stg-orders]")),
        (NAMES, it("SQS::Queue", "QueueName: !Sub 'Orders-${AWS::Region}'")),
        (NAMES, it("SNS::Topic", "FifoTopic: true, TopicName: Orders.fifo")),
        (NAMES, it("SSM::Parameter", "Name: Orders")),
        (NAMES, it("EC2::VPC", "Tags: [{Key: Other, Value: x}, {Key: Name, Value: Prod}]")),
        (UNIQUE, f"{TWICE}\n{TWICE.replace('It', 'Two')}"),
        (UNIQUE, f"{ALIAS}\n{ALIAS.replace('It', 'Two')}"),
        (TAGS, it("SNS::Topic", "Tags: !If [Plainly, [{Key: Owner, Value: orders}], !Ref AWS::NoValue]")),
        (TAGS, it("SNS::Topic", "Tags: [!If [Plainly, {Key: Owner, Value: orders}, !Ref AWS::NoValue]]")),
        (TAGS, it("SNS::Topic", "Tags: [{Key: Owner, Value: !If [Plainly, Orders Team, orders]}]")),
        (TAGS, it("SNS::Topic", "Tags: [!If [Plainly, [{Key: Owner, Value: orders}], !Ref AWS::NoValue]]")),
        (TAGS, it("SNS::Topic", "Tags: [!If [Plainly, [{Key: Owner, Value: orders}, {Key: Team, Value: a}], []]]")),
        (TAGS, it("SNS::Topic", "Tags: [!If [Plainly, [{Key: Owner, Value: Orders Team}], []]]")),
        (TAGS, it("SNS::Topic", "Tags: {Key: Owner, Value: orders}")),
        (TAGS, it("SSM::Parameter", "Tags: {Owner: !If [Plainly, orders, !Ref AWS::NoValue]}")),
        (TAGS, it("SSM::Parameter", "Tags: {Owner: Orders Team}")),
        (TAGS, it("EC2::LaunchTemplate", f"TagSpecifications: [{{ResourceType: launch-template, {OWNED}}}]")),
        (TAGS, it("EC2::LaunchTemplate", f"TagSpecifications: [{{ResourceType: instance, {OWNED}}}]")),
        (TAGS, it("DynamoDB::GlobalTable", f"Replicas: [{{Region: a}}, {{Region: b, {OWNED}}}]")),
        (TAGS, it("SNS::Topic", "Tags: [{Key: Owner, Value: !If [Plainly, orders, !Ref AWS::NoValue]}]")),
        (TAGS, it("Serverless::Function", "Runtime: python3.14")),
    ],
)  # fmt: skip
def test_names_and_tags_are_mended_in_their_types_own_shape(rule: str, resources: str) -> None:
    mends(rule, resources, CONDITION)


def values(rule: str, resources: str) -> list[object]:
    findings = judged(resources, CONDITION, DAY).findings
    return [patch.value for one in findings if one.rule.id == rule for patch in one.breach.patches]


def test_a_branch_that_is_right_stays_as_it_is() -> None:
    assert values(BACKED, it("RDS::DBInstance", f"{SENSITIVE}, BackupRetentionPeriod: !If [Plainly, 1, 35]")) == [7]


@pytest.mark.parametrize(
    ("version", "follower"),
    [("dotnetcore3.1", "dotnet10"), ("nodejs4.3-edge", "nodejs24.x"), ("java8", "java25"), ("ruby2.5", "ruby4.0"),
     ("go1.x", "provided.al2023"), ("provided", "provided.al2023"), ("python2.7", "python3.14")],
)  # fmt: skip
def test_a_runtime_is_followed_by_one_of_its_language(version: str, follower: str) -> None:
    assert values("versions-have-standard-support", it("Lambda::Function", f"Runtime: {version}")) == [follower]


def test_only_an_instance_is_told_that_the_version_is_another_major_one() -> None:
    rule = "versions-have-standard-support"
    assert values(rule, it("RDS::DBInstance", "Engine: mysql, EngineVersion: 8.0.46")) == ["8.4", True]
    assert values(rule, it("RDS::DBCluster", "Engine: mysql, EngineVersion: 8.0.46")) == ["8.4"]


@pytest.mark.parametrize(("days", "becomes"), [("20", 30), ("0", 14), ("-1", 14), ("9999", 3653), ("often", 14)])
def test_a_retention_becomes_the_next_longer_one(days: str, becomes: int) -> None:
    assert values("log-groups-have-a-retention", it("Logs::LogGroup", f"RetentionInDays: {days}")) == [becomes]


def test_a_description_keeps_what_it_says() -> None:
    alarm = it("CloudWatch::Alarm", "AlarmActions: [x], AlarmDescription: It fails.")
    assert values("alarms-link-a-runbook", alarm) == ["It fails. Runbook: https://<address of the runbook>"]


def test_an_alarm_that_feeds_itself_by_a_composite_is_mended_there() -> None:
    alarms = """
    One: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmName: stg-one, Namespace: AWS/Lambda, AlarmActions: [x],
      Dimensions: [{Name: FunctionName, Value: !Ref Reader}], AlarmDescription: 'https://x'}}
    Both: {Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {AlarmRule: 'ALARM(stg-one)',
      AlarmDescription: 'https://x', OKActions: [!Ref Other], AlarmActions: [!Ref Alarms]}}
    Alarms: {Type: 'AWS::SNS::Topic'}
    Other: {Type: 'AWS::SNS::Topic'}
    Reads: {Type: 'AWS::SNS::Subscription', Properties: {TopicArn: !Ref Alarms, Protocol: lambda,
      Endpoint: !GetAtt Reader.Arn}}
    Reader: {Type: 'AWS::Lambda::Function'}
    """
    mends("no-alarm-feeds-itself", alarms)


def test_what_crosses_a_stack_inside_of_a_split_becomes_a_parameter() -> None:
    group = "SecurityGroupIds: !Split [',', !ImportValue groups], SubnetIds: [!ImportValue one, !ImportValue two]"
    resources = it("Lambda::Function", f"VpcConfig: {{{group}}}")
    mends("nothing-crosses-a-stack-but-the-contract", resources)
    found = values("nothing-crosses-a-stack-but-the-contract", resources)
    assert found == [
        {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "<path in the contract>"},
        {"Ref": "ItContract"},
        "{{resolve:ssm:<path in the contract>}}",
        "{{resolve:ssm:<path in the contract>}}",
    ]


@pytest.mark.parametrize(
    ("rule", "properties"),
    [
        ("production-databases-span-zones", "AvailabilityZone: a, Tags: [{Key: Environment, Value: prod}]"),
        (
            "image-tags-are-immutable",
            "ImageTagMutability: MUTABLE, ImageTagMutabilityExclusionFilters: []",
        ),
    ],
)
def test_what_may_not_stand_beside_what_is_set_goes(rule: str, properties: str) -> None:
    type_ = "RDS::DBInstance" if rule.startswith("production") else "ECR::Repository"
    assert GONE in values(rule, it(type_, properties))
    assert GONE not in values(rule, it(type_, properties.replace("AvailabilityZone", "X").replace("ExclusionF", "F")))


@pytest.mark.parametrize(
    "tags",
    [
        "[!If [Plainly, {Key: Owner, Value: orders}, !Ref AWS::NoValue]]",
        "[{Key: Owner, Value: !If [Plainly, orders, !Ref AWS::NoValue]}]",
    ],
)
def test_a_tag_that_is_there_at_times_is_not_added_once_more(tags: str) -> None:
    template = template_of(it("SNS::Topic", f"Tags: {tags}"), CONDITION)
    patches = [patch for one in judge([template]).findings if one.rule.id == TAGS for patch in one.breach.patches]
    assert "<owner as" in str(patches)
    added = applied(template.body, patches)["Resources"]["It"]["Properties"]["Tags"][1:]
    assert sorted(tag["Key"] for tag in added) == sorted({*REQUIRED} - {"Owner"})
