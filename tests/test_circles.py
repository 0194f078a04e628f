"""Beside the import contracts, which leave out what is imported for annotations only: that ties files together too."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp


def test_no_file_stands_on_itself_not_even_for_an_annotation() -> None:
    graph = grimp.build_graph(
        "aspects", "constructs_lib", "governed_cdk", "stacks", exclude_type_checking_imports=False, cache_dir=None
    )
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(needs) > 300
    TopologicalSorter(needs).prepare()  # CycleError names the circle
