"""What must hold in every template, of whatever stack: properties over all resources rather than one at a time."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from aspects.catalogue import tagging
from aspects.catalogue.keys import KEY_PROPERTIES
from aspects.catalogue.names import NAME_PROPERTIES
from aspects.findings import judge
from aspects.template import values_at
from constructs_lib import tags
from constructs_lib.role import SENDS_NO_SOURCE
from constructs_lib.values import RETENTION_DAYS
from governed_cdk.assembly import open_findings, read_assembly
from tests.support import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Templates

STATEFUL = {
    "AWS::DynamoDB::Table", "AWS::ECR::Repository", "AWS::EFS::FileSystem", "AWS::KMS::Key", "AWS::Logs::LogGroup",
    "AWS::RDS::DBInstance", "AWS::Route53::HostedZone", "AWS::S3::Bucket", "AWS::SecretsManager::Secret",
    "AWS::SQS::Queue", "AWS::Backup::BackupVault",
}  # fmt: skip

GLOBAL = {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::S3::Bucket"}

PERMISSION_TYPES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role")


@pytest.fixture(params=["prod", "dev"])
def templates(request: pytest.FixtureRequest) -> Templates:
    found: Templates = request.getfixturevalue(request.param)
    return found


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def identity_statements(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement that grants something to an identity."""
    for stack, key, resource in templates.all():
        if resource["Type"] not in PERMISSION_TYPES:
            continue
        properties = resource["Properties"]
        documents = [properties.get("PolicyDocument"), *(p["PolicyDocument"] for p in properties.get("Policies", []))]
        for document in filter(None, documents):
            for statement in as_list(document["Statement"]):
                yield f"{stack}/{key}", statement


def trust_statements(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    for stack, key, resource in templates.all("AWS::IAM::Role"):
        for statement in resource["Properties"]["AssumeRolePolicyDocument"]["Statement"]:
            yield f"{stack}/{key}", statement


def test_no_finding_is_left_unaccepted(templates: Templates) -> None:
    assert open_findings(templates.folder) == []


def test_our_rules_find_nothing_in_the_finished_templates(templates: Templates) -> None:
    found = [
        f"{finding.template.name}/{finding.resource.logical_id}: {finding.rule.id}: {finding.message}"
        for finding in judge(sorted(templates.folder.glob("*.template.json")))
    ]
    accepted = json.loads((templates.folder / "validation-report.json").read_text())
    suppressed = {
        f"{violation['ruleName']}@{construct['cloudFormationResource']['logicalId']}"
        for plugin in accepted["pluginReports"]
        if plugin["pluginName"] == "governed-cdk"
        for violation in plugin.get("suppressedViolations", [])
        for construct in violation["violatingConstructs"]
    }
    assert [
        text for text in found if f"{text.split(': ')[1]}@{text.split('/')[1].split(':')[0]}" not in suppressed
    ] == []


def test_acceptances_are_few_and_each_has_a_reason(templates: Templates) -> None:
    report = json.loads((templates.folder / "validation-report.json").read_text())
    suppressed = [v for plugin in report["pluginReports"] for v in plugin.get("suppressedViolations", [])]
    resources = sum(1 for _ in templates.all())
    assert len(suppressed) <= resources / 8, f"{len(suppressed)} acceptances for {resources} resources"
    assert all("owner: " in violation["reason"] and "until: " in violation["reason"] for violation in suppressed)


def test_every_taggable_resource_has_the_eight_tags(templates: Templates) -> None:
    facts = tagging()
    judged = 0
    for stack, key, resource in templates.all():
        fact = facts.get(resource["Type"])
        if fact is None:
            continue
        judged += 1
        given = resource.get("Properties", {}).get(fact.property) or {}
        found = given if isinstance(given, dict) else {tag["Key"]: tag["Value"] for tag in given}
        assert tags.mistakes(found) == [], f"{stack}/{key}"
        assert found["Environment"] == templates.environment
    assert judged > 100


def test_everything_that_can_be_encrypted_has_a_key_of_ours(templates: Templates) -> None:
    judged = 0
    for stack, key, resource in templates.all():
        for rule in KEY_PROPERTIES.get(resource["Type"], ()):
            properties = resource.get("Properties", {})
            if (rule.when and not properties.get(rule.when)) or "AccessLog" in key:
                continue  # S3 and load balancers deliver access logs only to a bucket with keys of S3's own
            for value in values_at(properties, rule.path):
                judged += 1
                assert value is not None, f"{stack}/{key}: {rule.path}"
                assert "alias/aws/" not in resolve(value), f"{stack}/{key}"
    assert judged > 30


def test_physical_names_are_unique_over_all_stacks(templates: Templates) -> None:
    regions = {
        artifact.name.removeprefix(f"{templates.environment}-"): artifact.region
        for artifact in read_assembly(templates.folder)
    }
    names = Counter(
        (resource["Type"], resolve(name), "everywhere" if resource["Type"] in GLOBAL else regions[stack])
        for stack, _, resource in templates.all()
        if resource["Type"] in NAME_PROPERTIES
        for name in values_at(
            resource.get("Properties", {}), tuple(NAME_PROPERTIES[resource["Type"]].property.split("."))
        )
        if name is not None
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_every_resource_that_can_be_named_is(templates: Templates) -> None:
    unnamed = [
        f"{stack}/{key}"
        for stack, key, resource in templates.all()
        if resource["Type"] in NAME_PROPERTIES and "CustomResourceProvider" not in key
        for name in values_at(
            resource.get("Properties", {}), tuple(NAME_PROPERTIES[resource["Type"]].property.split("."))
        )
        if name is None
    ]
    assert unnamed == []


def test_prod_keeps_data_when_its_resource_goes(prod: Templates) -> None:
    for stack, key, resource in prod.all():
        if resource["Type"] in STATEFUL:
            assert resource.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate"), f"{stack}/{key}"
            assert resource.get("UpdateReplacePolicy") == "Retain", f"{stack}/{key}"


def test_dev_leaves_nothing_behind(dev: Templates) -> None:
    retained = [
        f"{stack}/{key}"
        for stack, key, resource in dev.all()
        if resource["Type"] in STATEFUL and resource.get("DeletionPolicy") in ("Retain", None)
    ]
    assert retained == []


def test_prod_refuses_the_deletion_of_databases_tables_load_balancers_and_stacks(prod: Templates) -> None:
    for _, _, resource in prod.all("AWS::RDS::DBInstance"):
        assert resource["Properties"]["DeletionProtection"] is True
    for _, _, resource in prod.all("AWS::DynamoDB::Table"):
        assert resource["Properties"]["DeletionProtectionEnabled"] is True
    for _, _, resource in prod.all("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        attributes = {a["Key"]: a["Value"] for a in resource["Properties"]["LoadBalancerAttributes"]}
        assert attributes["deletion_protection.enabled"] == "true"
    manifest = json.loads((prod.folder / "manifest.json").read_text())["artifacts"]
    stacks = [body["properties"] for body in manifest.values() if body["type"] == "aws:cloudformation:stack"]
    assert all(properties["terminationProtection"] for properties in stacks)


def test_every_log_group_has_a_retention_that_cloudwatch_knows(templates: Templates) -> None:
    groups = list(templates.all("AWS::Logs::LogGroup"))
    assert len(groups) > 5
    assert all(resource["Properties"]["RetentionInDays"] in RETENTION_DAYS for _, _, resource in groups)


def test_every_bucket_is_private_versioned_and_speaks_tls_only(templates: Templates) -> None:
    for stack, key, resource in templates.all("AWS::S3::Bucket"):
        properties = resource["Properties"]
        assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}, f"{stack}/{key}"
        assert properties["VersioningConfiguration"] == {"Status": "Enabled"}, f"{stack}/{key}"
        policies = [
            policy["PolicyDocument"]["Statement"]
            for policy in templates.resources(stack, "AWS::S3::BucketPolicy").values()
            if policy["Bucket"] == {"Ref": key}
        ]
        (statements,) = policies
        insecure = [
            s for s in statements if s.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        ]
        assert insecure, f"{stack}/{key}"
        assert insecure[0]["Effect"] == "Deny", f"{stack}/{key}"


def test_no_resource_is_open_to_the_internet_on_a_port_of_data(templates: Templates) -> None:
    for stack, key, resource in templates.all():
        if "SecurityGroup" in resource["Type"]:
            text = json.dumps(
                resource["Properties"].get("SecurityGroupIngress", resource["Properties"].get("CidrIp", ""))
            )
            assert "0.0.0.0/0" not in text, f"{stack}/{key}"
            assert "::/0" not in text, f"{stack}/{key}"
        if resource["Type"] == "AWS::RDS::DBInstance":
            assert resource["Properties"]["PubliclyAccessible"] is False
        assert resource["Type"] != "AWS::Lambda::Url"


def test_every_alarm_has_a_severity_a_runbook_quick_actions_and_a_topic(templates: Templates) -> None:
    alarms = [
        (f"{stack}/{key}", resource["Properties"])
        for stack, key, resource in templates.all()
        if resource["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
    ]
    assert len(alarms) > 20
    for name, alarm in alarms:
        given = {tag["Key"]: tag["Value"] for tag in alarm["Tags"]}
        assert given["Severity"] in ("critical", "warning", "info"), name
        assert given["Runbook"].endswith(".md"), name
        assert "Runbook: https://" in alarm["AlarmDescription"], name
        assert "\n1. " in alarm["AlarmDescription"], name
        if alarm.get("ActionsEnabled", True):
            assert alarm["AlarmActions"], name
            assert alarm["OKActions"], name


def test_every_part_of_a_composite_alarm_is_spoken_for(templates: Templates) -> None:
    rules = " ".join(
        resource["Properties"]["AlarmRule"] for _, _, resource in templates.all("AWS::CloudWatch::CompositeAlarm")
    )
    for stack, key, resource in templates.all("AWS::CloudWatch::Alarm"):
        if resource["Properties"].get("ActionsEnabled") is False:
            assert f'"{resource["Properties"]["AlarmName"]}"' in rules, f"{stack}/{key}"


def test_every_secret_rotates_or_says_why_not(prod: Templates) -> None:
    rotated = {
        resolve(resource["Properties"]["SecretId"]).strip("${}")
        for _, _, resource in prod.all("AWS::SecretsManager::RotationSchedule")
    }
    report = json.loads((prod.folder / "validation-report.json").read_text())
    excused = {
        path
        for plugin in report["pluginReports"]
        for violation in plugin.get("suppressedViolations", [])
        if violation["ruleName"] == "AwsSolutions-SMG4"
        for path in (construct["constructPath"] for construct in violation["violatingConstructs"])
    }
    for stack, key, resource in prod.all("AWS::SecretsManager::Secret"):
        path = resource["Metadata"]["aws:cdk:path"]
        attached = {
            attachment
            for attachment, body in prod.resources(stack, "AWS::SecretsManager::SecretTargetAttachment").items()
            if resolve(body["SecretId"]).strip("${}") == key
        }
        assert {key, *attached} & rotated or path in excused, f"{stack}/{key}"


def test_no_identity_may_do_everything(templates: Templates) -> None:
    for name, statement in identity_statements(templates):
        actions = as_list(statement["Action"])
        assert "*" not in actions, name
        if "*" in as_list(statement["Resource"]):
            assert not [action for action in actions if action.endswith(":*")], name


def test_a_role_is_passed_only_to_a_named_service(templates: Templates) -> None:
    for name, statement in identity_statements(templates):
        if "iam:PassRole" in as_list(statement["Action"]):
            keys = {key for operator in statement.get("Condition", {}).values() for key in operator}
            assert "iam:PassedToService" in keys, name


def test_every_role_is_assumed_only_on_behalf_of_this_account(templates: Templates) -> None:
    for name, statement in trust_statements(templates):
        service = statement["Principal"].get("Service")
        if service is None or service in SENDS_NO_SOURCE:
            continue
        keys = {key for operator in statement.get("Condition", {}).values() for key in operator}
        assert keys & {"aws:SourceAccount", "aws:SourceArn"}, name


def test_a_key_admits_each_service_only_under_a_condition(templates: Templates) -> None:
    judged = 0
    for stack, key, resource in templates.all("AWS::KMS::Key"):
        for statement in resource["Properties"]["KeyPolicy"]["Statement"]:
            if "Service" not in statement["Principal"]:
                continue
            judged += 1
            assert statement.get("Condition"), f"{stack}/{key}: {statement['Principal']}"
            assert "kms:*" not in as_list(statement["Action"]), f"{stack}/{key}"
    assert judged > 5


def test_no_topic_queue_or_bucket_admits_a_service_unconditionally(templates: Templates) -> None:
    kinds = ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy", "AWS::Logs::ResourcePolicy")
    for stack, key, resource in templates.all():
        if resource["Type"] not in kinds:
            continue
        document = resource["Properties"]["PolicyDocument"]
        if resource["Type"] == "AWS::Logs::ResourcePolicy":
            document = json.loads(resolve(document))
        for statement in document["Statement"]:
            principal = statement.get("Principal")
            if statement["Effect"] == "Allow" and isinstance(principal, dict) and "Service" in principal:
                assert statement.get("Condition"), f"{stack}/{key}: {principal}"
