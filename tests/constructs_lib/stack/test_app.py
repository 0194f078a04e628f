"""What govern() leaves in an app, and nothing that anybody could write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from constructs import Construct

from aspects import govern
from constructs_lib import PlatformStack, StackSettings
from constructs_lib.stack.app import is_governed, mark_governed
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = "governed-cdk:governed"
ATTRIBUTE = "_governed_cdk_governed"


class Shop(PlatformStack[StackSettings]):
    slug = "shop"


def another_apps_mark(app: cdk.App) -> None:
    other = cdk.App()
    mark_governed(other)
    vars(app)[ATTRIBUTE] = vars(other)[ATTRIBUTE]


def construct_of_that_name(app: cdk.App) -> None:
    Construct(app, "Governance")
    Construct(app, OLD)


FORGERIES = {
    "metadata of the app": lambda app: app.node.add_metadata(OLD, "prod"),
    "metadata of every construct": lambda app: [one.node.add_metadata(OLD, "prod") for one in app.node.find_all()],
    "attribute": lambda app: setattr(app, "governed", True),
    "our attribute": lambda app: setattr(app, ATTRIBUTE, True),
    "attribute of the class": lambda app: setattr(type(app), ATTRIBUTE, object()),
    "mark of another app": another_apps_mark,
    "construct": construct_of_that_name,
}


@pytest.mark.parametrize("forgery", sorted(FORGERIES))
def test_a_forged_mark_is_no_mark(tmp_path: Path, forgery: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdk.App, ATTRIBUTE, None, raising=False)  # restored, whatever the forgery sets
    context: dict[str, Any] = {OLD: "prod", ATTRIBUTE: "prod"}  # nor is that one
    app = new_app(tmp_path, **context)
    forge: Callable[[cdk.App], object] = FORGERIES[forgery]
    Shop(app, environment("prod", stacks={}))
    forge(app)
    assert not is_governed(app)
    with pytest.raises(RuntimeError, match=r"the app is not governed: call aspects.govern"):
        app.synth()


def test_an_app_is_governed_by_govern_alone(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    Shop(app, environment("prod", stacks={}))
    assert not is_governed(app)
    govern(app, environment("prod", stacks={}), lock=None)
    assert is_governed(app)
