"""Rules that compare resources ask whether both are there, and what both say, in one world."""

from __future__ import annotations

import pytest

from tests.aspects.judge.conditions import INGRESS, SECTIONS, findings

UNIQUE, SERVES, BACKED_UP = "physical-names-are-unique", "encryption-keys-serve-one-data-class", "data-is-backed-up"


def queue(name: str, value: str, condition: str = "") -> str:
    """A queue with a name."""
    head = f", Condition: {condition}" if condition else ""
    return f"{name}: {{Type: AWS::SQS::Queue{head}, Properties: {{QueueName: {value}}}}}\n"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("a-b", ""), ("a-b", ""), ["Second"]),
        (("a-b", "Prod"), ("a-b", "NotProd"), []),
        (("a-b", "Prod"), ("a-b", "Dev"), []),
        (("a-b", "Prod"), ("a-b", "HasLogs"), ["Second when Prod is true"]),
        (("a-b", "Prod"), ("a-b", "Both"), ["Second"]),
        (("!If [Prod, a-b, c-d]", ""), ("!If [Prod, c-d, a-b]", ""), []),
        (("!If [Prod, a-b, c-d]", ""), ("!If [HasLogs, a-b, e-f]", "Prod"), ["Second when HasLogs is true"]),
        (("!Sub '${Stage}-a'", ""), ("prod-a", "Dev"), []),
        (("!Sub '${Stage}-a'", ""), ("prod-a", ""), ["Second when Stage is prod"]),
    ],
)
def test_names_meet_only_where_both_resources_do(
    first: tuple[str, str], second: tuple[str, str], expected: list[str]
) -> None:
    assert findings(UNIQUE, queue("First", *first) + queue("Second", *second)) == expected


POLICY = """
Bucket: {{Type: AWS::S3::Bucket}}
Policy:
  Type: AWS::S3::BucketPolicy
  {0}
  Properties:
    Bucket: !Ref Bucket
    PolicyDocument:
      Statement:
        Effect: !If [{1}, Deny, Allow]
        Principal: "*"
        Action: s3:*
        Resource: [!GetAtt Bucket.Arn, !Sub "${{Bucket.Arn}}/*"]
        Condition: {{Bool: {{"aws:SecureTransport": "false"}}}}
"""


@pytest.mark.parametrize(
    ("condition", "effect", "expected"),
    [
        ("", "Always", []),
        ("", "Prod", ["Bucket when Prod is false"]),
        ("Condition: Prod", "Prod", ["Bucket when Prod is false"]),
        ("Condition: Never", "Always", ["Bucket"]),
    ],
)
def test_a_policy_protects_a_bucket_where_it_is_there(condition: str, effect: str, expected: list[str]) -> None:
    assert findings("buckets-demand-tls", POLICY.format(condition, effect)) == expected


def topics(first: str, second: str) -> str:
    """Two topics of different classes, each with a key."""
    tags = "Tags: [{Key: DataClass, Value: %s}]"
    return f"""
Payroll: {{Type: AWS::SNS::Topic, Properties: {{KmsMasterKeyId: {first}, {tags % "highly-confidential"}}}}}
News: {{Type: AWS::SNS::Topic, Properties: {{KmsMasterKeyId: {second}, {tags % "public"}}}}}
Key: {{Type: AWS::KMS::Key}}
Other: {{Type: AWS::KMS::Key}}
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("!Ref Key", "!Ref Key", ["News"]),
        ("!If [Prod, !Ref Key, !Ref Other]", "!If [Prod, !Ref Other, !Ref Key]", []),
        ("!If [Prod, !Ref Key, !Ref Other]", "!Ref Key", ["News when Prod is true"]),
    ],
)
def test_a_key_serves_two_classes_only_where_it_does_so_at_once(first: str, second: str, expected: list[str]) -> None:
    assert findings(SERVES, topics(first, second)) == expected


def test_a_selection_backs_up_what_it_names_where_it_is_there() -> None:
    table = """
Orders:
  Type: AWS::DynamoDB::Table
  Properties: {Tags: [{Key: DataClass, Value: confidential}]}
Selection:
  Type: AWS::Backup::BackupSelection
  Condition: Prod
  Properties: {BackupSelection: {Resources: [!GetAtt Orders.Arn]}}
"""
    assert findings(BACKED_UP, table) == ["Orders when Prod is false"]


def halves(first: str, second: str) -> str:
    """Two rules that open a port to one half of the world each."""
    rule = "{{Type: AWS::EC2::SecurityGroupIngress, Condition: {0}, Properties: {{GroupId: sg-1, IpProtocol: tcp, "
    rule += "FromPort: 22, ToPort: 22, CidrIp: {1}}}}}"
    return f"A: {rule.format(first, '0.0.0.0/1')}\nB: {rule.format(second, '128.0.0.0/1')}"


def test_two_halves_of_the_world_are_the_world_only_together() -> None:
    narrow = halves("Prod", "NotProd").replace("/1}", "/8}")
    assert [one for one in findings(INGRESS, narrow) if "when" in one] == []
    quarters = halves("Prod", "HasLogs").replace("0.0.0.0/1", "8.0.0.0/8").replace("128.0.0.0/1", "9.0.0.0/8")
    assert set(findings(INGRESS, quarters)) == {"A when HasLogs is true", "B when Prod is true"}
    assert findings(INGRESS, quarters.replace("HasLogs", "NotProd")) == []


def test_a_key_that_admits_in_one_world_is_a_finding_in_the_other() -> None:
    resources = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectCreated:*', Queue: !GetAtt Jobs.Arn}]}
Jobs: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !Ref Key}}
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - Effect: Allow
          Principal: {Service: !If [Prod, s3.amazonaws.com, sns.amazonaws.com]}
          Action: kms:*
          Resource: "*"
"""
    assert findings("whoever-publishes-is-admitted-by-the-key", resources) == ["Bucket when Prod is false"]


def test_an_alarm_feeds_itself_only_where_each_step_is_taken() -> None:
    loop = """
Failed:
  Type: AWS::CloudWatch::Alarm
  Properties:
    Namespace: AWS/Lambda
    MetricName: Errors
    Dimensions: [{{Name: FunctionName, Value: !Ref Notifier}}]
    AlarmActions: [!If [{0}, !Ref Alarms, !Ref Elsewhere]]
Alarms: {{Type: AWS::SNS::Topic}}
Elsewhere: {{Type: AWS::SNS::Topic}}
Reads:
  Type: AWS::SNS::Subscription
  Condition: {1}
  Properties: {{TopicArn: !Ref Alarms, Protocol: lambda, Endpoint: !GetAtt Notifier.Arn}}
Notifier: {{Type: AWS::Lambda::Function}}
"""
    rule = "no-alarm-feeds-itself"
    assert findings(rule, loop.format("Prod", "NotProd")) == []
    assert findings(rule, loop.format("Prod", "Either")) == ["Failed when Prod is true"]
    assert findings(rule, loop.format("Always", "Prod")) == ["Failed when Prod is true"]


def test_a_rule_of_the_template_shuts_worlds_out() -> None:
    rules = """
Rules:
  LogsInProd:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions: [{Assert: !Equals [!Ref Logs, "yes"]}]
  NeverStaging: {Assertions: [{Assert: {"Fn::Contains": [[dev, prod], !Ref Stage]}}]}
"""
    open_ = queue("First", "a-b", "Prod") + queue("Second", "!If [HasLogs, c-d, a-b]")
    assert findings(UNIQUE, open_, SECTIONS + rules) == []
    staging = queue("First", "!Sub '${Stage}-a'") + queue("Second", "stg-a")
    assert findings(UNIQUE, staging, SECTIONS) == ["Second when Stage is stg"]
    assert findings(UNIQUE, staging, SECTIONS + rules) == []
