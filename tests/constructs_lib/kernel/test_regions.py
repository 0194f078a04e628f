from __future__ import annotations

import re

from constructs_lib.kernel.regions import GLOBAL_REGION, REGIONS
from tests.support import ROOT


def test_the_global_region_is_one_of_them() -> None:
    assert GLOBAL_REGION in REGIONS
    assert len(set(REGIONS)) == len(REGIONS)


def test_it_stands_once_in_the_code() -> None:
    code = [path for room in ("constructs_lib", "stacks", "aspects") for path in (ROOT / room).rglob("*.py")]
    holding = [path.name for path in code if re.search(rf'= \(?"{GLOBAL_REGION}"', path.read_text(encoding="utf-8"))]
    assert holding == ["regions.py"]
