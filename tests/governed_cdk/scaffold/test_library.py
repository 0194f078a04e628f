from __future__ import annotations

import hashlib
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.scaffold import library as module
from governed_cdk.scaffold.library import Library, library

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://github.com/example-org/governed-cdk/releases/download/v1.2.3/governed_cdk-1.2.3-py3-none-any.whl"


def noted(monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    monkeypatch.setattr(module, "distribution", lambda _: SimpleNamespace(read_text=lambda _: text))


def test_a_wheel_that_is_given_is_pinned_by_its_own_hash(tmp_path: Path) -> None:
    wheel = tmp_path / "governed_cdk-1.2.3-py3-none-any.whl"
    wheel.write_bytes(b"bytes")
    assert library(wheel) == Library("1.2.3", wheel.as_uri(), hashlib.sha256(b"bytes").hexdigest())


@pytest.mark.parametrize("name", ["governed_cdk-1.2.3-py3-none-any.whl", "other-1.2.3-py3-none-any.whl", "."])
def test_what_is_no_wheel_of_ours_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "other-1.2.3-py3-none-any.whl").touch()
    with pytest.raises(ConfigurationError, match=r"--library: given .* allowed: a wheel of governed-cdk"):
        library(tmp_path / name)


def test_the_release_that_is_installed_is_pinned_as_pip_has_noted_it(monkeypatch: pytest.MonkeyPatch) -> None:
    noted(monkeypatch, json.dumps({"url": URL, "archive_info": {"hashes": {"sha256": "a" * 64}}}))
    assert library(None) == Library("1.2.3", URL, "a" * 64)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "{",
        "[]",
        json.dumps({"url": "file:///src", "dir_info": {"editable": True}}),
        json.dumps({"url": "https://github.com/x/y", "vcs_info": {"vcs": "git"}}),
        json.dumps({"url": URL, "archive_info": {"hashes": {"sha256": "short"}}}),
        json.dumps({"url": "https://example.org/x.whl", "archive_info": {"hashes": {"sha256": "a" * 64}}}),
    ],
)
def test_where_pip_has_noted_no_wheel_one_has_to_be_given(text: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(monkeypatch, text)
    with pytest.raises(ConfigurationError, match=r"not installed from a wheel here.*--library WHEEL"):
        library(None)
