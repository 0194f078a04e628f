from __future__ import annotations

import json
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspects.judge.lock import MARK, Lock, Locked, lock_text, marked, project_locks, read_lock
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.lock.templates import present

names = st.text(string.ascii_letters, min_size=1, max_size=4)
texts = st.sampled_from(["", "AWS::S3::Bucket", 'a "quoted"\nline', "prod-app/Data/Resource", "é"])
json_values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2), max_leaves=4
)
create_only = st.none() | st.dictionaries(texts, st.none() | json_values, max_size=3)
one = st.builds(Locked, type=texts, path=texts, at=texts, create_only=create_only)
resources = st.dictionaries(names, one, min_size=1, max_size=3)
stacks = st.dictionaries(names, resources, min_size=1, max_size=3)


@settings(max_examples=50)
@given(st.dictionaries(names, stacks, max_size=3))
def test_the_file_gives_back_what_was_written_a_line_for_each_resource_and_value(lock: Lock) -> None:
    text = lock_text(lock)
    locked = [one for stacks in lock.values() for resources in stacks.values() for one in resources.values()]
    values = sum(len(present(one.create_only)) for one in locked)
    closing = sum(1 for one in locked if present(one.create_only))
    assert sum(line.startswith("      ") for line in text.splitlines()) == len(locked) + values + closing
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stateful.lock.json"
        path.write_text(text, encoding="utf-8")
        assert read_lock(path) == lock


def test_no_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "none.json") == {}


def test_a_lock_without_places_and_values_is_read_as_one_that_did_not_know_them(tmp_path: Path) -> None:
    path = tmp_path / "stateful.lock.json"
    path.write_text('{"prod": {"prod-app": {"A": {"type": "AWS::S3::Bucket", "path": "prod-app/A"}}}}')
    assert read_lock(path)["prod"]["prod-app"]["A"] == Locked("AWS::S3::Bucket", "prod-app/A", "", None)


def test_a_file_that_cdk_json_names_is_missing_when_it_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text(json.dumps({"context": {MARK: ["stateful.lock.json"]}}))
    with pytest.raises(ConfigurationError, match=r"stateful\.lock\.json: missing, and governed-cdk:locks in cdk\.json"):
        read_lock(tmp_path / "stateful.lock.json")
    assert read_lock(tmp_path / "other.lock.json") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", r"cdk\.json:1: not JSON: "),
        ("[]", r"cdk\.json: not readable as the settings of cdk: "),
        (
            '{"context": {"governed-cdk:locks": "stateful.lock.json"}}',
            r"cdk\.json: context: governed-cdk:locks: given ",
        ),
    ],
)
def test_a_cdk_json_that_is_none_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "cdk.json").write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        read_lock(tmp_path / "stateful.lock.json")


def test_a_mark_is_added_to_cdk_json_and_all_else_in_it_stays(tmp_path: Path) -> None:
    text = json.dumps({"app": "python3 app.py", "context": {"é": [1]}}, indent=2, ensure_ascii=False) + "\n"
    once = marked(text, "b.lock.json")
    assert json.loads(once) == {"app": "python3 app.py", "context": {"é": [1], MARK: ["b.lock.json"]}}
    (tmp_path / "cdk.json").write_text(marked(once, "a.lock.json"))
    assert project_locks(tmp_path / "cdk.json") == ["a.lock.json", "b.lock.json"]
    assert project_locks(tmp_path / "none.json") == []


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
        '{"prod": {"a": {"B": {"type": "x", "path": "y", "at": 3}}}}',
        '{"prod": {"a": {"B": {"type": "x", "path": "y", "createOnly": []}}}}',
        '{"prod": {"a": {"B": {"type": "x", "path": "y", "createOnly": {}, "absent": [3]}}}}',
    ],
)
def test_anything_else_in_the_file_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stateful.lock.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as error:
        read_lock(path)
    assert len(error.value.mistakes) == 1
    assert str(path) in error.value.mistakes[0]
