from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.github.server import REPOSITORY, State, served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """A local GitHub, where the variables of a runner lead."""
    with served(State()) as state:
        monkeypatch.setenv("GITHUB_API_URL", state.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
        monkeypatch.setenv("GH_TOKEN", "ghs_token")
        yield state
