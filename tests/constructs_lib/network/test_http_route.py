from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ApiRoute, ConfigurationError

FUNCTION: Any = object()


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        ("GET /", "GET/"),
        ("GET /files/{id}", "GET/files/*"),
        ("ANY /files/{rest+}", "*/files/*"),
        ("DELETE /files/{file_id}/parts/{part}", "DELETE/files/*/parts/*"),
    ],
)
def test_a_route_is_a_pattern_of_requests(key: str, pattern: str) -> None:
    assert ApiRoute(key=key, function=FUNCTION).pattern == pattern


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": "/files"}, "key: given '/files'; allowed: a method (ANY, DELETE, GET"),
        ({"key": "get /files"}, "key: given 'get /files'"),
        ({"key": "GET files"}, "key: given 'GET files'"),
        ({"key": "GET /files/{id"}, "key: given"),
        ({"key": "GET /files?x=1"}, "key: given"),
        ({"public_reason": "because"}, "public_reason: given 'because'; allowed: why everybody may ask"),
        ({"public_reason": "Everybody may read these", "scopes": ("x",)}, "scopes: given 'x'; allowed: none with"),
        ({"rate": 0}, "rate: given 0; allowed: 1 to 10000"),
        ({"burst": 5_001}, "burst: given 5001; allowed: 1 to 5000"),
    ],
)
def test_what_is_no_route_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ApiRoute(**{"key": "GET /files", "function": FUNCTION, **changes})
    assert message in str(caught.value)
