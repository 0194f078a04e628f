"""What must hold in every template, of whatever stack: properties over all resources rather than one at a time."""

from __future__ import annotations

import datetime
import ipaddress
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import facts
from aspects.judge.judgement import judge
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.readings.known_keys import Standing, standing
from aspects.judge.readings.tags import tag_sets
from aspects.judge.rules.names_and_tags import required_tags_are_present_and_valid
from aspects.judge.template import ABSENT, is_known
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.conditions import CONTEXT, Policy, Sent, rows_of
from constructs_lib.kernel.retention import RETENTION_DAYS
from tests.support import ROOT, as_list, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource, Template
    from tests.support import Templates

# The page that a tag, a description, a dashboard or an alert rule links to.
RUNBOOK = re.compile(r"/runbooks/([A-Za-z0-9._-]*[A-Za-z0-9_-])")

# Retained by CDK, and gone with what it is a part of.
PARTS = {"AWS::Logs::LogStream"}

# Their tags can be set at creation only, and another one would replace them.
UNTAGGED = {"AWS::CE::AnomalyMonitor", "AWS::CE::AnomalySubscription"}

GLOBAL = {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::S3::Bucket"}

PERMISSION_TYPES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role")


def identity_statements(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement that grants something to an identity."""
    for stack, key, resource in templates.all():
        if resource["Type"] not in PERMISSION_TYPES:
            continue
        properties = resource["Properties"]
        documents = [properties.get("PolicyDocument"), *(p["PolicyDocument"] for p in properties.get("Policies", []))]
        for document in filter(None, documents):
            for statement in as_list(document["Statement"]):
                if statement["Effect"] == "Allow" and not is_boundary(properties):
                    yield f"{stack}/{key}", statement


def is_boundary(properties: dict[str, Any]) -> bool:
    """Whether a policy is the ceiling of other policies: it is attached to nobody, and gives nothing."""
    bounded = str(properties.get("ManagedPolicyName", "")).endswith("-bootstrap-service-boundary")
    return bounded and not {"Roles", "Users", "Groups"} & set(properties)


POLICIES = {
    "AWS::IAM::Role": (Policy.TRUST, "AssumeRolePolicyDocument"),
    "AWS::KMS::Key": (Policy.KEY, "KeyPolicy"),
    "AWS::KMS::ReplicaKey": (Policy.KEY, "KeyPolicy"),
    "AWS::Logs::ResourcePolicy": (Policy.LOG_GROUP, "PolicyDocument"),
    "AWS::S3::BucketPolicy": (Policy.BUCKET, "PolicyDocument"),
    "AWS::SNS::TopicPolicy": (Policy.TOPIC, "PolicyDocument"),
    "AWS::SQS::QueuePolicy": (Policy.QUEUE, "PolicyDocument"),
}


def service_statements(templates: Templates) -> Iterator[tuple[str, Policy, str, dict[str, list[str]]]]:
    """Each service that a statement admits, with the keys of its conditions by operator."""
    for stack, key, resource in templates.all():
        if resource["Type"] == "AWS::Lambda::Permission":
            given = resource["Properties"]
            spelled = {"StringEquals": [f"aws:{name}" for name in ("SourceAccount", "SourceArn") if name in given]}
            yield f"{stack}/{key}", Policy.FUNCTION, resolve(given["Principal"]), spelled
        if resource["Type"] not in POLICIES:
            continue
        policy, name = POLICIES[resource["Type"]]
        document = resource["Properties"][name]
        if resource["Type"] == "AWS::Logs::ResourcePolicy":
            document = json.loads(resolve(document))
        for statement in as_list(document["Statement"]):
            principal = statement.get("Principal")
            if statement["Effect"] == "Allow" and isinstance(principal, dict) and "Service" in principal:
                conditions = {operator: list(keys) for operator, keys in statement.get("Condition", {}).items()}
                for service in as_list(principal["Service"]):
                    yield f"{stack}/{key}", policy, resolve(service), conditions


def trust_statements(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    for stack, key, resource in templates.all("AWS::IAM::Role"):
        for statement in resource["Properties"]["AssumeRolePolicyDocument"]["Statement"]:
            yield f"{stack}/{key}", statement


def test_our_rules_find_nothing_in_the_finished_templates(templates: Templates) -> None:
    verdict = judge(read_assembly(templates.folder), today=datetime.date.today())  # noqa: DTZ011 - as the synth is
    told = [f"{one.resource.place}: {one.rule.id}: {one.breach.found}" for one in (*verdict.findings, *verdict.unknown)]
    assert told == []
    assert verdict.faults == []
    assert len(verdict.accepted) > 0


def test_acceptances_are_few_and_each_has_a_reason(templates: Templates) -> None:
    report = json.loads((templates.folder / "validation-report.json").read_text())
    suppressed = [v for plugin in report["pluginReports"] for v in plugin.get("suppressedViolations", [])]
    resources = sum(1 for _ in templates.all())
    # A sixth: the two roles of each repository accept one each, on the objects below the repository's own prefix.
    assert len(suppressed) <= resources / 6, f"{len(suppressed)} acceptances for {resources} resources"
    by_people = [violation["reason"] for violation in suppressed if "(by design of " not in violation["reason"]]
    assert by_people
    assert all("(owner: " in reason and "; until: " in reason for reason in by_people)


def test_every_taggable_resource_has_the_eight_tags(templates: Templates) -> None:
    judged = 0
    for template in read_assembly(templates.folder):
        for resource in template.resources.values():
            fact = facts(resource.type).tags
            if fact is None:
                continue
            if resource.type in UNTAGGED:
                assert fact.path[0] not in resource.properties
                continue
            judged += 1
            assert list(required_tags_are_present_and_valid.check(resource)) == [], resource.construct_path
            (found,) = tag_sets(resource, fact)
            assert [place.value for place in found.values["Environment"]] == [templates.environment]
    assert judged > 100


def test_everything_that_can_be_encrypted_has_a_key_of_ours(templates: Templates) -> None:
    judged = 0
    for resource in (one for template in read_assembly(templates.folder) for one in template.resources.values()):
        if "AccessLog" in resource.logical_id:
            continue  # S3 and load balancers deliver access logs only to a bucket with keys of S3's own
        for use in key_uses(resource):
            judged += 1
            assert standing(use.value)[0] is not Standing.NOT_OURS, f"{resource.construct_path}: {use.at}"
            assert use.off == (), f"{resource.construct_path}: {use.at}"
    assert judged > 30


def test_physical_names_are_unique_over_all_stacks(templates: Templates) -> None:
    names = Counter(
        (resource.type, str(place.value), "everywhere" if resource.type in GLOBAL else template.region)
        for template in read_assembly(templates.folder)
        for resource, place in named(template)
        if is_known(place.value)
    )
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 100


def test_every_resource_that_can_be_named_is(templates: Templates) -> None:
    unnamed = [
        resource.construct_path
        for template in read_assembly(templates.folder)
        for resource, place in named(template)
        if place.value is ABSENT and "CustomResourceProvider" not in resource.construct_path
    ]
    assert unnamed == []


def named(template: Template) -> Iterator[tuple[Resource, Place]]:
    """Every resource of a template that takes a name, with the name."""
    for resource in template.resources.values():
        fact = facts(resource.type).name
        for place in resource.places(*fact.path) if fact else ():
            yield resource, place


def test_prod_keeps_data_when_its_resource_goes(prod: Templates) -> None:
    kept = 0
    for stack, key, resource in prod.all():
        if facts(resource["Type"]).stateful:
            kept += 1
            assert resource.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate"), f"{stack}/{key}"
            assert resource.get("UpdateReplacePolicy") == "Retain", f"{stack}/{key}"
    assert kept > 30


def test_dev_leaves_nothing_behind(dev: Templates) -> None:
    left = []
    for stack, key, resource in dev.all():
        # CloudFormation's own default is to delete, but it takes a snapshot of some types: what holds data says Delete.
        default = None if facts(resource["Type"]).stateful else "Delete"
        policies = {resource.get(policy, default) for policy in ("DeletionPolicy", "UpdateReplacePolicy")}
        if policies != {"Delete"} and resource["Type"] not in PARTS:
            left.append(f"{stack}/{key}: {policies}")
    assert left == []


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
        assert len(policies) == 1, f"{stack}/{key}: a bucket has one policy"
        insecure = [
            s for s in policies[0] if s.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        ]
        assert insecure, f"{stack}/{key}"
        assert insecure[0]["Effect"] == "Deny", f"{stack}/{key}"


def test_no_resource_is_open_to_the_internet_on_a_port_of_data(templates: Templates) -> None:
    judged = 0
    for stack, key, resource in templates.all():
        for source in sources_of_ingress(resource):
            judged += 1
            assert not is_the_internet(source), f"{stack}/{key}: {source}"
        if resource["Type"] == "AWS::RDS::DBInstance":
            assert resource["Properties"]["PubliclyAccessible"] is False
        assert resource["Type"] != "AWS::Lambda::Url"
    assert judged > 10


def sources_of_ingress(resource: dict[str, Any]) -> Iterator[str]:
    """Every IPv4 and IPv6 network that a security group admits, by a rule inside it or by one of its own."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::EC2::SecurityGroup":
            rules = properties.get("SecurityGroupIngress", [])
        case "AWS::EC2::SecurityGroupIngress":
            rules = [properties]
        case _:
            rules = []
    for rule in rules:
        yield from (resolve(rule[key]) for key in ("CidrIp", "CidrIpv6") if key in rule)


def is_the_internet(source: str) -> bool:
    """Whether a network is more than anybody can own: all addresses, or half of them, however they are written."""
    try:
        network = ipaddress.ip_network(source, strict=False)
    except ValueError:  # a reference
        return False
    return network.prefixlen < 8


@pytest.mark.parametrize("source", ["0.0.0.0/0", "128.0.0.0/1", "1.2.3.4/0", "::/0", "0::0/0", "::/1", "2000::/3"])
def test_the_internet_is_known_however_it_is_written(source: str) -> None:
    assert is_the_internet(source)


def test_every_alarm_has_a_severity_a_runbook_quick_actions_and_a_topic(templates: Templates) -> None:
    alarms = [
        (f"{stack}/{key}", resource["Properties"])
        for stack, key, resource in templates.all()
        if resource["Type"] in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
    ]
    assert len(alarms) > 20
    for name, alarm in alarms:
        given = {tag["Key"]: tag["Value"] for tag in alarm["Tags"]}
        assert given.get("Severity") in ("critical", "warning", "info"), name
        assert given.get("Runbook", "").endswith(".md"), name
        assert "Runbook: https://" in alarm["AlarmDescription"], name
        assert "\n1. " in alarm["AlarmDescription"], name
        if alarm.get("ActionsEnabled", True):
            assert alarm["AlarmActions"], name
            assert alarm["OKActions"], name


def test_every_runbook_that_a_template_links_is_a_page(templates: Templates) -> None:
    linked = {
        (f"{stack}/{key}", page)
        for stack, key, resource in templates.all()
        for page in RUNBOOK.findall(json.dumps(resource))
    }
    assert len(linked) > 10
    pages = {path.name for path in (ROOT / "docs/runbooks").glob("*.md")}
    missing = [
        f"{place}: docs/runbooks/{page} is not there; write it" for place, page in sorted(linked) if page not in pages
    ]
    assert not missing, "\n".join(missing)


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
        if service is None or not any(row.sent or row.disputed for row in rows_of(service, Policy.TRUST)):
            continue
        keys = {key for operator in statement.get("Condition", {}).values() for key in operator}
        assert keys & {"aws:SourceAccount", "aws:SourceArn"}, name


def test_every_condition_on_a_service_is_on_what_it_sends(templates: Templates) -> None:
    """What it does not send never matches: the service is kept out, and nothing says so before it is needed."""
    judged = 0
    for name, policy, service, conditions in service_statements(templates):
        keys = [key for keys in conditions.values() for key in keys]
        contexts = {key.removeprefix(CONTEXT) for key in keys if key.startswith(CONTEXT)}
        rows = [row for row in rows_of(service, policy) if not contexts or row.context in contexts]
        assert rows, f"{name}: nobody has looked up what {service} sends to a {policy} policy"
        for operator, key in [(operator, key) for operator, keys in conditions.items() for key in keys]:
            met = (Sent.YES, Sent.DISPUTED) if operator.endswith("IfExists") else (Sent.YES,)
            if key.startswith(("aws:Source", "kms:")):
                judged += 1
                assert [row for row in rows if row.says(key) in met], f"{name}: {service}, {operator} {key}"
    assert judged > 20


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
