"""The validator is JSON Schema's own, and costs a start no second."""

from __future__ import annotations

import subprocess
import sys

import pytest

from constructs_lib.kernel.json_schema import Draft202012Validator
from tests.support import ROOT


def test_it_validates() -> None:
    validator = Draft202012Validator({"type": "object", "required": ["a"]})
    assert [error.message for error in validator.iter_errors({})] == ["'a' is a required property"]
    assert validator.is_valid({"a": 1})


@pytest.mark.slow
def test_the_parsers_of_formats_are_not_loaded_and_can_be_by_others_afterwards() -> None:
    script = (
        "import sys; from constructs_lib.kernel.json_schema import Draft202012Validator;"
        "assert 'rfc3987_syntax' not in sys.modules; import rfc3987_syntax; print(rfc3987_syntax.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "rfc3987_syntax\n"
