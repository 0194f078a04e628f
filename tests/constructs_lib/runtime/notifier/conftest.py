from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.constructs_lib.runtime.notifier.slack import Slack, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A stand-in for Slack on a real socket."""
    with running() as server:
        yield server
