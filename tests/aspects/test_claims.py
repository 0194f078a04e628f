from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

from aspects import govern
from constructs_lib import ConfigurationError, Environment, GovernedStack, PlatformStack, StackSettings
from constructs_lib.kernel.platform_names import STATEMENT
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path


class Orders(PlatformStack[StackSettings]):
    slug = "orders"


class Network(PlatformStack[StackSettings]):
    slug = "network"


class NetworkExtra(PlatformStack[StackSettings]):
    slug = "network-extra"


class Networks(PlatformStack[StackSettings]):
    slug = "networks"


def service(folder: Path, project: str = "fileflow", stated: str | None = None) -> tuple[cdk.App, Environment]:
    """An app as a service repository has it."""
    app = new_app(folder)
    app.node.set_context(STATEMENT, stated)
    return app, environment("prod", stacks={}, tags={"project": project})


@pytest.mark.parametrize("stack", [Network, NetworkExtra])
def test_a_service_with_a_slug_of_the_platform_s_is_refused_in_one_line(
    tmp_path: Path, stack: type[PlatformStack[Any]]
) -> None:
    app, settings = service(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        stack(app, settings)
    (line,) = caught.value.mistakes
    assert line.startswith(f"slug: given '{stack.slug}'; allowed: a name that is not the platform's: not network, nor")


def test_the_same_slug_is_the_platform_s_where_the_app_states_it_and_a_neighbour_anybody_s(tmp_path: Path) -> None:
    app, settings = service(tmp_path / "platform", "infrastructure", "infrastructure")
    assert Network(app, settings).stack_name == "prod-network"
    app, settings = service(tmp_path / "service")
    assert Networks(app, settings).stack_name == "prod-networks"


def test_a_cdk_json_that_was_copied_makes_nobody_the_platform(tmp_path: Path) -> None:
    app, settings = service(tmp_path, stated="infrastructure")
    with pytest.raises(ConfigurationError, match=r"the one whose tags\.project is fileflow, leave it out"):
        Network(app, settings)


@pytest.mark.parametrize("name", ["prod-network", "prod-network-extra", "dev-kms"])
def test_a_stack_that_we_did_not_write_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    app, settings = service(tmp_path)
    cdk.Stack(cdk.Stage(app, "Stage"), "Whatever", stack_name=name)
    with pytest.raises(ConfigurationError, match=f"^stack name: given '{name}'; allowed: a name that is not the "):
        govern(app, settings, lock=None)


def test_every_whole_stack_says_its_project_and_one_that_states_another_keeps_it(tmp_path: Path) -> None:
    app, settings = service(tmp_path)
    orders = Orders(app, settings)
    orders.companion("dr", region="ap-northeast-1")
    GovernedStack(app, settings, service="mail", region=settings.region, data_class=None)
    cdk.Stack(app, "Plain")
    cdk.Stack(app, "Stated", tags={"Project": "mail"})
    cdk.CfnWaitConditionHandle(cdk.NestedStack(orders, "Part"), "Handle")
    govern(app, settings, lock=None)
    tags = {stack.stack_name: stack.tags for stack in app.synth().stacks}
    assert tags == {
        "prod-orders": {"Project": "fileflow"}, "prod-orders-dr": {"Project": "fileflow"},
        "prod-mail": {"Project": "fileflow"}, "Plain": {"Project": "fileflow"}, "Stated": {"Project": "mail"},
    }  # fmt: skip
