from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.diagnosis.bedrock import Bedrock, served
from tests.governed_cdk.github.conftest import github
from tests.governed_cdk.notices.conftest import slack

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["github", "slack"]


@pytest.fixture
def bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bedrock]:
    """A local Bedrock, where boto3's own variables lead."""
    with served(Bedrock()) as server:
        for name, value in (
            ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url), ("AWS_ACCESS_KEY_ID", "x"),
            ("AWS_SECRET_ACCESS_KEY", "y"), ("AWS_EC2_METADATA_DISABLED", "true"),
        ):  # fmt: skip
            monkeypatch.setenv(name, value)
        yield server
