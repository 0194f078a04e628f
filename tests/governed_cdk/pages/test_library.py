from __future__ import annotations

import inspect
import re

import constructs_lib as lib
from governed_cdk.pages.library import render_library

ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", render_library(), re.MULTILINE))


def test_every_construct_of_the_door_has_a_row_that_says_what_it_is() -> None:
    constructs = {name for name in lib.__all__ if name.startswith("Governed") and inspect.isclass(getattr(lib, name))}
    assert len(constructs) > 40
    assert constructs - ROWS.keys() == set()
    assert all(len(says) > 20 for name, says in ROWS.items() if name in constructs)


def test_what_is_no_class_and_no_function_stands_elsewhere() -> None:
    assert "MOST_DAYS" not in ROWS
    assert "contract" not in ROWS
