"""The whole template of every stack in every environment. `make snapshots` accepts a change; its diff is to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from governed_cdk.testing import TemplateSnapshots
from stacks import discover
from tests.support import ENVIRONMENTS, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.support import Templates

STACKS = sorted(stack.slug for stack in discover())
FOLDER = ROOT / "tests/snapshots/test_snapshots"


def of_stack(stack: str, templates: Templates) -> list[str]:
    """The names of a stack's own template and of its companions', sorted.

    A companion is called like its stack and a suffix; the longest slug counts, should one be the start of another.
    """
    return [name for name in sorted(templates) if owner(name) == stack]


def owner(name: str) -> str | None:
    """The stack that a template is of."""
    return max((slug for slug in STACKS if f"{name}-".startswith(f"{slug}-")), key=len, default=None)


def file_of(stack: str, environment: str, name: str) -> str:
    """The file in which syrupy keeps one template."""
    test = test_the_template_is_as_it_was_reviewed.__name__
    return f"{test}[{stack}-{environment}][{environment}-{name}].json"


@pytest.mark.snapshot
@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("stack", STACKS)
def test_the_template_is_as_it_was_reviewed(
    stack: str, environment: str, judged_synth: Callable[[str], Templates], snapshot: SnapshotAssertion
) -> None:
    templates = judged_synth(environment)
    names = of_stack(stack, templates)
    assert stack in names, f"{environment}: no template of stacks/{stack}.py"
    for name in names:
        assert templates[name] == snapshot(name=f"{environment}-{name}", extension_class=TemplateSnapshots)


def test_every_template_has_a_snapshot_and_every_snapshot_a_template(judged_synth: Callable[[str], Templates]) -> None:
    names = {(environment, name) for environment in ENVIRONMENTS for name in judged_synth(environment)}
    assert [name for name in names if not owner(name[1])] == [], "templates that no stack makes"
    expected = {file_of(str(owner(name)), environment, name): name for environment, name in names}
    there = {path.name for path in FOLDER.iterdir()}
    missing = sorted({name for file, name in expected.items() if file not in there})
    told = [f"{name}: no snapshot; run make snapshots" for name in missing]
    told += [f"{file}: of no template any more; take it away" for file in sorted(there - set(expected))]
    assert not told, "\n".join(told)
