from __future__ import annotations

import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspects.judge.lock import Lock, Locked, lock_text, read_lock
from constructs_lib.kernel.errors import ConfigurationError

names = st.text(string.ascii_letters, min_size=1, max_size=4)
texts = st.sampled_from(["", "AWS::S3::Bucket", 'a "quoted"\nline', "prod-app/Data/Resource", "é"])
resources = st.dictionaries(names, st.builds(Locked, type=texts, path=texts), min_size=1, max_size=3)
stacks = st.dictionaries(names, resources, min_size=1, max_size=3)


@settings(max_examples=50)
@given(st.dictionaries(names, stacks, max_size=3))
def test_the_file_gives_back_what_was_written_one_line_each(lock: Lock) -> None:
    text = lock_text(lock)
    count = sum(len(resources) for stacks in lock.values() for resources in stacks.values())
    assert sum(line.startswith("      ") for line in text.splitlines()) == count
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stateful.lock.json"
        path.write_text(text, encoding="utf-8")
        assert read_lock(path) == lock


def test_no_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "none.json") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"prod": []}',
        '{"prod": {"a": []}}',
        '{"prod": {"a": {"B": {}}}}',
        '{"prod": {"a": {"B": 3}}}',
    ],
)
def test_anything_else_in_the_file_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stateful.lock.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as error:
        read_lock(path)
    assert len(error.value.mistakes) == 1
    assert str(path) in error.value.mistakes[0]
