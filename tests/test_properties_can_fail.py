"""Each property of all templates fails on templates that break it: none passes for want of anything to judge."""

from __future__ import annotations

import copy
import inspect
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests import test_contract, test_synth, test_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from tests.support import Templates

    Property = Callable[[Templates], None]
    Break = Callable[[Templates], None]


def of(templates: Templates, type_: str, part: str = "") -> dict[str, Any]:
    """The first resource of a type, of those whose logical id contains a text."""
    return next(resource for _, key, resource in templates.all(type_) if part in key)


def given(type_: str, part: str = "", **properties: Any) -> Break:
    """Properties of a resource set."""
    return lambda templates: of(templates, type_, part)["Properties"].update(properties)


def without(type_: str, *path: str) -> Break:
    """A property of a resource taken away, or a part of one."""

    def take_away(templates: Templates) -> None:
        inner = of(templates, type_)["Properties"]
        for name in path[:-1]:
            inner = inner[name]
        del inner[path[-1]]

    return take_away


def policy(name: str, value: str | None, type_: str = "AWS::S3::Bucket") -> Break:
    """What becomes of a resource's data, said otherwise or left out."""
    return lambda templates: of(templates, type_).update({name: value}) if value else of(templates, type_).pop(name)


def another(type_: str, **properties: Any) -> Break:
    """A resource more."""
    more = {"Type": type_, "Properties": properties, "Metadata": {"aws:cdk:path": "prod-kms/More/Resource"}}
    return lambda templates: templates["kms"]["Resources"].update({"More": more})


def gone(type_: str, part: str = "") -> Break:
    """A resource less."""

    def take_away(templates: Templates) -> None:
        stack, key = next((stack, key) for stack, key, _ in templates.all(type_) if part in key)
        del templates[stack]["Resources"][key]

    return take_away


def one_name_twice(templates: Templates) -> None:
    for _, _, resource in templates.all(TOPIC):
        resource["Properties"]["TopicName"] = "prod-one"


def statement(type_: str, property_: str, change: dict[str, Any], *, where: Callable[[dict[str, Any]], bool]) -> Break:
    """The first statement of a kind in a policy of a type changed; None takes a part of it away."""

    def edit(templates: Templates) -> None:
        found = next(
            statement
            for _, _, resource in templates.all(type_)
            for statement in resource["Properties"][property_]["Statement"]
            if where(statement)
        )
        found.update(change)
        for key in [key for key, value in change.items() if value is None]:
            del found[key]

    return edit


def admits_a_service(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal")
    return statement["Effect"] == "Allow" and isinstance(principal, dict) and "Service" in principal


def file(name: str, edit: Callable[[dict[str, Any]], Any]) -> Break:
    """A file of the assembly edited."""

    def rewrite(templates: Templates) -> None:
        path = templates.folder / name
        data = json.loads(path.read_text(encoding="utf-8"))
        edit(data)
        path.unlink()
        path.write_text(json.dumps(data), encoding="utf-8")

    return rewrite


def stacks(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (body for body in manifest["artifacts"].values() if body["type"] == "aws:cloudformation:stack")


def parameter(path: str, **change: Any) -> Break:
    """The parameter of a path, published otherwise."""

    def edit(templates: Templates) -> None:
        for _, _, resource in templates.all("AWS::SSM::Parameter"):
            if resource["Properties"]["Name"] == path:
                resource["Properties"].update(change)

    return edit


def read(path: str) -> Break:
    """A parameter read that nobody spoke of."""
    given_ = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": path}
    return lambda templates: templates["rds"].setdefault("Parameters", {}).update({"More": given_})


def grants(**change: Any) -> Break:
    """A statement of an identity's policy, changed."""
    return statement("AWS::IAM::Policy", "PolicyDocument", change, where=lambda one: one["Effect"] == "Allow")


PASSES = {"Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/x", "Condition": None}
PROD_VPC = "/prod/network/vpc-id"
INSTANCE, TABLE, BALANCER = "AWS::RDS::DBInstance", "AWS::DynamoDB::Table", "AWS::ElasticLoadBalancingV2::LoadBalancer"
ALARM, COMPOSITE, TOPIC, BUCKET = (
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::SNS::Topic",
    "AWS::S3::Bucket",
)
GROUP, INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"

BREAKS: dict[Property, dict[str, Break]] = {
    test_synth.test_every_environment_synthesises_and_nothing_is_said_against_it: {
        "an open finding": file(
            "validation-report.json", lambda report: report["pluginReports"][0].update(conclusion="failure")
        ),
    },
    test_synth.test_cdks_validator_cdk_nag_and_our_rules_have_all_judged: {
        "a judge less": file("validation-report.json", lambda report: report["pluginReports"].pop()),
        "a judge that failed": file(
            "validation-report.json", lambda report: report["pluginReports"][0].update(conclusion="failure")
        ),
    },
    test_synth.test_the_committed_lock_holds_every_stateful_resource_and_no_other: {
        "a stateful resource more": another(TABLE),
        "a stateful resource less": gone(TABLE),
    },
    test_templates.test_our_rules_find_nothing_in_the_finished_templates: {
        "a log group for ever": without("AWS::Logs::LogGroup", "RetentionInDays"),
        "a policy for everything": grants(Action="*", Resource="*"),
    },
    test_templates.test_acceptances_are_few_and_each_has_a_reason: {
        "no owner": file(
            "validation-report.json",
            lambda report: [
                one.update(reason="because")
                for plugin in report["pluginReports"]
                for one in plugin.get("suppressedViolations", ())
            ],
        ),
        "too many": file(
            "validation-report.json",
            lambda report: [
                plugin.update(suppressedViolations=plugin.get("suppressedViolations", []) * 9)
                for plugin in report["pluginReports"]
            ],
        ),
    },
    test_templates.test_every_taggable_resource_has_the_eight_tags: {
        "no tags": without(TOPIC, "Tags"),
        "of another environment": given(TOPIC, Tags=[{"Key": "Environment", "Value": "qa"}]),
    },
    test_templates.test_everything_that_can_be_encrypted_has_a_key_of_ours: {
        "AWS's key": given(TOPIC, KmsMasterKeyId="alias/aws/sns"),
        "no key": without(TOPIC, "KmsMasterKeyId"),
        "encryption off": given(INSTANCE, StorageEncrypted=False),
    },
    test_templates.test_physical_names_are_unique_over_all_stacks: {"one name twice": one_name_twice},
    test_templates.test_every_resource_that_can_be_named_is: {"no name": without(TOPIC, "TopicName")},
    test_templates.test_prod_keeps_data_when_its_resource_goes: {
        "deleted": policy("DeletionPolicy", "Delete"),
        "unsaid": policy("DeletionPolicy", None, "AWS::APS::Workspace"),
        "gone when replaced": policy("UpdateReplacePolicy", "Delete", "AWS::EFS::FileSystem"),
    },
    test_templates.test_dev_leaves_nothing_behind: {
        "kept": policy("DeletionPolicy", "Retain"),
        "kept but for a failed creation": policy("DeletionPolicy", "RetainExceptOnCreate"),
        "a snapshot": policy("DeletionPolicy", "Snapshot", INSTANCE),
        "unsaid, which for a database is a snapshot": policy("DeletionPolicy", None, INSTANCE),
        "kept when replaced": policy("UpdateReplacePolicy", "Retain"),
        "kept, though it holds no data": policy("DeletionPolicy", "Retain", "AWS::IAM::Role"),
    },
    test_templates.test_prod_refuses_the_deletion_of_databases_tables_load_balancers_and_stacks: {
        "database": given(INSTANCE, DeletionProtection=False),
        "table": given(TABLE, DeletionProtectionEnabled=False),
        "load balancer": given(
            BALANCER, LoadBalancerAttributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]
        ),
        "stack": file(
            "manifest.json", lambda data: next(stacks(data))["properties"].update(terminationProtection=False)
        ),
    },
    test_templates.test_every_log_group_has_a_retention_that_cloudwatch_knows: {
        "unknown": given("AWS::Logs::LogGroup", RetentionInDays=17)
    },
    test_templates.test_every_bucket_is_private_versioned_and_speaks_tls_only: {
        "public policies": lambda templates: of(templates, BUCKET)["Properties"][
            "PublicAccessBlockConfiguration"
        ].update(BlockPublicPolicy=False),
        "not versioned": given(BUCKET, VersioningConfiguration={"Status": "Suspended"}),
        "no policy": gone("AWS::S3::BucketPolicy"),
        "HTTP is not denied": statement(
            "AWS::S3::BucketPolicy", "PolicyDocument", {"Effect": "Allow"}, where=lambda one: one["Effect"] == "Deny"
        ),
    },
    test_templates.test_no_resource_is_open_to_the_internet_on_a_port_of_data: {
        "in the group": given(GROUP, SecurityGroupIngress=[{"IpProtocol": "tcp", "CidrIp": "0.0.0.0/0"}]),
        "in the group, IPv6": given(GROUP, SecurityGroupIngress=[{"IpProtocol": "tcp", "CidrIpv6": "::/0"}]),
        "beside the group": given(INGRESS, CidrIp="0.0.0.0/0"),
        "beside the group, IPv6": given(INGRESS, CidrIpv6="::/0"),
        "half of the internet": given(INGRESS, CidrIp="128.0.0.0/1"),
        "a public database": given(INSTANCE, PubliclyAccessible=True),
        "an address of a function": another("AWS::Lambda::Url"),
    },
    test_templates.test_every_alarm_has_a_severity_a_runbook_quick_actions_and_a_topic: {
        "no tags": given(ALARM, Tags=[{"Key": "Severity", "Value": "critical"}]),
        "unknown severity": given(
            ALARM, Tags=[{"Key": "Severity", "Value": "urgent"}, {"Key": "Runbook", "Value": "x.md"}]
        ),
        "no text": given(ALARM, AlarmDescription="Something is wrong."),
        "nobody hears": given(COMPOSITE, AlarmActions=[]),
        "nobody hears of the end": given(COMPOSITE, OKActions=[]),
    },
    test_templates.test_every_runbook_that_a_template_links_is_a_page: {
        "a tag": given(
            TOPIC, Tags=[{"Key": "Runbook", "Value": "https://github.com/o/r/blob/main/docs/runbooks/no.md"}]
        ),
        "a description": given(ALARM, AlarmDescription="Runbook: https://example.com/docs/runbooks/no-such-page.md"),
    },
    test_templates.test_every_part_of_a_composite_alarm_is_spoken_for: {
        "of a composite": given(COMPOSITE, AlarmRule="FALSE"),
        "of none": given(ALARM, ActionsEnabled=False),
    },
    test_templates.test_every_secret_rotates_or_says_why_not: {
        "no schedule": gone("AWS::SecretsManager::RotationSchedule"),
        "a secret more": another("AWS::SecretsManager::Secret"),
    },
    test_templates.test_no_identity_may_do_everything: {
        "everything": grants(Action="*", Resource="arn:aws:s3:::x"),
        "everything of a service": grants(Action=["s3:GetObject", "s3:*"], Resource="*"),
    },
    test_templates.test_a_role_is_passed_only_to_a_named_service: {"to anybody": grants(**PASSES)},
    test_templates.test_every_role_is_assumed_only_on_behalf_of_this_account: {
        "for anybody": statement(
            "AWS::IAM::Role",
            "AssumeRolePolicyDocument",
            {"Condition": None},
            where=lambda one: "Condition" in one and "Service" in one["Principal"],
        ),
    },
    test_templates.test_every_condition_on_a_service_is_on_what_it_sends: {
        "of the role of a trail": statement(
            "AWS::IAM::Role",
            "AssumeRolePolicyDocument",
            {"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}},
            where=lambda one: one["Principal"].get("Service") == "cloudtrail.amazonaws.com",
        ),
        "of a topic for rules": statement(
            "AWS::SNS::TopicPolicy",
            "PolicyDocument",
            {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:111122223333:rule/*"}}},
            where=lambda one: (
                isinstance(one["Principal"], dict) and one["Principal"].get("Service") == "events.amazonaws.com"
            ),
        ),
        "of a service that nobody knows": statement(
            "AWS::SQS::QueuePolicy",
            "PolicyDocument",
            {"Principal": {"Service": "nobody-knows.amazonaws.com"}},
            where=admits_a_service,
        ),
    },
    test_templates.test_a_key_admits_each_service_only_under_a_condition: {
        "no condition": statement("AWS::KMS::Key", "KeyPolicy", {"Condition": None}, where=admits_a_service),
        "every action": statement("AWS::KMS::Key", "KeyPolicy", {"Action": "kms:*"}, where=admits_a_service),
    },
    test_templates.test_no_topic_queue_or_bucket_admits_a_service_unconditionally: {
        type_: statement(type_, "PolicyDocument", {"Condition": None}, where=admits_a_service)
        for type_ in ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy")
    },
    test_contract.test_every_output_is_published_exactly_once_by_its_producer: {
        "twice": another("AWS::SSM::Parameter", Name=PROD_VPC, Type="String"),
        "not at all": parameter(PROD_VPC, Name="/prod/network/other"),
        "as another type": parameter(PROD_VPC, Type="StringList"),
    },
    test_contract.test_everything_that_a_stack_reads_is_published: {"what nobody publishes": read("/prod/rds/nothing")},
    test_contract.test_a_stack_declares_exactly_what_it_reads: {
        "undeclared": read("/prod/acm/certificate-arn"),
        "unread": lambda templates: templates["rds"]["Parameters"].clear(),
    },
    test_contract.test_cdk_deploys_producers_before_consumers: {
        "at any time": file("manifest.json", lambda data: [body.update(dependencies=[]) for body in stacks(data)])
    },
    test_contract.test_nothing_but_the_contract_crosses_a_stack: {
        "an import": given(TOPIC, DisplayName={"Fn::Sub": ["${x}", {"x": {"Fn::ImportValue": "y"}}]}),
        "an output of another stack": given(TOPIC, DisplayName={"Fn::GetStackOutput": ["x", "y"]}),
        "an export": lambda templates: templates["kms"].update(Outputs={"X": {"Value": "x", "Export": {"Name": "x"}}}),
    },
    test_contract.test_no_account_is_asked_at_synth: {
        "a look-up": file("manifest.json", lambda data: data.update(missing=[{"key": "vpc"}]))
    },
    test_contract.test_no_environment_publishes_a_legacy_parameter_by_itself: {
        "one": another("AWS::SSM::Parameter", Name="/shared/network/vpc-id", Type="String")
    },
    test_contract.test_every_reading_stack_takes_parameters_of_its_own_environment: {
        "of another": read("/stg/network/vpc-id")
    },
}
CASES = [
    pytest.param(property_, break_, id=f"{property_.__name__}: {name}")
    for property_, breaks in BREAKS.items()
    for name, break_ in breaks.items()
]


def base(property_: Property) -> str:
    """The environment that a property is about; prod where it is about all of them."""
    (name,) = inspect.signature(property_).parameters
    return "dev" if name == "dev" else "prod"


def copied(templates: Templates, folder: Path) -> Templates:
    """The same templates in a folder of their own, whose files can be rewritten."""
    folder.mkdir()
    for path in templates.folder.iterdir():
        (folder / path.name).symlink_to(path)
    return replace(templates, folder=folder, by_stack=copy.deepcopy(dict(templates.by_stack)))


def write(templates: Templates, before: Templates) -> None:
    for stack, template in templates.by_stack.items():
        if template != before[stack]:
            path = templates.folder / f"{templates.environment}-{stack}.template.json"
            path.unlink()
            path.write_text(json.dumps(template), encoding="utf-8")


@pytest.mark.parametrize(("property_", "break_"), CASES)
def test_a_property_fails_on_templates_that_break_it(
    property_: Property, break_: Break, judged_synth: Callable[[str], Templates], tmp_path: Path
) -> None:
    good = judged_synth(base(property_))
    broken = copied(good, tmp_path / "broken")
    break_(broken)
    write(broken, good)
    with pytest.raises(AssertionError):
        property_(broken)


def test_what_the_synth_itself_refuses_is_told(prod: Templates) -> None:
    with pytest.raises(AssertionError):
        test_synth.test_every_environment_synthesises_and_nothing_is_said_against_it(replace(prod, refusal="no"))


@pytest.mark.parametrize("module", [test_contract, test_synth, test_templates], ids=lambda module: module.__name__)
def test_every_property_of_the_templates_is_broken_here(module: ModuleType) -> None:
    properties = {
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("test_") and set(inspect.signature(function).parameters) & {"templates", "prod", "dev"}
    }
    assert [found.__name__ for found in properties - set(BREAKS)] == []
