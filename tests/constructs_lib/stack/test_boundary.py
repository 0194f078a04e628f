from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from constructs_lib import GovernedRole, GovernedStack
from constructs_lib.kernel.platform_names import STATEMENT
from constructs_lib.stack.app import mark_governed
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench

OURS = "arn:aws:iam::111122223333:policy/cdk-boundary-prod"
THEIRS = "arn:aws:iam::111122223333:policy/theirs"


def role(stack: GovernedStack, boundary: str | None = None) -> None:
    GovernedRole(
        stack, "Role", kind="task", assumed_by="ecs-tasks.amazonaws.com", description="T",
        permissions_boundary=boundary,
    )  # fmt: skip


def boundaries(assembly: Any) -> list[str | None]:
    """Those of the roles in all templates of an app."""
    return [
        resource["Properties"].get("PermissionsBoundary")
        for stack in assembly.stacks for resource in stack.template["Resources"].values()
        if resource["Type"] == "AWS::IAM::Role"
    ]  # fmt: skip


def test_every_role_of_the_platform_has_it_one_of_plain_cdk_and_one_with_another_too(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.js").touch()
    role(bench.stack, THEIRS)
    iam.Role(bench.stack, "Plain", assumed_by=iam.AccountRootPrincipal())
    cdk.CustomResourceProvider.get_or_create(
        bench.stack, "Custom::X", code_directory=str(tmp_path / "code"),
        runtime=cdk.CustomResourceProviderRuntime.NODEJS_22_X,
    )  # fmt: skip
    assert boundaries(bench.app.synth()) == [OURS] * 3


def test_a_companion_in_another_region_has_the_same(virginia: Bench) -> None:
    role(virginia.stack)
    assert boundaries(virginia.app.synth()) == [OURS]


def test_a_service_names_its_own(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    app.node.set_context(STATEMENT, None)
    mark_governed(app)
    settings = environment("prod", stacks={}, tags={"project": "fileflow"})
    for slug, boundary in (("news", THEIRS), ("orders", None)):
        role(
            GovernedStack(app, settings, service=slug, region="ap-northeast-2", data_class=None),
            boundary,
        )
    assert boundaries(app.synth()) == [THEIRS, None]
