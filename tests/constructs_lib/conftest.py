"""A stack for tests of one construct: keys, topics and the access-log bucket are there, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.stack.app import mark_governed
from tests.constructs_lib.equipped import EquippedStack
from tests.support import Properties, environment, new_app

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from constructs_lib import Environment

HOME = "ap-northeast-2"


@dataclass
class Bench:
    """A governed stack of the service `example`, and what it holds once synthesised."""

    app: cdk.App
    stack: EquippedStack
    settings: Environment

    def template(self) -> dict[str, Any]:
        """The template of the stack. No Aspect has touched it: a construct is right by itself."""
        found: dict[str, Any] = self.app.synth().get_stack_by_name(self.stack.stack_name).template
        return found

    def resources(self, type_: str) -> list[Properties]:
        """Properties of every resource of one type."""
        resources = self.template()["Resources"].values()
        return [resource.get("Properties", {}) for resource in resources if resource["Type"] == type_]

    def only(self, type_: str) -> Properties:
        """Properties of the one resource of a type."""
        (properties,) = self.resources(type_)
        return properties


def make_bench(folder: Path, *, env: str = "prod", region: str = HOME) -> Bench:
    """A bench in an environment and region."""
    settings = environment(env)
    app = new_app(folder)
    suffix = "" if region == HOME else region
    stack = EquippedStack(app, settings, service="example", suffix=suffix, region=region, data_class=None)
    mark_governed(app)
    return Bench(app, stack, settings)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A stack of prod in the home region."""
    return make_bench(tmp_path / "prod")


@pytest.fixture
def dev_bench(tmp_path: Path) -> Bench:
    """A stack of dev."""
    return make_bench(tmp_path / "dev", env="dev")


@pytest.fixture
def virginia(tmp_path: Path) -> Bench:
    """A companion of prod in us-east-1."""
    return make_bench(tmp_path / "virginia", region="us-east-1")
