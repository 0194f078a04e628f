"""The patches of keys: the key, what lets it have an effect, and nothing that was right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aspects.judge.rules.patching import mended, mends, of

WIDE = "Conditions: {Wide: !Equals [!Ref AWS::Region, a]}"
KEYS, SWITCHES = "encryption-uses-a-customer-managed-key", "stored-data-is-encrypted"
PUBLISHES = "whoever-publishes-is-admitted-by-the-key"
ECR = "'{{resolve:ssm:/prod/kms/ecr-key-arn}}'"
SIDE = "{ServerSideEncryptionByDefault: {SSEAlgorithm: %s}}"


def of_type(type_: str, properties: str) -> str:
    """A resource of a type."""
    return f"It: {{Type: {type_}, Properties: {properties}}}\n"


def bucket(encryption: str, more: str = "") -> str:
    """A bucket with an encryption."""
    rule = f"BucketEncryption: {{ServerSideEncryptionConfiguration: {encryption}}}{more}"
    return of_type("AWS::S3::Bucket", f"{{{rule}}}")


def told(key: str, more: str) -> str:
    """A bucket whose events go to a queue with a key."""
    return (
        of_type("AWS::S3::Bucket", "{NotificationConfiguration: {QueueConfigurations: [{Event: 's3:*', Queue: "
                "!GetAtt Jobs.Arn}]}}")
        + f"Jobs: {{Type: AWS::SQS::Queue, Properties: {{KmsMasterKeyId: {key}}}}}\n{more}"
    )  # fmt: skip


def key(statements: str) -> str:
    """A key with some statements."""
    policy = f"KeyPolicy: {{Statement: {statements}}}"
    return f"Key: {{Type: AWS::KMS::Key, Properties: {{EnableKeyRotation: true, {policy}}}}}"


ADMINISTERS = '{Effect: Allow, Principal: {AWS: 111122223333}, Action: "kms:*", Resource: "*"}'
CASES = [
    (KEYS, of_type("AWS::EFS::FileSystem", "{Encrypted: false}")),
    (KEYS, of_type("AWS::S3::Bucket", "{}")),
    (KEYS, bucket(f"[{SIDE % 'AES256'}]")),
    (KEYS, bucket(SIDE % "AES256")),
    (KEYS, bucket(f"!If [Wide, [{SIDE % 'AES256'}], !Ref AWS::NoValue]")),
    (KEYS, bucket(f"[{SIDE % 'aws:kms'}]", ", AccessControl: LogDeliveryWrite")),
    (KEYS, bucket(f"[{SIDE % 'AES256'}]", ", LoggingConfiguration: {LogFilePrefix: a}")),
    (KEYS, of_type("AWS::S3::Bucket", "{ReplicationConfiguration: {Role: x, Rules: [{Status: Enabled, Destination: "
                   "{Bucket: a}}, !If [Wide, {Status: Enabled, Destination: {Bucket: b}}, !Ref AWS::NoValue]]}}")),
    (KEYS, of_type("AWS::DynamoDB::Table", "{SSESpecification: {SSEEnabled: false, KMSMasterKeyId: !Ref Key}}")
     + key(ADMINISTERS)),
    (KEYS, of_type("AWS::DynamoDB::GlobalTable", "{Replicas: [{Region: a}, {Region: b}]}")),
    (KEYS, of_type("AWS::SNS::Topic", "{KmsMasterKeyId: !If [Wide, alias/aws/sns, !Ref Key]}") + key(ADMINISTERS)),
    (KEYS, of_type("AWS::RDS::DBInstance", "{StorageEncrypted: !If [Wide, true, false], Engine: mysql}")),
    (KEYS, of_type("AWS::Serverless::Function", "{Environment: {Variables: {A: b}}}")),
    (KEYS, of_type("AWS::Serverless::SimpleTable", "{}")),
    (KEYS, of_type("AWS::OpenSearchServerless::SecurityPolicy", "{Type: encryption, Policy: "
                   "'{\"Rules\": [], \"AWSOwnedKey\": true}'}")),
    ("encryption-key-fits-the-purpose", of_type("AWS::SQS::Queue", f"{{KmsMasterKeyId: !If [Wide, {ECR}, x]}}")),
    ("encryption-key-fits-the-purpose", of_type("AWS::Serverless::Function",
     f"{{Environment: {{Variables: {{A: b}}}}, KmsKeyArn: {ECR}}}")),
    ("encryption-key-covers-the-data-class", of_type("AWS::ECR::Repository",
     f"{{EncryptionConfiguration: {{EncryptionType: KMS, KmsKey: {ECR}}}, "
     "Tags: [{Key: DataClass, Value: confidential}]}")),
    ("keys-are-rotated", of_type("AWS::KMS::Key", "{EnableKeyRotation: !If [Wide, false, !Ref AWS::NoValue]}")),
    ("keys-are-rotated", of_type("AWS::KMS::Key", '{EnableKeyRotation: "false"}')),
    ("keys-of-sensitive-data-are-deleted-slowly", of_type("AWS::KMS::Key",
     "{PendingWindowInDays: !If [Wide, 30, 7], Tags: [{Key: DataClass, Value: confidential}]}")),
    (SWITCHES, of_type("AWS::AutoScaling::LaunchConfiguration", "{BlockDeviceMappings: [{DeviceName: a, Ebs: "
                       "{VolumeSize: 1}}, !If [Wide, {DeviceName: b, Ebs: {Encrypted: false}}, !Ref AWS::NoValue]]}")),
    (SWITCHES, of_type("AWS::CodeBuild::Project", "{LogsConfig: {S3Logs: {Status: a, EncryptionDisabled: true}}}")),
    (SWITCHES, of_type("AWS::DAX::Cluster", "{SSESpecification: !If [Wide, {SSEEnabled: true}, !Ref AWS::NoValue]}")),
    (SWITCHES, of_type("AWS::Serverless::Api", "{MethodSettings: [{CachingEnabled: true}]}")),
    (PUBLISHES, told("!Ref Key", key(f"[{ADMINISTERS}]"))),
    (PUBLISHES, told("!Ref Key", key(ADMINISTERS))),
    (PUBLISHES, told("!Ref Key", key(f"!If [Wide, [{ADMINISTERS}], [{ADMINISTERS}]]"))),
    (PUBLISHES, told(f"!If [Wide, {ECR}, !Ref Key]", key(f"[{ADMINISTERS}]"))),
    (PUBLISHES, of_type("AWS::AutoScaling::AutoScalingGroup", "{LaunchTemplate: {LaunchTemplateId: !Ref Small}}")
     + "Small: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {BlockDeviceMappings: "
     "[{Ebs: {Encrypted: true, KmsKeyId: !GetAtt Key.Arn}}]}}}\n" + key(f"[{ADMINISTERS}]")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "resources"), CASES)
def test_a_finding_goes_by_its_patches_and_none_comes(rule: str, resources: str) -> None:
    mends(rule, resources, WIDE)


def test_a_condition_that_holds_where_the_context_is_named_keeps_nobody_out_who_names_another() -> None:
    condition = '"kms:EncryptionContext:aws:events:event-bus:arn": "arn:aws:events:a:1:event-bus/b"'
    admits = "{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: 'kms:*', Resource: '*', Condition: "
    for operator, count in (("ArnLike", 1), ("ArnLikeIfExists", 0)):
        statement = f"{admits}{{{operator}: {{{condition}}}}}}}"
        assert len(of(PUBLISHES, told("!Ref Key", key(f"[{ADMINISTERS}, {statement}]")))) == count


def test_a_shared_key_is_no_fix_where_it_keeps_out_who_publishes() -> None:
    trail = "Trail: {Type: AWS::CloudTrail::Trail, Properties: {SnsTopicName: !Ref It}}"
    (finding,) = (
        one for one in of(KEYS, of_type("AWS::SNS::Topic", "{}") + trail) if one.breach.at == "KmsMasterKeyId"
    )
    assert _changed(finding) == {"KmsMasterKeyId": "<key arn>"}


def test_a_key_that_another_branch_has_stays() -> None:
    resources = of_type("AWS::SNS::Topic", "{KmsMasterKeyId: !If [Wide, alias/aws/sns, !Ref Key]}") + key(ADMINISTERS)
    (finding,) = of(KEYS, resources, WIDE)
    made = mended(finding.breach.patches, resources, WIDE)["Resources"]["It"]["Properties"]["KmsMasterKeyId"]
    assert made == {"Fn::If": ["Wide", "{{resolve:ssm:/prod/kms/messaging-key-arn}}", {"Ref": "Key"}]}


def test_a_key_of_ours_stays_where_only_its_switch_is_off() -> None:
    table = of_type("AWS::DynamoDB::Table", "{SSESpecification: {SSEEnabled: false, KMSMasterKeyId: !Ref Key}}")
    (finding,) = (one for one in of(KEYS, table + key(ADMINISTERS)) if one.resource.logical_id == "It")
    assert _changed(finding) == {"SSESpecification.SSEEnabled": True}


def test_a_key_for_replicas_comes_with_what_s3_demands() -> None:
    rules = "{ReplicationConfiguration: {Role: x, Rules: [{Status: Enabled, Destination: {Bucket: a}}]}}"
    found = of(KEYS, of_type("AWS::S3::Bucket", rules))
    (finding,) = (one for one in found if one.breach.at.endswith("ReplicaKmsKeyID"))
    rule = "ReplicationConfiguration.Rules.0"
    assert _changed(finding)[f"{rule}.SourceSelectionCriteria"] == {"SseKmsEncryptedObjects": {"Status": "Enabled"}}


def _changed(finding: Any) -> dict[str, Any]:
    return {".".join(map(str, patch.path[3:])): patch.value for patch in finding.breach.patches}
