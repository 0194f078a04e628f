"""What a service, a stack, a construct or a rule may be called."""

from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.scaffold.service import check_name
from tests.governed_cdk.scaffold.services import service


@pytest.mark.parametrize("name", ["", "x", "Orders", "order_s", "orders-", "-orders", "a" * 25, "ördrs", "a/b"])
def test_a_name_that_is_not_kebab_case_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"service: given .* allowed: kebab-case"):
        service(name)


@pytest.mark.parametrize("name", ["network", "network-extra"])
def test_a_name_of_the_platforms_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="a name that is not the platform's network"):
        service(name)


def test_a_longer_name_is_taken_where_it_is_a_sentence() -> None:
    check_name("rule", "a" * 60, longest=60)
    with pytest.raises(ConfigurationError, match="2 to 60 characters"):
        check_name("rule", "a" * 61, longest=60)
