from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.hosts import check_host
from tests.support import refusal


@pytest.mark.parametrize("host", ["api.example.com", "a.b", "xn--bcher-kva.example"])
def test_a_full_name_in_lower_case_is_taken(host: str) -> None:
    assert refusal(check_host, "x", host) is None


@pytest.mark.parametrize(
    "host", ["", "api", "API.example.com", "api_.example.com", "-a.example.com", "*.example.com", f"{'a.' * 70}b"]
)
def test_another_name_is_refused(host: str) -> None:
    with pytest.raises(ConfigurationError, match="x: given"):
        check_host("x", host)


def test_one_first_label_may_be_any_where_that_is_meant() -> None:
    assert refusal(check_host, "x", "*.example.com", wildcard=True) is None
    assert refusal(check_host, "x", "*.*.example.com", wildcard=True) is not None
