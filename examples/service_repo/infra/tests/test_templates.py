"""Every environment: nothing stands against it, and its templates are the ones that were accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from governed_cdk.testing import TemplateSnapshots, assert_governed

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from governed_cdk.testing import Synth

ENVIRONMENTS = ("dev", "stg", "prod")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_nothing_stands_against_it(environment: str, synth: Callable[[str], Synth]) -> None:
    assert_governed(synth(environment))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_its_templates_are_those_that_were_accepted(
    environment: str, synth: Callable[[str], Synth], snapshot: SnapshotAssertion
) -> None:
    for name, template in synth(environment).templates.items():
        assert template == snapshot(name=name, extension_class=TemplateSnapshots)
