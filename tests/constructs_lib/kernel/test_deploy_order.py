from __future__ import annotations

from graphlib import CycleError

import pytest

from constructs_lib import deploy_waves


def test_a_wave_needs_only_earlier_ones_and_is_sorted_by_name() -> None:
    needs = {"rds": {"kms", "network"}, "network": {"kms"}, "acm": {"kms"}, "kms": set[str]()}
    assert deploy_waves(needs) == [["kms"], ["acm", "network"], ["rds"]]


def test_a_circle_is_refused_with_those_in_it() -> None:
    with pytest.raises(CycleError) as error:
        deploy_waves({"a": {"b"}, "b": {"a"}, "c": set()})
    assert set(error.value.args[1]) == {"a", "b"}
