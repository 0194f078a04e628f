"""How a stack's class is written: its slug, its data class, its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pytest

from constructs_lib import ConfigurationError, Environment, GovernedTopic, PlatformStack, StackSettings
from constructs_lib.kernel.yaml_file import read_yaml
from tests.constructs_lib.stack.platform_stacks import Reader
from tests.support import ROOT, environment, new_app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings() -> Environment:
    return environment("prod", stacks={})


def test_a_slug_that_is_not_kebab_case_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="slug: given 'Not_Kebab'; allowed: kebab-case"):
        type("Wrong", (PlatformStack,), {"slug": "Not_Kebab"})


@pytest.mark.parametrize("given", ["secret", "confidential", 1])
def test_a_data_class_that_is_none_is_refused_where_the_stack_is_written(given: object) -> None:
    said = f"data_class: given {given!r}; allowed: DataClass.PUBLIC, DataClass.INTERNAL, DataClass.CONFIDENTIAL"
    with pytest.raises(ConfigurationError, match=said):
        type("Wrong", (PlatformStack,), {"slug": "wrong-data-class", "data_class": given})


def test_governed_constructs_outside_a_platform_stack_are_refused(tmp_path: Path) -> None:
    import aws_cdk as cdk  # noqa: PLC0415 - the one plain stack here

    plain: Any = cdk.Stack(new_app(tmp_path), "Plain")
    with pytest.raises(ConfigurationError, match="governed constructs live in a PlatformStack"):
        GovernedTopic(plain, "Topic", kind="x", display_name="x")


@pytest.mark.parametrize(("name", "protected"), [("prod", True), ("dev", False)])
def test_stacks_are_protected_where_the_environment_says_so(tmp_path: Path, name: str, *, protected: bool) -> None:
    stack = Reader(new_app(tmp_path), environment(name, stacks={}))
    assert stack.termination_protection is protected


def test_a_stack_without_a_slug_is_a_base_of_stacks(tmp_path: Path, settings: Environment) -> None:
    S = TypeVar("S", bound=StackSettings)

    class Base(PlatformStack[S], Generic[S]):
        """What the stacks of a team share."""

    class Days(StackSettings):
        days: int = 3

    class One(Base[Days]):
        slug = "one"

    assert One(new_app(tmp_path), settings).settings == Days()
    with pytest.raises(ConfigurationError, match="Base: has no slug"):
        Base(new_app(tmp_path), settings)


def test_each_class_of_one_slug_gets_settings_of_its_own_type(tmp_path: Path) -> None:
    class A(StackSettings):
        days: int = 3

    class B(StackSettings):
        weeks: int = 4

    class One(PlatformStack[A]):
        slug = "orders"

    class Two(PlatformStack[B]):
        slug = "orders"

    assert One(new_app(tmp_path / "one"), environment("prod")).settings == A()
    assert Two(new_app(tmp_path / "two"), environment("prod")).settings == B()


def test_settings_count_whenever_the_class_is_defined(tmp_path: Path) -> None:
    settings = Environment.parse({**read_yaml(ROOT / "environments/prod.yaml"), "stacks": {"late": {"days": 7}}}, "x")

    class Days(StackSettings):
        days: int = 30

    class Late(PlatformStack[Days]):
        slug = "late"

    assert Late(new_app(tmp_path), settings).settings.days == 7
