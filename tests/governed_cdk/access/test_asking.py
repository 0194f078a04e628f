from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.access.world import world_of
from aspects.judge.template.assembly import read_assembly
from governed_cdk.access.asking import ask
from governed_cdk.access.settings import Access, read_access
from tests.aspects.judge.access.support import ACCOUNT, world
from tests.aspects.judge.access.test_reach import APP
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.support import Templates

GITHUB = "token.actions.githubusercontent.com"
READ = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}


@pytest.mark.slow
def test_the_repository_s_statements_hold(templates: Templates) -> None:
    found = ask(world_of(read_assembly(Path(templates.folder))), read_access(ROOT / "access.yaml"))
    assert found.findings == ()
    assert found.unknown == ()
    if templates.environment == "prod":
        assert [says for says, asked in found.asked.items() if not asked] == []


def role(name: str, service: str, *statements: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any]]:
    policies = [{"PolicyName": "p", "PolicyDocument": {"Statement": list(statements)}}]
    return "AWS::IAM::Role", {
        "RoleName": name,
        "Policies": policies,
        "Tags": [{"Key": "Service", "Value": service}],
        **more,
    }


def findings(resources: dict[str, Any], **statement: Any) -> list[tuple[str, str, str]]:
    given = {"says": "so", "must": "never", "who": {"kinds": ["role"]}, "do": ["secretsmanager:GetSecretValue"],
             "to": {"kinds": ["secret"]}, **statement}  # fmt: skip
    access = Access.model_validate({"statements": [given]}, strict=False)
    return [(one.who, one.what, one.found) for one in ask(world({"prod-app": resources}), access).findings]


SECRET = ("AWS::SecretsManager::Secret", {"Name": "/app/key", "Tags": [{"Key": "Service", "Value": "app"}]})


def test_what_may_never_be_is_found_with_who_and_what() -> None:
    resources = {"Secret": SECRET, "App": role("app", "app", READ), "Other": role("other", "other", READ)}
    assert findings(resources) == [
        ("role app", "secret /app/key", "allowed"), ("role other", "secret /app/key", "allowed"),
    ]  # fmt: skip
    assert findings(resources, of="another") == [("role other", "secret /app/key", "allowed")]
    assert findings(resources, of="the same") == [("role app", "secret /app/key", "allowed")]
    assert findings(resources, who={"kinds": ["role"], "but": ["o*"]}) == [("role app", "secret /app/key", "allowed")]
    assert findings(resources, to={"kinds": ["secret"], "named": ["/other/*"]}) == []


def test_a_condition_that_nobody_knows_breaks_never_and_always() -> None:
    conditional = {**READ, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}
    resources = {"Secret": SECRET, "App": role("app", "app", conditional)}
    assert findings(resources) == [("role app", "secret /app/key", "allowed on a condition")]
    assert findings(resources, must="always") == [("role app", "secret /app/key", "allowed on a condition")]
    red = {"aws:PrincipalTag/team": ["red"]}
    assert findings(resources, must="always", when=red) == []
    assert findings(resources, when={"aws:PrincipalTag/team": ["another", "absent"]}) == []


def test_a_policy_that_nobody_can_read_is_unknown_and_no_finding() -> None:
    resources = {"Secret": SECRET, "App": role("app", "app", ManagedPolicyArns=["arn:aws:iam::aws:policy/New"])}
    access = Access.model_validate({"statements": [
        {"says": "so", "must": "never", "who": {"kinds": ["role"]}, "do": ["secretsmanager:GetSecretValue"],
         "to": {"kinds": ["secret"]}}]}, strict=False)  # fmt: skip
    verdict = ask(world({"prod-app": resources}), access)
    assert verdict.findings == ()
    assert [one.by for one in verdict.unknown] == [("unknown: the managed policy New",)]


def test_it_is_enough_that_some_principal_may() -> None:
    function = (
        "AWS::Lambda::Function",
        {"Environment": {"Variables": {"A": {"Ref": "Secret"}}}, "Role": {"Fn::GetAtt": ["App", "Arn"]}},
    )
    resources = {"Secret": SECRET, "App": role("app", "app", READ), "Idle": role("idle", "app"), "Function": function}
    assert findings(resources, must="always") == [("role idle", "secret /app/key", "not allowed")]
    assert findings(resources, must="always", some=True) == []
    assert findings(resources, must="always", named_by=["AWS::Lambda::Function"]) == []


def test_a_service_acts_for_what_names_the_resource() -> None:
    alarm = ("AWS::CloudWatch::Alarm", {"AlarmName": "a", "AlarmActions": [{"Ref": "Topic"}]})
    allow = {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*",
             "Principal": {"Service": "cloudwatch.amazonaws.com"},
             "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:*:{ACCOUNT}:alarm:*"}}}  # fmt: skip
    policy = ("AWS::SNS::TopicPolicy", {"Topics": [{"Ref": "Topic"}], "PolicyDocument": {"Statement": [allow]}})
    resources = {"Topic": ("AWS::SNS::Topic", {"TopicName": "t"}), "Alarm": alarm, "Policy": policy}
    asked: dict[str, Any] = {
        "who": {"services": ["user"]}, "do": ["sns:Publish"], "when": {"aws:SourceArn": ["{user}"]},
        "to": {"kinds": ["topic"], "used_by": ["AWS::CloudWatch::Alarm"]}, "must": "always",
    }  # fmt: skip
    assert findings(resources, **asked) == []
    (wrong,) = findings({key: value for key, value in resources.items() if key != "Policy"}, **asked)
    assert wrong[0] == "service cloudwatch.amazonaws.com"
    assert "alarm:a" in wrong[2]


def test_a_subject_becomes_no_role_without_a_boundary() -> None:
    asked: dict[str, Any] = {
        "who": {"subjects": ["repo:example-org/app:pull_request"]}, "do": [], "become": True,
        "to": {"kinds": ["role"], "bounded": False},
    }  # fmt: skip
    assert [what for _, what, _ in findings(APP, **asked)] == [
        "role plan", "role next", "role cdk-lookup, of no template here", "role last",
    ]  # fmt: skip
    asked["to"] = {"kinds": ["role"], "named": ["cdk-*"]}
    assert findings(APP, **{**asked, "must": "always"}) == []
    asked["to"] = {"kinds": ["role"], "named": ["nobody"]}
    ((_, _, found),) = findings(APP, **{**asked, "must": "always"})
    assert found == "not possible"


def asked_of_calls(resources: dict[str, Any]) -> Any:
    access = Access.model_validate({"calls": "Every call is allowed", "statements": []}, strict=False)
    return ask(world({"prod-app": resources}), access)


ALARM = ("AWS::CloudWatch::Alarm", {"AlarmName": "errors", "AlarmActions": [{"Ref": "Topic"}]})


def publishing(condition: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    admits = {
        "Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": "sns:Publish",
        "Resource": "*", "Condition": condition,
    }  # fmt: skip
    return "AWS::SNS::TopicPolicy", {"Topics": [{"Ref": "Topic"}], "PolicyDocument": {"Statement": [admits]}}


def test_a_call_that_is_refused_is_a_finding_with_who_what_and_for_what() -> None:
    verdict = asked_of_calls({"Alarm": ALARM, "Topic": ("AWS::SNS::Topic", {})})
    (found,) = verdict.findings
    assert (found.says, found.who, found.action) == (
        "Every call is allowed", "service cloudwatch.amazonaws.com", "sns:Publish",
    )  # fmt: skip
    assert found.found.startswith(f"not allowed with aws:sourceaccount={ACCOUNT}")
    assert found.found.endswith(", for prod-app Alarm")
    assert verdict.asked == {"Every call is allowed": 1}


def test_a_call_that_is_allowed_is_none_and_one_that_depends_is_unknown() -> None:
    resources = {"Alarm": ALARM, "Topic": ("AWS::SNS::Topic", {})}
    ours = asked_of_calls({**resources, "Policy": publishing({"StringEquals": {"aws:SourceAccount": ACCOUNT}})})
    assert (ours.findings, ours.unknown) == ((), ())
    depends = asked_of_calls({**resources, "Policy": publishing({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})})
    assert depends.findings == ()
    assert [one.depends_on for one in depends.unknown] == [("aws:principalorgid stringequals o-1",)]


def test_passing_a_role_is_no_matter_of_its_trust() -> None:
    passes = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": f"arn:aws:iam::{ACCOUNT}:role/other"}
    resources = {"Passer": role("passer", "app", passes), "Other": role("other", "app")}
    said = findings(resources, do=["iam:PassRole"], to={"kinds": ["role"]})
    assert said == [("role passer", "role other", "allowed")]
