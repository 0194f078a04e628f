from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from tests.constructs_lib.runtime.secret_scan.account import HOME, Account, real_client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    for name, value in {"AWS_DEFAULT_REGION": HOME, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        real_client.cache_clear()
        yield Account()
