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
