from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.database.database_class import ALLOWED, MEMORY_GIB, memory_gib, supports_performance_insights


def test_memory_of_classes_is_that_of_the_rds_user_guide() -> None:
    assert memory_gib("db.t4g.medium") == 4
    assert memory_gib("db.m7g.2xlarge") == 32
    assert memory_gib("db.r6g.16xlarge") == 512
    assert all(name.startswith("db.") and gib > 0 for name, gib in MEMORY_GIB.items())
    with pytest.raises(ConfigurationError, match=r"instance_class: given 'db.x9.huge'"):
        memory_gib("db.x9.huge")
    assert "t4g" in ALLOWED


def test_small_burstable_classes_have_no_performance_insights() -> None:
    assert not supports_performance_insights("db.t4g.small")
    assert supports_performance_insights("db.t4g.medium")
