from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, SmokeTest


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"host": "api"}, "smoke test: host: given 'api'"),
        ({"host": "*.example.com"}, "smoke test: host: given"),
        ({"path": "healthz"}, "a path that starts with /"),
        ({"status": 500}, "status: given 500; allowed: 200 to 499"),
    ],
)
def test_what_nobody_could_ask_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        SmokeTest(**{"host": "api.example.com", **changes})


def test_a_path_that_must_not_be_there_can_be_asked_for() -> None:
    assert SmokeTest(host="api.example.com", path="/internal", status=404).status == 404
