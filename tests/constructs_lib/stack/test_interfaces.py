"""A governed construct is what it wraps: CDK makes the same template of it as of the L2 that it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

import constructs_lib as lib
from constructs_lib import platform
from constructs_lib.stack import interfaces
from constructs_lib.stack.app import mark_governed
from constructs_lib.stack.delegation import members_of
from tests.constructs_lib.conftest import HOME
from tests.constructs_lib.equipped import EquippedStack
from tests.constructs_lib.platform.two_of_a_kind import ABROAD
from tests.constructs_lib.stack.consumers import CONSUMERS
from tests.constructs_lib.two_of_a_kind import TWICE
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Pick = Callable[[Any], Any]

pytestmark = pytest.mark.slow

MAKERS = (
    TWICE
    | ABROAD
    | {
        "GovernedVpc": lambda s, _: platform.GovernedVpc(
            s,
            "X",
            cidr="10.0.0.0/16",
            availability_zones=["ap-northeast-2a"],
            public_cidrs=["10.0.0.0/20"],
            private_cidrs=["10.0.32.0/20"],
        ),
    }
)


def resources(template: dict[str, Any]) -> list[str]:
    """The resources of a template without their ids: CDK puts a subscription or a permission below what it is given."""
    types = {logical_id: resource["Type"] for logical_id, resource in template["Resources"].items()}

    def plain(value: Any) -> Any:
        match value:
            case dict():
                return {key: plain(item) for key, item in value.items() if key != "Metadata"}
            case list():
                return [plain(item) for item in value]
            case _:
                return types.get(value, value) if isinstance(value, str) else value

    return sorted(json.dumps(plain(resource), sort_keys=True) for resource in template["Resources"].values())


def inner(wrapper: Any) -> Any:
    """The L2 that a governed construct holds."""
    (name,) = (base.__name__ for base in type(wrapper).__mro__ if base.__name__ in interfaces.INTERFACES)
    return getattr(wrapper, interfaces.INTERFACES[name][2])


def templates(folder: Path, pick: Pick) -> dict[str, Any]:
    """The template of each consumer in a stack of its own, given what is picked of a governed construct."""
    settings = environment("prod", stacks={})
    app, stacks = new_app(folder), {}
    mark_governed(app)
    for number, (what, (made, consume)) in enumerate(CONSUMERS.items()):
        region = "us-east-1" if made in ABROAD else HOME
        stack = EquippedStack(app, settings, service=f"consumer{number}", region=region, data_class=None)
        stacks[what] = stack.stack_name
        wrapper = MAKERS[made](Construct(stack, "Governed"), "one")
        consume(Construct(stack, "Consumer"), pick(wrapper))
    assembly = app.synth()
    return {what: assembly.get_stack_by_name(name).template for what, name in stacks.items()}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The templates with governed constructs, and with the L2s that they hold."""
    folder = tmp_path_factory.mktemp("interfaces")
    return templates(folder / "wrapper", lambda wrapper: wrapper), templates(folder / "inner", inner)


@pytest.mark.parametrize("what", CONSUMERS)
def test_cdk_makes_the_same_of_a_governed_construct_as_of_its_l2(
    both: tuple[dict[str, Any], dict[str, Any]], what: str
) -> None:
    given, held = (resources(templates[what]) for templates in both)
    assert given == held


def test_a_governed_construct_of_each_interface_is_given_to_something_of_cdks() -> None:
    made = [getattr(platform if name in platform.__all__ else lib, name) for name, _ in CONSUMERS.values()]
    tried = {base.__name__ for one in made for base in one.__mro__}
    assert interfaces.INTERFACES.keys() <= tried


@pytest.mark.parametrize("name", interfaces.INTERFACES)
def test_every_member_of_the_interface_is_there_with_its_signature(name: str) -> None:
    module, interface, _ = interfaces.INTERFACES[name]
    declared = members_of(getattr(__import__(f"aws_cdk.{module}", fromlist=[interface]), interface))
    made = getattr(interfaces, name)
    assert len(declared) >= 3
    assert all(
        isinstance(vars(made)[member], property) is isinstance(what, property) for member, what in declared.items()
    )


def test_another_name_is_no_interface() -> None:
    with pytest.raises(AttributeError):
        _ = interfaces.IsNothing  # type: ignore[attr-defined]  # on purpose
