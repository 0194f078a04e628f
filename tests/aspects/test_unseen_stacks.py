"""A stack that is no artifact of the assembly, as those of StackSets, is told: no rule saw its template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
import pytest

from aspects import govern
from constructs_lib import PlatformStack, StackSettings
from tests.aspects.reports import reported, violations
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct


class Shop(PlatformStack[StackSettings]):
    slug = "shop"


class Unlisted(cdk.StackSynthesizer):
    """Writes the template and lists it nowhere, as the synthesizer of `cdk-stacksets` does."""

    @jsii.member(jsii_name="addFileAsset")
    def add_file_asset(self, **_: object) -> cdk.FileAssetLocation:
        raise NotImplementedError

    @jsii.member(jsii_name="addDockerImageAsset")
    def add_docker_image_asset(self, **_: object) -> cdk.DockerImageAssetLocation:
        raise NotImplementedError

    @jsii.member(jsii_name="synthesize")
    def synthesize(self, session: cdk.ISynthesisSession) -> None:
        self._synthesize_template(session)


class StackSetStack(cdk.Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id, synthesizer=Unlisted())


def told(folder: Path, build: Callable[[cdk.App, Shop], object]) -> list[str]:
    app = new_app(folder)
    build(app, Shop(app, environment("prod", stacks={})))
    govern(app, environment("prod", stacks={}), lock=None)
    passed, reports = reported(app)
    assert passed
    return [one["description"] for one in violations(reports) if one["ruleName"] == "templates-are-judged"]


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda _, shop: StackSetStack(shop, "Everywhere"), "prod-shop/Everywhere"),
        (lambda app, _: StackSetStack(app, "Everywhere"), "Everywhere"),
        (lambda app, _: StackSetStack(cdk.Stage(app, "Live"), "Everywhere"), "Live/Everywhere"),
    ],
)
def test_a_stack_in_no_manifest_is_told(tmp_path: Path, build: Callable[[cdk.App, Shop], object], path: str) -> None:
    (said,) = told(tmp_path, build)
    assert said.startswith(f"{path}: this stack is in no manifest")


@pytest.mark.parametrize(
    "build",
    [
        lambda _, shop: cdk.NestedStack(shop, "Part"),
        lambda app, _: Shop(cdk.Stage(app, "Live"), environment("prod", stacks={})),
        lambda app, _: cdk.Stack(app, "Plain", stack_name="web-site"),
        lambda app, _: cdk.Stack(cdk.Stage(cdk.Stack(app, "Pipeline"), "Live"), "Plain"),
    ],
)
def test_a_stack_that_is_judged_is_not_told(tmp_path: Path, build: Callable[[cdk.App, Shop], object]) -> None:
    assert told(tmp_path, build) == []
