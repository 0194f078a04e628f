"""Which lock a synth reads, which part of it, and what it says without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects import govern
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.locks import Accounts, lock_of, orders, synth
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path


def test_what_another_environment_has_locked_is_not_looked_at(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    lock.write_text(lock.read_text().replace('"prod": {', '"dev": {'))
    passed, said = synth(tmp_path / "out", lambda app: orders(app, Accounts), lock)
    assert passed
    assert [one["severity"] for one in said] == ["info"]


def test_an_environment_that_is_locked_and_has_no_file_any_more_is_lost(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    lock.write_text(
        lock.read_text()[:-2] + ',"qa": {"qa-app": {"A": {"type": "AWS::S3::Bucket", "path": "qa-app/A"}}}}\n'
    )
    assert synth(tmp_path / "nowhere", orders, lock) == (
        True,
        [],
    )  # no environments/ beside the lock: nothing is known
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments/prod.yaml").touch()
    passed, (violation,) = synth(tmp_path / "out", orders, lock)
    assert not passed
    assert "qa-app: A" in violation["description"]


def test_what_nobody_has_locked_is_told_and_fails_nothing(tmp_path: Path) -> None:
    passed, (violation,) = synth(tmp_path / "out", orders, tmp_path / "stateful.lock.json")
    assert passed
    assert violation["severity"] == "info"
    assert violation["description"].startswith("1 resources with data or a name are not in stateful.lock.json: ")
    assert violation["description"].endswith("Lock them: governed-cdk accept")


def test_no_lock_on_purpose_says_nothing(tmp_path: Path) -> None:
    assert synth(tmp_path / "out", orders, None) == (True, [])


def test_a_lock_that_cdk_json_names_and_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"context": {"governed-cdk:locks": ["stateful.lock.json"]}}')
    with pytest.raises(ConfigurationError, match=r"stateful\.lock\.json: missing"):
        govern(new_app(tmp_path / "out"), environment("prod", stacks={}), lock=tmp_path / "stateful.lock.json")


def test_two_apps_of_a_folder_each_with_its_lock_do_not_know_each_other(tmp_path: Path) -> None:
    one = lock_of(tmp_path, orders)
    other = one.rename(tmp_path / "orders.lock.json")
    two = lock_of(tmp_path, lambda app: orders(app, Accounts))
    assert synth(tmp_path / "one", orders, other) == (True, [])
    assert synth(tmp_path / "two", lambda app: orders(app, Accounts), two) == (True, [])
