from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from constructs_lib.kernel import caches


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this Python."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    return tmp_path / "venv"


@pytest.mark.parametrize("made", ["", ".cache", ".cache/aws/jsii/package-cache"])
def test_a_home_that_can_be_written_is_where_jsii_keeps_its_packages(
    made: str, prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home" / made).mkdir(parents=True)
    assert caches.jsii_cache() == caches.jsii_s_own_cache() == tmp_path / "home/.cache/aws/jsii/package-cache"
    assert not prefix.exists()


@pytest.mark.parametrize("home", ["/dev/null", "/dev/null/home", "/proc/1/none"])
def test_without_a_home_it_is_beside_the_packages(home: str, prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", home)
    assert caches.jsii_cache() == prefix / "jsii-cache"
    assert caches.kept_in(Path(home, ".cache/x"), "x") == prefix / "x"


def test_a_user_whom_the_system_does_not_know_has_none(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    assert caches.home() == Path(os.devnull, "home")
    assert caches.jsii_cache() == prefix / "jsii-cache"


def test_where_nothing_can_be_written_the_user_s_own_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/dev/null/venv")
    assert caches.kept_in(Path("/dev/null/home"), "x") == Path("/dev/null/home")
