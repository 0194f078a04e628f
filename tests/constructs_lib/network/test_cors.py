from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, Cors


def test_everybody_may_read_without_credentials() -> None:
    assert Cors(origins=("*",)).methods == ("GET", "HEAD")


@pytest.mark.parametrize(
    "origin", ["https://app.set-of.com", "https://app.set-of.com:8443", "http://localhost:3000", "http://localhost"]
)
def test_a_named_origin_may_write_with_credentials(origin: str) -> None:
    assert Cors(origins=(origin,), methods=("PUT",), credentials=True).origins == (origin,)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"credentials": True}, "origins: given '*'; allowed: named origins where credentials are sent"),
        ({"methods": ("GET", "PUT", "DELETE")}, "origins: given '*'; allowed: named origins for PUT, DELETE"),
        ({"origins": ("*", "https://app.set-of.com")}, "allowed: * alone, or named origins"),
        ({"origins": ()}, "origins: given ''; allowed: https://<host>"),
        ({"origins": ("http://app.set-of.com",)}, "origins: given 'http://app.set-of.com'"),
        ({"origins": ("https://app.set-of.com/",)}, "and no path"),
        ({"origins": ("https://*.set-of.com",)}, "origins: given 'https://*.set-of.com'"),
        ({"origins": "https://app.set-of.com"}, "allowed: a tuple of texts"),
        ({"methods": ("get",)}, "methods: given 'get'; allowed: GET, HEAD, OPTIONS, DELETE, PATCH, POST, PUT"),
        ({"max_age_seconds": 86_401}, "max_age_seconds: given 86401; allowed: 0 to 86400"),
    ],
)
def test_what_would_let_anybody_in_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Cors(**{"origins": ("*",), **changes})
    assert message in str(caught.value)
