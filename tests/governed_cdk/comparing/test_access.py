from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly import read_assembly
from governed_cdk.comparing.access import access_differences
from tests.governed_cdk.comparing.support import both, resource

if TYPE_CHECKING:
    from pathlib import Path

TRUST = {
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]
}


def app(*actions: str, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    """A bucket, and a role with these actions on it."""
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": "arn:aws:s3:::data/*"}
    policies = [{"PolicyName": "use", "PolicyDocument": {"Statement": [statement | (condition or {})]}}]
    role = {"RoleName": "worker", "AssumeRolePolicyDocument": TRUST, **({"Policies": policies} if actions else {})}
    return {"Data": resource("AWS::S3::Bucket", {"BucketName": "data"}), "Role": resource("AWS::IAM::Role", role)}


def said(folder: Path, base: dict[str, Any], head: dict[str, Any]) -> list[str]:
    one, other = (read_assembly(side) for side in both(folder, base, head))
    return [found.says for found in access_differences(one, other)]


def test_nothing_is_gained_where_nothing_changes(tmp_path: Path) -> None:
    assert said(tmp_path, app("s3:GetObject"), app("s3:GetObject")) == []


def test_what_a_role_may_do_now_is_told_and_what_it_may_do_no_longer(tmp_path: Path) -> None:
    assert said(tmp_path, app("s3:GetObject"), app("s3:GetObject", "s3:PutObject")) == [
        "role worker may now s3:PutObject on bucket data"
    ]
    assert said(tmp_path, app("s3:GetObject", "s3:PutObject"), app("s3:GetObject")) == [
        "role worker may no longer s3:PutObject on bucket data"
    ]


def test_a_condition_that_goes_is_a_gain_and_one_that_changes_is_told(tmp_path: Path) -> None:
    one, other = ({"Condition": {"StringEquals": {"aws:PrincipalTag/team": name}}} for name in ("a", "b"))
    assert said(tmp_path, app("s3:GetObject", condition=one), app("s3:GetObject")) == [
        "role worker may now s3:GetObject on bucket data"
    ]
    (found,) = said(tmp_path, app("s3:GetObject", condition=one), app("s3:GetObject", condition=other))
    assert found.startswith("role worker may s3:GetObject on bucket data on other conditions now: ")


def test_another_name_of_the_same_resource_makes_no_other_right(tmp_path: Path) -> None:
    one, other = (json.loads(json.dumps(app("s3:GetObject")).replace("data", name)) for name in ("old", "new"))
    assert said(tmp_path, one, other) == []
