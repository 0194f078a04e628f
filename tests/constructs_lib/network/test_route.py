from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, Route


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"priority": 0}, "priority: given 0; allowed: 1 to 50000"),
        ({}, "allowed: 1 to 5 together"),
        ({"paths": ("/a", "/b", "/c"), "hosts": ("a.b", "b.c", "c.d")}, "allowed: 1 to 5 together"),
        ({"paths": "/a"}, "allowed: a tuple of texts"),
        ({"paths": ("a",)}, "paths that start with /"),
        ({"paths": (f"/{'a' * 128}",)}, "128 characters at most"),
        ({"hosts": ("api",)}, "hosts: given 'api'"),
    ],
    ids=str,
)
def test_what_a_load_balancer_would_refuse_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Route(**{"priority": 1, **changes})


def test_hosts_and_paths_must_both_fit() -> None:
    assert len(Route(priority=1, hosts=("*.example.com",), paths=("/admin/*",)).conditions()) == 2
