from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_efs as efs
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from aspects import govern
from aspects.encryption import Encryption
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from aspects.naming import Naming
from aspects.tagging import Tagging, environment_tags
from constructs_lib import KeyPurpose, PlatformStack, StackSettings
from constructs_lib.kernel import tags
from constructs_lib.stack.app import mark_governed
from tests.support import environment, new_app, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Service(PlatformStack[StackSettings]):
    slug = "fileflow"
    reads = tuple(purpose.output for purpose in KeyPurpose)


class Keyless(PlatformStack[StackSettings]):
    slug = "keyless"


def put_right(
    folder: Path, build: Callable[[cdk.Stack], object], stack_type: type[PlatformStack[Any]] = Service
) -> dict[str, Any]:
    """The resources of a stack by type after the three Aspects, without any judgement of them."""
    settings = environment("prod", stacks={})
    app = new_app(folder)
    stack = stack_type(app, settings)
    build(stack)
    for key, value in {"Team": "t-1"}.items():
        cdk.Tags.of(stack).add(key, value)
    for aspect in (Tagging(environment_tags(settings), {}), Encryption(), Naming()):
        cdk.Aspects.of(app).add(aspect, priority=cdk.AspectPriority.MUTATING)
    mark_governed(app)
    template = app.synth().get_stack_by_name(stack.stack_name).template
    return {body["Type"]: body["Properties"] for body in template["Resources"].values() if "Properties" in body}


def test_every_resource_without_a_key_gets_that_of_its_purpose(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        sns.Topic(stack, "Topic")
        sqs.CfnQueue(stack, "Queue")
        logs.LogGroup(stack, "Logs", log_group_name="/connectly/prod/fileflow/x")
        s3.CfnBucket(stack, "Bucket")
        dynamodb.CfnTable(
            stack, "Table", key_schema=[dynamodb.CfnTable.KeySchemaProperty(attribute_name="a", key_type="HASH")]
        )
        ecr.CfnRepository(stack, "Repository")
        efs.CfnFileSystem(stack, "FileSystem")
        secretsmanager.CfnSecret(stack, "Secret")

    made = put_right(tmp_path, build)
    keys = {
        "AWS::SNS::Topic": ("KmsMasterKeyId", "messaging"),
        "AWS::SQS::Queue": ("KmsMasterKeyId", "messaging"),
        "AWS::Logs::LogGroup": ("KmsKeyId", "logs"),
        "AWS::EFS::FileSystem": ("KmsKeyId", "efs"),
        "AWS::SecretsManager::Secret": ("KmsKeyId", "secrets"),
    }
    for type_, (property_, purpose) in keys.items():
        assert f"kms{purpose}keyarn" in resolve(made[type_][property_]), type_
    assert made["AWS::EFS::FileSystem"]["Encrypted"] is True
    rule = made["AWS::S3::Bucket"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert "s3datakey" in resolve(rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"])
    assert "rdskey" in resolve(made["AWS::DynamoDB::Table"]["SSESpecification"]["KMSMasterKeyId"])
    assert made["AWS::ECR::Repository"]["EncryptionConfiguration"]["EncryptionType"] == "KMS"


def test_a_key_that_is_stated_stays_right_or_wrong(tmp_path: Path) -> None:
    made = put_right(tmp_path, lambda stack: sns.CfnTopic(stack, "Topic", kms_master_key_id="alias/aws/sns"))
    assert made["AWS::SNS::Topic"]["KmsMasterKeyId"] == "alias/aws/sns"


def test_a_resource_without_a_name_gets_one_from_its_path(tmp_path: Path) -> None:
    made = put_right(tmp_path, lambda stack: sns.Topic(stack, "OrderPlaced"))
    assert made["AWS::SNS::Topic"]["TopicName"] == "prod-fileflow-order-placed"


def test_a_name_that_is_stated_stays(tmp_path: Path) -> None:
    made = put_right(tmp_path, lambda stack: sns.Topic(stack, "OrderPlaced", topic_name="orders"))
    assert made["AWS::SNS::Topic"]["TopicName"] == "orders"


def test_a_long_path_is_shortened_to_what_the_service_takes(tmp_path: Path) -> None:
    made = put_right(tmp_path, lambda stack: sqs.CfnQueue(stack, "Q" + "ueue" * 40))
    assert len(made["AWS::SQS::Queue"]["QueueName"]) == 80


def test_name_tags_of_a_vpc_are_kebab_case(tmp_path: Path) -> None:
    made = put_right(tmp_path, lambda stack: ec2.Vpc(stack, "Vpc", max_azs=2))
    names = {
        tag["Value"]
        for type_ in ("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable")
        for tag in made[type_]["Tags"]
        if tag["Key"] == "Name"
    }
    assert all("/" not in name and name.startswith("prod-fileflow-vpc") for name in names), names


def test_what_a_custom_resource_provider_makes_is_tagged_too(tmp_path: Path) -> None:
    made = put_right(tmp_path, lambda stack: ec2.Vpc(stack, "Vpc", max_azs=2, restrict_default_security_group=True))
    for type_ in ("AWS::IAM::Role", "AWS::Lambda::Function"):
        given = {tag["Key"]: tag["Value"] for tag in made[type_]["Tags"]}
        assert [key for key in tags.REQUIRED if not tags.is_valid(key, given.get(key, ""))] == [], type_
        assert given["Service"] == "fileflow"


def test_a_tag_that_a_raw_resource_states_stays(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        cdk.CfnResource(stack, "Raw", type="AWS::SNS::Topic", properties={"Tags": [{"Key": "Owner", "Value": "me"}]})

    given = {tag["Key"]: tag["Value"] for tag in put_right(tmp_path, build)["AWS::SNS::Topic"]["Tags"]}
    assert given["Owner"] == "me"
    assert given["ManagedBy"] == "cdk"


def governed(folder: Path, build: Callable[[cdk.Stack], object], stack_type: type[PlatformStack[Any]]) -> str:
    """What a governed synth says against a stack."""
    settings = environment("prod", stacks={})
    app = new_app(folder)
    build(stack_type(app, settings))
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    return "\n".join(
        f"{found.rule.id}: {found.breach.found} {found.fix}" for found in judge(read_assembly(folder)).findings
    )


def test_a_stack_that_does_not_read_the_key_is_told_which_output_to_read(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.Topic(stack, "Topic"), Keyless)
    assert "encryption-uses-a-customer-managed-key: KmsMasterKeyId is absent" in found
    assert "contract.KMS_MESSAGING_KEY_ARN" in found


def test_an_aws_managed_key_fails_the_synth(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.CfnTopic(stack, "T", kms_master_key_id="alias/aws/sns"), Service)
    assert "is alias/aws/sns, a key that AWS manages" in found


def test_a_name_outside_the_scheme_fails_the_synth(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.CfnTopic(stack, "T", topic_name="MyTopic"), Service)
    assert "physical-names-follow-the-scheme: TopicName is MyTopic" in found


@pytest.mark.parametrize("network", ["0.0.0.0/0", "0.0.0.0/1", "::/0"])
def test_open_ingress_on_a_database_port_fails_the_synth(tmp_path: Path, network: str) -> None:
    def build(stack: cdk.Stack) -> None:
        cidr = {"cidr_ipv6": network} if ":" in network else {"cidr_ip": network}
        ec2.CfnSecurityGroupIngress(
            stack, "I", group_id="sg-1", ip_protocol="tcp", from_port=3000, to_port=4000, **cidr
        )

    assert f"{network} reaches port 3306, 3389" in governed(tmp_path, build, Service)


def test_an_alarm_without_an_action_fails_the_synth(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        cdk.aws_cloudwatch.CfnAlarm(stack, "Alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1)

    assert "alarms-reach-somebody: The alarm has no action." in governed(tmp_path, build, Service)


def test_an_export_between_stacks_fails_the_synth(tmp_path: Path) -> None:
    found = governed(tmp_path, lambda stack: sns.CfnTopic(stack, "T", display_name=cdk.Fn.import_value("x")), Service)
    assert "nothing-crosses-a-stack-but-the-contract: It uses Fn::ImportValue." in found


def test_an_app_that_nobody_governed_is_refused(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    Service(app, environment("prod", stacks={}))
    with pytest.raises(RuntimeError, match=r"the app is not governed: call aspects.govern"):
        app.synth()


def test_a_fault_in_a_rule_fails_the_synth_rather_than_letting_it_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> object:
        raise KeyError("boom")

    monkeypatch.setattr("aspects.rules_plugin.judge", broken)
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    stack = Service(app, settings)
    kms.CfnAlias(stack, "Alias", alias_name="alias/prod-x", target_key_id="x")
    govern(app, settings, lock=None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
