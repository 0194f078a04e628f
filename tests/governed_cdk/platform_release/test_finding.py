"""Where the platform of a rehearsal is taken from: what is given, what cdk.json names, the installed release."""

from __future__ import annotations

import io
import json
import urllib.error
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.project import version
from governed_cdk.platform_release import finding
from governed_cdk.platform_release.archive import pack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service's folder, in which nothing can be fetched."""

    def offline(address: str, **_: object) -> io.BytesIO:
        raise urllib.error.URLError(f"no network to {address.split('/')[2]}")

    monkeypatch.setattr("urllib.request.urlopen", offline)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "service").mkdir()
    return tmp_path / "service"


def platform(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    return folder


def setting(service: Path, value: object) -> None:
    (service / "cdk.json").write_text(json.dumps({"context": {finding.SETTING: value}}))


def test_what_is_given_goes_first_then_what_the_settings_name(service: Path, tmp_path: Path) -> None:
    setting(service, "platforms/{env}")
    named, given = platform(service / "platforms/dev"), platform(tmp_path / "given")
    assert finding.platform_assembly(given, service, "dev", tmp_path) == given
    assert finding.platform_assembly(None, service, "dev", tmp_path) == named


def test_an_archive_is_unpacked(service: Path, tmp_path: Path) -> None:
    pack(platform(tmp_path / "there"), {}, tmp_path / "platform-dev.tar.gz")
    found = finding.platform_assembly(tmp_path / "platform-dev.tar.gz", service, "dev", tmp_path)
    assert found == tmp_path / "platform"
    assert (found / "manifest.json").read_text() == "{}"


def answering(monkeypatch: pytest.MonkeyPatch, packed: Path) -> list[str]:
    """GitHub has the file; the addresses that were asked for."""
    asked = list[str]()

    def answer(address: str, **_: object) -> io.BytesIO:
        asked.append(address)
        return io.BytesIO(packed.read_bytes())

    monkeypatch.setattr("urllib.request.urlopen", answer)
    return asked


def test_the_release_that_is_installed_is_fetched_once(
    service: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(platform(tmp_path / "there"), {}, tmp_path / "packed")
    asked = answering(monkeypatch, tmp_path / "packed")
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        finding.platform_assembly(None, service, "dev", tmp_path / str(number))
    released = f"https://github.com/example-org/governed-cdk/releases/download/v{version()}/platform-dev.tar.gz"
    assert asked == [released]


@pytest.mark.parametrize(("prefix", "kept"), [("venv", True), ("packed/venv", False)])
def test_without_a_home_it_is_kept_beside_the_packages_or_one_line_says_that_it_cannot_be(
    prefix: str, service: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    pack(platform(tmp_path / "there"), {}, tmp_path / "packed")
    answering(monkeypatch, tmp_path / "packed")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/dev/null/home")
    monkeypatch.setattr("sys.prefix", str(tmp_path / prefix))
    if kept:
        finding.platform_assembly(None, service, "dev", tmp_path)
        assert (tmp_path / f"venv/governed-cdk/v{version()}/platform-dev.tar.gz").is_file()
    else:
        with pytest.raises(ConfigurationError, match=r"^/dev/null/home/.*: cannot be kept: Not a directory; get it by"):
            finding.platform_assembly(None, service, "dev", tmp_path)


def test_without_a_network_one_line_says_how_to_get_it(service: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        finding.platform_assembly(None, service, "dev", tmp_path)
    (line,) = refused.value.mistakes
    assert line.endswith(
        f"no network to github.com; get it by: gh release download v{version()} --repo example-org/governed-cdk "
        "--pattern platform-dev.tar.gz; then --platform platform-dev.tar.gz"
    )
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("said", ["", 3, ["platform"]])
def test_a_setting_that_is_no_path_is_refused(said: object, service: Path, tmp_path: Path) -> None:
    setting(service, said)
    with pytest.raises(ConfigurationError, match=r"cdk\.json: governed-cdk:platform-assembly: given"):
        finding.platform_assembly(None, service, "dev", tmp_path)


def test_what_is_not_there_and_what_is_no_assembly_are_refused(service: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"--platform: given '.*nowhere'; allowed: an assembly folder or"):
        finding.platform_assembly(tmp_path / "nowhere", service, "dev", tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError, match=r"--platform: given '.*empty'; allowed: an assembly, which has"):
        finding.platform_assembly(tmp_path / "empty", service, "dev", tmp_path)
    pack(tmp_path / "empty", {"else": b""}, tmp_path / "packed")
    with pytest.raises(ConfigurationError, match=r"it has no manifest\.json"):
        finding.platform_assembly(tmp_path / "packed", service, "dev", tmp_path)
