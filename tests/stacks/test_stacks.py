from __future__ import annotations

from stacks import discover
from tests.support import ROOT


def test_every_module_of_the_folder_is_a_stack_and_called_like_its_slug() -> None:
    modules = {path.stem.replace("_", "-") for path in (ROOT / "stacks").glob("[a-z]*.py")}
    assert sorted(stack.slug for stack in discover()) == sorted(modules)
    assert len(modules) >= 11


def test_producers_come_before_consumers() -> None:
    order = [stack.slug for stack in discover()]
    for stack in discover():
        producers = {output.producer for output in stack.reads or ()} - {stack.slug}
        assert all(order.index(producer) < order.index(stack.slug) for producer in producers), stack.slug


def test_the_order_is_the_same_every_time() -> None:
    assert discover() == discover()
