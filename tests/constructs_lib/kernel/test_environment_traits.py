"""What an environment is, by its file or else by its name, and as a synth writes it."""

from __future__ import annotations

import json

import pytest

from constructs_lib.kernel.environment_traits import EnvironmentTraits
from tests.support import environment


@pytest.mark.parametrize(
    ("name", "production", "disposable"), [("prod", True, False), ("dev", False, True), ("stg", False, False)]
)
def test_prod_is_production_and_dev_disposable_where_nobody_says(
    name: str, *, production: bool, disposable: bool
) -> None:
    usual = EnvironmentTraits(name, production=production, disposable=disposable)
    assert EnvironmentTraits.by_name(name) == usual
    assert environment(name).traits == usual


def test_what_is_written_is_read_again() -> None:
    traits = environment("dev", production=True, disposable=False).traits
    assert traits == EnvironmentTraits("dev", production=True, disposable=False)
    assert EnvironmentTraits.read(json.loads(json.dumps(traits.written()))) == traits


@pytest.mark.parametrize(
    ("production", "stated", "weighs"),
    [(True, None, "error"), (False, None, "warning"), (True, "warning", "warning"), (False, "error", "error")],
)
def test_what_nobody_knows_weighs_most_where_customers_see_it(
    stated: str | None, weighs: str, *, production: bool
) -> None:
    settings = environment("prod", production=production, governance={"unknown": stated} if stated else {})
    assert settings.traits.unknown_weighs == weighs
    assert EnvironmentTraits.read(settings.traits.written()) == settings.traits


def test_what_an_older_version_wrote_is_read_too() -> None:
    traits = EnvironmentTraits.read({"name": "prod", "production": True, "disposable": False})
    assert traits.unknown_weighs == "error"
