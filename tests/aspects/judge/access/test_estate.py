from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.access.world import world_of
from aspects.judge.template.assembly import read_assembly
from tests.aspects.judge.access.support import ACCOUNT, world

if TYPE_CHECKING:
    from aspects.judge.access.entities import Entity
    from tests.support import Templates

AWS_POLICY = "arn:aws:iam::aws:policy/service-role"


def document(action: str) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}


def entity(**resources: tuple[str, dict[str, Any]]) -> dict[str, Entity]:
    return {one.name: one for one in world({"prod-app": resources}).entities}


def test_a_role_has_what_is_inline_attached_managed_and_bounding() -> None:
    found = entity(
        Role=("AWS::IAM::Role", {
            "RoleName": "app",
            "Policies": [{"PolicyName": "inline", "PolicyDocument": document("s3:GetObject")}],
            "ManagedPolicyArns": [
                {"Ref": "Shared"}, f"{AWS_POLICY}/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/Unknown",
            ],
            "PermissionsBoundary": {"Ref": "Bound"},
        }),
        Policy=("AWS::IAM::Policy", {"PolicyDocument": document("sqs:SendMessage"), "Roles": [{"Ref": "Role"}]}),
        Shared=("AWS::IAM::ManagedPolicy", {"PolicyDocument": document("sns:Publish")}),
        Bound=("AWS::IAM::ManagedPolicy", {"PolicyDocument": document("s3:*"), "ManagedPolicyName": "bound"}),
        Alone=("AWS::IAM::ManagedPolicy", {"PolicyDocument": document("kms:Decrypt"), "ManagedPolicyName": "alone"}),
    )  # fmt: skip
    app = found["app"]
    actions = [action for one in app.policies.statements for action in one.actions]
    assert actions[:3] == ["s3:GetObject", "sqs:SendMessage", "sns:Publish"]
    assert "logs:PutLogEvents" in actions
    assert app.policies.unknown == ("the managed policy Unknown",)
    assert app.boundary is not None
    assert [one.actions for one in app.boundary.statements] == [("s3:*",)]
    assert found["alone"].kind == "policy"  # whoever has it: nobody here does
    assert "prod-app-Shared-XXXXXXXXXXXX" not in found


def test_a_statement_says_where_it_stands() -> None:
    role = entity(
        Role=("AWS::IAM::Role", {"RoleName": "app"}),
        Policy=("AWS::IAM::Policy", {"PolicyDocument": document("sqs:SendMessage"), "Roles": [{"Ref": "Role"}]}),
    )["app"]
    assert [str(one.origin) for one in role.policies.statements] == ["prod-app Policy PolicyDocument.Statement[0]"]


def test_a_policy_that_cannot_be_read_is_unknown() -> None:
    role = entity(
        Role=("AWS::IAM::Role", {
            "RoleName": "app", "Policies": [{"PolicyName": "p", "PolicyDocument": {"Fn::ImportValue": "x"}}],
        }),
    )["app"]  # fmt: skip
    assert role.policies.unknown == ("prod-app Role Policies[0].PolicyDocument: import x",)


def test_every_role_of_prod_is_read_whole(prod: Templates) -> None:
    found = world_of(read_assembly(Path(prod.folder)))
    assert not [one for had in found.entities for one in had.policies.unknown]
    assert not [one for had in found.targets for one in had.policies.unknown]
    assert len([one for one in found.entities if one.kind == "role"]) == len(list(prod.all("AWS::IAM::Role")))
    keys = [one for one in found.targets if one.kind == "key"]
    assert len(keys) == len(list(prod.all("AWS::KMS::Key")))
    assert all(one.name.startswith("alias/") and one.account == ACCOUNT and one.policies.statements for one in keys)
    assert all(one.origin.source.startswith(("stacks/", "app.py")) for one in found.statements()), "no Python line"


def test_what_names_a_resource_uses_it_but_not_what_only_watches_it(prod: Templates) -> None:
    found = world_of(read_assembly(Path(prod.folder)))

    def users(kind: str, ending: str) -> set[str]:
        (one,) = (one for one in found.targets if one.kind == kind and one.name.endswith(ending))
        return {user.type for user in found.users.get(one.arn, [])}

    assert {"AWS::CloudWatch::Alarm", "AWS::Events::Rule"} <= users("topic", "monitoring-critical")
    assert "AWS::CloudWatch::Alarm" not in users("queue", "monitoring-notifier")
    assert "AWS::S3::Bucket" in users("key", "alias/prod-s3-data")
    assert "AWS::ECS::TaskDefinition" in users("secret", "atlantis/prod/github-app")


def test_a_role_has_its_own_arn_whatever_is_attached_to_it() -> None:
    found = entity(Role=("AWS::IAM::Role", {
        "RoleName": "app", "ManagedPolicyArns": [f"{AWS_POLICY}/AWSLambdaBasicExecutionRole"],
    }))  # fmt: skip
    assert found["app"].arn == f"arn:aws:iam::{ACCOUNT}:role/app"


def test_a_permission_of_a_function_is_its_policy() -> None:
    found = world({"prod-app": {
        "Function": ("AWS::Lambda::Function", {"FunctionName": "worker"}),
        "Permission": ("AWS::Lambda::Permission", {
            "FunctionName": {"Ref": "Function"}, "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
            "SourceAccount": ACCOUNT,
        }),
    }})  # fmt: skip
    (function,) = (one for one in found.targets if one.kind == "AWS::Lambda::Function")
    (statement,) = function.policies.statements
    assert statement.actions == ("lambda:InvokeFunction",)
    assert [str(one) for one in statement.conditions] == [f"aws:sourceaccount stringequals {ACCOUNT}"]
