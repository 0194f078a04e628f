from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.cloudfront_origins import origin_facing
from tests.support import ENVIRONMENTS, environment

if TYPE_CHECKING:
    from pathlib import Path


def test_each_region_has_a_list_of_its_own_and_ours_are_there() -> None:
    found = origin_facing()
    assert all(re.fullmatch(r"pl-[0-9a-f]{8}", one) for one in found.values())
    assert len(set(found.values())) == len(found)
    assert {environment(name).region for name in ENVIRONMENTS} <= set(found)


def test_a_row_without_its_page_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("origins:\n  - {region: eu-west-1, prefix_list: pl-1}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"origins\[0\]"):
        origin_facing(file)
