"""In which order stacks are deployed: producers before consumers."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def deploy_waves(needs: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Stacks by deploy wave, each by name: those of one wave need only earlier ones and may be deployed side by side.

    Args:
        needs: what each stack comes after.

    Raises:
        graphlib.CycleError: stacks that wait for each other, the circle as its second argument.
    """
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    waves = []
    while sorter.is_active():
        wave = sorted(sorter.get_ready())
        waves.append(wave)
        sorter.done(*wave)
    return waves
