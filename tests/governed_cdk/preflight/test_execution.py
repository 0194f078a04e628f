from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.deploy_policy.views import deploy_policies
from governed_cdk.preflight import execution
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aspects.judge.template import Template
    from tests.support import Templates

ROLE = "cdk-hnb659fds-cfn-exec-role-111122223333-ap-northeast-2"
QUEUE = {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "prod-orders-events"}}}


@pytest.fixture
def stacks(tmp_path: Path) -> list[Template]:
    folder = write(tmp_path, {"prod-orders": Stack(resources=QUEUE)})
    manifest = json.loads((folder / "manifest.json").read_text())
    for one in manifest["artifacts"].values():
        if one["type"] == "aws:cloudformation:stack":
            one["properties"]["cloudFormationExecutionRoleArn"] = f"arn:aws:iam::111122223333:role/{ROLE}"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return stacks_of(read_assembly(folder))


def said(
    monkeypatch: pytest.MonkeyPatch, stacks: list[Template], document: Any, *, app: Sequence[Template] = (), **more: Any
) -> tuple[list[str], list[str]]:
    answers = {
        "iam__list_attached_role_policies": {"AttachedPolicies": [{"PolicyName": "one", "PolicyArn": "arn:one"}]},
        "iam__get_policy": {"Policy": {"DefaultVersionId": "v1"}},
        "iam__get_policy_version": {"PolicyVersion": {"Document": document}},
    }
    answering(monkeypatch, **{**answers, **more})
    found = execution.asked(stacks, Account(), app)
    return found.findings, found.unknown


def allow(*actions: str, resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Statement": {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}}


def test_the_printed_policies_suffice(monkeypatch: pytest.MonkeyPatch, stacks: list[Template]) -> None:
    (printed,) = deploy_policies(stacks, "prod").policies.values()
    assert said(monkeypatch, stacks, printed) == ([], [])
    assert said(monkeypatch, stacks, json.dumps(printed)) == ([], [])


@pytest.mark.slow
def test_the_policies_of_a_whole_app_suffice_for_each_region_and_stack_of_it(
    monkeypatch: pytest.MonkeyPatch, prod: Templates
) -> None:
    app = stacks_of(read_assembly(prod.folder))
    statements = [one for document in deploy_policies(app, "prod").policies.values() for one in document["Statement"]]
    printed = {"Statement": statements}
    assert said(monkeypatch, app, printed, app=app) == ([], [])
    for stack in app:
        assert said(monkeypatch, [stack], printed, app=app) == ([], []), stack.stack_name


@pytest.mark.slow
def test_the_policies_of_a_part_suffice_for_that_part(monkeypatch: pytest.MonkeyPatch, prod: Templates) -> None:
    app = stacks_of(read_assembly(prod.folder))
    for stack in app[:4]:
        of_part = deploy_policies([stack], "prod").policies.values()
        printed = {"Statement": [one for document in of_part for one in document["Statement"]]}
        assert said(monkeypatch, [stack], printed, app=app) == ([], []), stack.stack_name
        assert said(monkeypatch, app, printed, app=app)[0], "not for the others"


def test_an_administrator_may_do_it_all(monkeypatch: pytest.MonkeyPatch, stacks: list[Template]) -> None:
    assert said(monkeypatch, stacks, allow("*")) == ([], [])


def test_what_no_policy_allows_is_one_line_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, stacks: list[Template]
) -> None:
    (line,), unknown = said(monkeypatch, stacks, allow("sqs:Get*", "kms:*"))
    assert unknown == []
    assert line.startswith(f"{ROLE} may not sqs:CreateQueue, sqs:DeleteQueue, sqs:ListQueueTags and ")
    assert line.endswith("; renew its policies: governed-cdk deploy-policy")
    (line,), _ = said(monkeypatch, stacks, allow("*", resource="arn:aws:sqs:*:*:theirs-*"))
    assert "sqs:CreateQueue" in line


def test_what_is_allowed_under_conditions_or_by_exception_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, stacks: list[Template]
) -> None:
    under = allow("*", Condition={"StringEquals": {"aws:RequestedRegion": "ap-northeast-2"}})
    assert said(monkeypatch, stacks, under) == ([], [])
    others = {"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}
    assert said(monkeypatch, stacks, others) == ([], [])


def test_a_role_that_is_not_there_is_no_finding_and_one_that_nobody_may_see_is_unknown(
    monkeypatch: pytest.MonkeyPatch, stacks: list[Template]
) -> None:
    assert said(monkeypatch, stacks, {}, iam__list_attached_role_policies="NoSuchEntity") == ([], [])
    denied = said(monkeypatch, stacks, {}, iam__list_attached_role_policies="AccessDenied")
    assert denied == ([], [f"whether {ROLE} may do what the stacks need: AccessDenied"])
    assert said(monkeypatch, stacks, {}, iam__get_policy_version="AccessDenied")[1] == denied[1]


def test_an_assembly_that_names_no_role_asks_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers = answering(monkeypatch)
    folder = write(tmp_path, {"prod-orders": Stack(resources=QUEUE)})
    assert execution.asked(stacks_of(read_assembly(folder)), Account()).findings == []
    assert answers.asked == []
