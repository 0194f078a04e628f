"""Who may do what in every template: identities, and services that a policy admits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.access.entities import ROLE, Request
from aspects.judge.access.evaluation import Layer, decide
from aspects.judge.access.world import world_of
from aspects.judge.iam.truth import Truth
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.conditions import CONTEXT, Policy, Sent, rows_of
from tests.aspects.judge.access.support import target
from tests.support import as_list, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Templates

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


def test_every_role_has_the_boundary_of_its_environment(templates: Templates) -> None:
    """One that no deploy can change: `constructs_lib/kernel/boundaries.py`."""
    for stack, key, resource in templates.all("AWS::IAM::Role"):
        boundary = resource["Properties"].get("PermissionsBoundary")
        assert boundary == f"arn:aws:iam::111122223333:policy/cdk-boundary-{templates.environment}", f"{stack}/{key}"


def test_a_boundary_takes_nothing_away_of_what_a_role_s_own_policies_allow(templates: Templates) -> None:
    judged = 0
    for who in world_of(read_assembly(templates.folder)).entities:
        allowing = [one for one in who.policies.statements if one.effect == "Allow" and one.origin.stack != "AWS"]
        for action, arn in {(action, arn) for one in allowing for action in one.actions for arn in one.resources}:
            if who.kind == ROLE:
                judged += 1
                request = Request(who, action, target("anything", arn), {})
                assert decide(request, Layer.BOUNDARY).answer is not Truth.NO, f"{who}: {action} on {arn}"
    assert judged > 100


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
