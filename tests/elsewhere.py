"""Modules that are tested by the tests of another one, and why: `tests/test_mirror.py` holds them to it."""

from __future__ import annotations

from constructs_lib.kernel.yaml_file import read_yaml
from tests.support import ROOT

ELSEWHERE: dict[str, tuple[str, str]] = {
    pattern: (test, reason) for pattern, (test, reason) in read_yaml(ROOT / "tests/elsewhere.yaml").items()
}
