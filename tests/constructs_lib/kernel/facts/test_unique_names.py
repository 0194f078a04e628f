from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.catalogue import facts
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.unique_names import unique_names

if TYPE_CHECKING:
    from pathlib import Path

SEEN = 'checked: "2026-11-30", source: "https://x"'


def test_each_row_is_of_a_type_that_has_a_name_and_is_what_the_catalogue_says() -> None:
    wrong = [type_ for type_, unique in unique_names().items() if getattr(facts(type_).name, "unique", None) != unique]
    assert wrong == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("[]", "a list of rows"),
        (f"[{{types: [AWS::A::B], unique: true, {SEEN.split(', ')[1]}}}]", "names[0]: given"),
        (f"[{{types: [AWS::A::B], unique: 1, {SEEN}}}]", "names[0].unique"),
        (f"[{{types: AWS::A::B, unique: true, {SEEN}}}]", "names[0].types"),
        (f"[{{types: [Queue], unique: true, {SEEN}}}]", "names[0].types"),
        (f"[{{types: [AWS::A::B, AWS::A::B], unique: true, {SEEN}}}]", "each type once"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "n.yaml").write_text(f"names: {rows}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        unique_names(tmp_path / "n.yaml")
    assert said in str(error.value)
