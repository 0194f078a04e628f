from __future__ import annotations

import re
from typing import Annotated

import pytest
from pydantic import Field

from constructs_lib.kernel.strict_model import StackSettings, StrictModel
from governed_cdk.pages import settings
from stacks import discover


class Part(StrictModel):
    size: Annotated[int, Field(ge=1, le=9)]
    """How large | it is."""


class Settings(StackSettings):
    """Settings of an example."""

    one: Part | None = None
    """One of them."""
    several: tuple[Part, ...] = (Part(size=1),)
    """Some of them."""
    by_name: dict[str, Part] = Field(default_factory=dict)
    """Each of them."""
    letters: tuple[str, ...] = ("a",)
    """Letters."""
    keep_days: int = 3
    """How long."""


@pytest.fixture(scope="module")
def rows() -> dict[str, tuple[str, ...]]:
    """The cells of each row of the example's table, by key."""
    (table,) = settings._table(Settings)
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table.splitlines()[2:]]
    return {key.strip("`"): tuple(rest) for key, *rest in cells}


def test_a_record_a_list_and_a_mapping_show_what_is_in_them(rows: dict[str, tuple[str, ...]]) -> None:
    assert list(rows) == [
        "one", "one.size", "several", "several[].size", "by_name", "by_name.<name>.size", "letters", "keep_days",
    ]  # fmt: skip


def test_a_key_says_what_it_may_be_what_holds_without_it_and_what_it_means(rows: dict[str, tuple[str, ...]]) -> None:
    assert rows["keep_days"] == ("a whole number of days", "`3`", "How long.")
    assert rows["several[].size"] == ("a whole number, 1 to 9", "*required*", "How large \\| it is.")
    assert rows["letters"] == ("a list, as [a, b]: each text", '`["a"]`', "Letters.")
    assert rows["one"][:2] == ("a mapping or null", "nothing")


def test_the_page_has_every_setting_of_every_stack() -> None:
    sections = re.split(r"^## ", settings.render_settings(), flags=re.MULTILINE)
    page = {section.partition("\n")[0]: section for section in sections}
    for stack in discover():
        for name in stack.settings_type.model_fields:
            assert f"| `{name}` | " in page[stack.slug], f"{stack.slug}: {name}"


def test_no_setting_is_left_without_a_meaning_or_words_for_what_it_may_be() -> None:
    table = [row for row in settings.render_settings().splitlines() if row.startswith("| `")]
    cells = [re.split(r"(?<!\\) \| ", row.strip("| ")) for row in table]
    assert [row for row in cells if len(row) != 4 or row[1] == "another value" or not row[3]] == []
