"""Each property of all templates fails on templates that break it: none passes for want of anything to judge."""

from __future__ import annotations

import copy
import inspect
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests import (
    test_contract,
    test_synth,
    test_templates,
    test_templates_access,
    test_templates_alarms,
    test_templates_data,
)
from tests.breaks import contract, synth, templates, templates_access, templates_alarms, templates_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from tests.breaks.making import Break, Property
    from tests.support import Templates

BREAKS: dict[Property, dict[str, Break]] = {
    **contract.BREAKS,
    **synth.BREAKS,
    **templates.BREAKS,
    **templates_access.BREAKS,
    **templates_alarms.BREAKS,
    **templates_data.BREAKS,
}
CASES = [
    pytest.param(property_, break_, id=f"{property_.__name__}: {name}")
    for property_, breaks in BREAKS.items()
    for name, break_ in breaks.items()
]


def base(property_: Property) -> str:
    """The environment that a property is about; prod where it is about all of them."""
    (name,) = inspect.signature(property_).parameters
    return "dev" if name == "dev" else "prod"


def copied(templates: Templates, folder: Path) -> Templates:
    """The same templates in a folder of their own, whose files can be rewritten."""
    folder.mkdir()
    for path in templates.folder.iterdir():
        here = folder / path.name
        here.symlink_to(path) if path.is_dir() else here.hardlink_to(path)  # an assembly is read without leaving it
    return replace(templates, folder=folder, by_stack=copy.deepcopy(dict(templates.by_stack)))


def write(templates: Templates, before: Templates) -> None:
    for stack, template in templates.by_stack.items():
        if template != before[stack]:
            path = templates.folder / f"{templates.environment}-{stack}.template.json"
            path.unlink()
            path.write_text(json.dumps(template), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("property_", "break_"), CASES)
def test_a_property_fails_on_templates_that_break_it(
    property_: Property, break_: Break, judged_synth: Callable[[str], Templates], tmp_path: Path
) -> None:
    good = judged_synth(base(property_))
    broken = copied(good, tmp_path / "broken")
    break_(broken)
    write(broken, good)
    with pytest.raises(AssertionError):
        property_(broken)


def test_what_the_synth_itself_refuses_is_told(prod: Templates) -> None:
    with pytest.raises(AssertionError):
        test_synth.test_every_environment_synthesises_and_nothing_is_said_against_it(replace(prod, refusal="no"))


@pytest.mark.parametrize(
    "module",
    [test_contract, test_synth, test_templates, test_templates_access, test_templates_alarms, test_templates_data],
    ids=lambda module: module.__name__,
)
def test_every_property_of_the_templates_is_broken_here(module: ModuleType) -> None:
    properties = {
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("test_") and set(inspect.signature(function).parameters) & {"templates", "prod", "dev"}
    }
    assert [found.__name__ for found in properties - set(BREAKS)] == []
