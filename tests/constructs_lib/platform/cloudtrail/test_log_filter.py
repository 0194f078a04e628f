from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib import ConfigurationError
from constructs_lib.platform.cloudtrail.log_filter import LONGEST_PATTERN, log_patterns
from constructs_lib.platform.cloudtrail.security_alerts import ALERTS, SecurityAlert
from tests.audit_samples import event, records
from tests.eventbridge import matches
from tests.logfilter import counts


def counted(pattern: dict[str, Any], record: dict[str, Any]) -> bool:
    """Whether one of the filters counts a record."""
    return any(counts(found, record) for found in log_patterns(pattern))


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.slug)
def test_a_filter_counts_what_the_rule_matches_and_nothing_else(alert: SecurityAlert) -> None:
    for name, record in records().items():
        assert counted(dict(alert.pattern), record) == matches(alert.pattern, event(record)), name


NAMES = st.lists(st.from_regex(r"[A-Z][a-z]{20,60}", fullmatch=True), min_size=1, max_size=60, unique=True)


@pytest.mark.slow
@given(NAMES, NAMES, st.data())
def test_a_long_list_is_taken_apart_and_nothing_is_lost(
    first: list[str], second: list[str], data: st.DataObject
) -> None:
    pattern = {"detail": {"$or": [{"eventSource": ["a"], "eventName": first}, {"eventName": second}]}}
    assert all(len(found) <= LONGEST_PATTERN for found in log_patterns(pattern))
    name = data.draw(st.sampled_from([*first, *second]))
    assert counted(pattern, {"eventSource": "a", "eventName": name})
    assert not counted(pattern, {"eventSource": "a", "eventName": "other"})


def test_what_cannot_be_taken_apart_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="characters; allowed: 1024 at most"):
        log_patterns({"detail": {"eventName": ["x" * 2000]}})


@pytest.mark.parametrize(
    "test", [{"exists": True}, {"prefix": "x"}, {"numeric": [">", 1]}, {"anything-but": ["a", "b"]}]
)
def test_an_operator_without_counterpart_is_refused(test: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="has no counterpart"):
        log_patterns({"detail": {"eventName": [test]}})
