"""Beside the import contracts, which look at some rooms: no file stands on itself."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp
import pytest


@pytest.mark.parametrize(
    ("packages", "annotations"),
    [
        (("aspects", "constructs_lib", "governed_cdk", "stacks"), False),
        # What is imported for annotations only ties files together too. In constructs_lib some are tied on purpose:
        # settings are held against the environment that they are a part of, and a stack against those beside it.
        (("aspects", "governed_cdk", "stacks"), True),
    ],
)
def test_no_file_stands_on_itself(packages: tuple[str, ...], *, annotations: bool) -> None:
    graph = grimp.build_graph(*packages, exclude_type_checking_imports=not annotations, cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(needs) > 200
    TopologicalSorter(needs).prepare()  # CycleError names the circle
