"""The key of a topic, a queue or a volume, and who needs it."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "whoever-publishes-is-admitted-by-the-key"
MESSAGING = "'{{resolve:ssm:/prod/kms/messaging-key-arn}}'"
AUDIT = "'{{resolve:ssm:/prod/cloudtrail/audit-key-arn}}'"
EBS = "'{{resolve:ssm:/prod/kms/ebs-key-arn}}'"
CONTEXT = "{ArnLike: {'kms:EncryptionContext:aws:%s': 'arn:aws:%s:*:111122223333:*'}}"

PUBLISHERS = {
    "an alarm": "{Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref Topic]}}",
    "a recovery": "{Type: AWS::CloudWatch::CompositeAlarm, Properties: {OKActions: [!Ref Topic]}}",
    "a rule": "{Type: AWS::Events::Rule, Properties: {Targets: [{Id: a, Arn: !Ref Topic}]}}",
    "a rule to a queue": "{Type: AWS::Events::Rule, Properties: {Targets: [{Id: a, Arn: !GetAtt Queue.Arn}]}}",
    "what a rule could not deliver": (
        "{Type: AWS::Events::Rule, Properties: "
        "{Targets: [{Id: a, Arn: 'arn:aws:lambda:x', DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}]}}"
    ),
    "a bucket": (
        "{Type: AWS::S3::Bucket, Properties: "
        "{NotificationConfiguration: {TopicConfigurations: [{Event: 's3:*', Topic: !Ref Topic}]}}}"
    ),
    "a bucket of CDK": (
        "{Type: 'Custom::S3BucketNotifications', Properties: "
        "{NotificationConfiguration: {QueueConfigurations: [{Events: ['s3:*'], QueueArn: !GetAtt Queue.Arn}]}}}"
    ),
    "a database": "{Type: AWS::RDS::EventSubscription, Properties: {SnsTopicArn: !Ref Topic}}",
    "a vault": "{Type: AWS::Backup::BackupVault, Properties: {Notifications: {SNSTopicArn: !Ref Topic}}}",
    "a budget": (
        "{Type: AWS::Budgets::Budget, Properties: {NotificationsWithSubscribers: "
        "[{Subscribers: [{SubscriptionType: SNS, Address: !Ref Topic}]}]}}"
    ),
    "an anomaly": (
        "{Type: AWS::CE::AnomalySubscription, Properties: {Subscribers: [{Type: SNS, Address: !Ref Topic}]}}"
    ),
    "mail": (
        "{Type: AWS::SES::ConfigurationSetEventDestination, Properties: "
        "{EventDestination: {SnsDestination: {TopicARN: !Ref Topic}}}}"
    ),
    "a topic": "{Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, Endpoint: !GetAtt Queue.Arn}}",
}


def published(publisher: str, key: str, more: str = "") -> str:
    targets = "\n".join(
        f"{name}: {{Type: 'AWS::{service}', Properties: {{KmsMasterKeyId: {key}}}}}"
        for name, service in (("Topic", "SNS::Topic"), ("Queue", "SQS::Queue"))
    )
    return f"Publisher: {publisher}\n{targets}\n{more}"


def own_key(*statements: str) -> str:
    return f"Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [{', '.join(statements)}]}}}}}}"


ROOT = "{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'kms:*', Resource: '*'}"


def use(service: str, condition: str = "") -> str:
    block = f", Condition: {condition}" if condition else ""
    return (
        f"{{Effect: Allow, Principal: {{Service: {service}}}, Action: ['kms:GenerateDataKey*', 'kms:Decrypt']{block}}}"
    )


@pytest.mark.parametrize("name", PUBLISHERS)
def test_the_messaging_key_admits_every_publisher(name: str) -> None:
    assert findings_of(RULE, published(PUBLISHERS[name], MESSAGING)) == []


@pytest.mark.parametrize("name", PUBLISHERS)
def test_a_key_whose_policy_leaves_it_to_the_account_admits_none(name: str) -> None:
    (found,) = findings_of(RULE, published(PUBLISHERS[name], "!Ref Key", own_key(ROOT)))
    assert found[0] == "Publisher"


@pytest.mark.parametrize("name", ["a bucket", "a bucket of CDK", "a database", "a vault", "a budget", "a topic"])
def test_the_audit_key_is_not_for_everybody(name: str) -> None:
    assert len(findings_of(RULE, published(PUBLISHERS[name], AUDIT))) == 1
    assert findings_of(RULE, published(PUBLISHERS["an alarm"], AUDIT)) == []


def test_a_statement_of_ones_own_key_admits_its_service_in_its_context() -> None:
    bucket = PUBLISHERS["a bucket"]
    for statement, count in (
        (use("s3.amazonaws.com"), 0),
        (use("s3.amazonaws.com", CONTEXT % ("sns:topicArn", "sns")), 0),
        (use("s3.amazonaws.com", CONTEXT % ("sqs:arn", "sqs")), 1),
        (use("sns.amazonaws.com"), 1),
        (use("s3.amazonaws.com").replace("Allow", "Deny"), 1),
        (use("s3.amazonaws.com").replace("'kms:GenerateDataKey*', 'kms:Decrypt'", "'kms:DescribeKey'"), 1),
    ):
        assert len(findings_of(RULE, published(bucket, "!GetAtt Key.Arn", own_key(ROOT, statement)))) == count


@pytest.mark.parametrize(
    ("actions", "count"),
    [
        ("Action: 'KMS:Decry?t'", 0),
        ("Action: ['kms:Gen*', '*']", 0),
        ("NotAction: 'kms:ScheduleKeyDeletion'", 0),
        ("NotAction: 'kms:Dec*'", 1),
        ("Action: 'kms:[Dd]ecrypt'", 1),
    ],
)
def test_decrypting_is_allowed_in_each_of_the_words_that_iam_takes(actions: str, count: int) -> None:
    statement = use("s3.amazonaws.com").replace("Action: ['kms:GenerateDataKey*', 'kms:Decrypt']", actions)
    found = findings_of(RULE, published(PUBLISHERS["a bucket"], "!GetAtt Key.Arn", own_key(ROOT, statement)))
    assert len(found) == count


@pytest.mark.parametrize(
    "resources",
    [
        published(PUBLISHERS["a bucket"], "!ImportValue Key"),
        published(PUBLISHERS["a bucket"], "alias/aws/sns"),
        published(
            PUBLISHERS["a bucket"], "!Ref Key", "Key: {Type: AWS::KMS::Key, Properties: {KeyPolicy: !Ref Given}}"
        ),
        published(PUBLISHERS["a bucket"], "!Ref Key", own_key(ROOT, use("!Ref Given"))),
        published("{Type: AWS::Events::Rule, Properties: {Targets: [{Id: a, Arn: !Ref Topic, RoleArn: r}]}}", AUDIT),
        published("{Type: AWS::SNS::Subscription, Properties: {Protocol: email, Endpoint: a@example.org}}", AUDIT),
        published("{Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: ['arn:aws:sns:x:1:y']}}", AUDIT),
        f"Publisher: {PUBLISHERS['an alarm']}\nTopic: {{Type: AWS::SNS::Topic}}",
    ],
)
def test_what_nobody_knows_is_no_finding(resources: str) -> None:
    assert findings_of(RULE, resources, "Parameters: {Given: {Type: String}}") == []


def test_an_alarm_topic_of_the_platform_has_the_messaging_key() -> None:
    sections = (
        "Parameters: {Topic: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /prod/monitoring/info-topic-arn}}"
    )
    rds = "Publisher: {Type: AWS::RDS::EventSubscription, Properties: {SnsTopicArn: !Ref Topic}}"
    trail = "Publisher: {Type: AWS::CloudTrail::Trail, Properties: {SnsTopicName: !Ref Topic}}"
    assert findings_of(RULE, rds, sections) == []
    assert findings_of(RULE, trail, sections) == [("Publisher", "SnsTopicName")]


def group(key: str, more: str = "", launch: str = "LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: 1}") -> str:
    disks = f"BlockDeviceMappings: [{{DeviceName: /dev/xvda, Ebs: {{Encrypted: true, KmsKeyId: {key}}}}}]"
    return f"""
Publisher: {{Type: AWS::AutoScaling::AutoScalingGroup, Properties: {{MinSize: 1, MaxSize: 1, {launch}}}}}
Launch: {{Type: AWS::EC2::LaunchTemplate, Properties: {{LaunchTemplateData: {{{disks}}}}}}}
{more}
"""


MIXED = "MixedInstancesPolicy: {LaunchTemplate: {LaunchTemplateSpecification: {LaunchTemplateId: !Ref Launch}}}"
ROLE = "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
BY_NAME = f"{{Effect: Allow, Principal: {{AWS: '{ROLE}'}}, Action: ['kms:Decrypt'], Resource: '*'}}"
BY_CONDITION = (
    "{Effect: Allow, Principal: '*', Action: 'kms:*', Resource: '*', "
    f"Condition: {{ArnLike: {{'aws:PrincipalArn': '{ROLE}*'}}}}}}"
)


@pytest.mark.parametrize(
    ("resources", "count"),
    [
        (group(EBS), 0),
        (group(MESSAGING), 1),
        (group(MESSAGING, launch=MIXED), 1),
        (group("!Ref Key", own_key(ROOT)), 1),
        (group("!Ref Key", own_key(ROOT, BY_NAME)), 0),
        (group("!GetAtt Key.Arn", own_key(ROOT, BY_CONDITION)), 0),
        (group("!ImportValue Key"), 0),
    ],
)
def test_auto_scaling_needs_the_key_of_the_volumes(resources: str, count: int) -> None:
    assert len(findings_of(RULE, resources)) == count
