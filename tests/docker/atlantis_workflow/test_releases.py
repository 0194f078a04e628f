"""The release that deploys is one of the image's, chosen by what the repository pins, which is read and no more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from atlantis_workflow import releases
from atlantis_workflow.errors import Refused

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD, NEW, OTHER = "a" * 64, "b" * 64, "c" * 64
WHEEL = "https://github.com/example-org/governed-cdk/releases/download/v{0}/governed_cdk-{0}-py3-none-any.whl"


def pin(version: str, digest: str, extras: str = "") -> str:
    return f"governed-cdk{extras} @ {WHEEL.format(version)} \\\n    --hash=sha256:{digest}\n"


@pytest.fixture
def image(tmp_path: Path) -> Path:
    folder = tmp_path / "image"
    folder.mkdir()
    (folder / "releases.txt").write_text(f"# allowed\n{pin('0.9.0', OLD)}{pin('0.10.0', NEW)}")
    return folder


def project(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("line", "version"),
    [
        (pin("0.9.0", OLD), "0.9.0"),
        (f"# comment\nboto3==1.43.1 \\\n    --hash=sha256:{OLD}\n{pin('0.10.0', NEW, '[aws,gate]')}", "0.10.0"),
        (f"Governed_CDK==0.10.0 --hash=sha256:{OTHER} --hash=sha256:{NEW}", "0.10.0"),
        (f"governed-cdk @ {WHEEL.format('0.9.0')}#sha256={OLD}", "0.9.0"),
        (f"governed-cdk @ file:///wheels/governed_cdk-0.9.0-py3-none-any.whl --hash=sha256:{OLD}\r\n", "0.9.0"),
    ],
    ids=str,
)
def test_the_hash_of_the_pin_chooses_the_release(tmp_path: Path, image: Path, line: str, version: str) -> None:
    found = releases.python_of(project(tmp_path, requirements_txt=line), image)
    assert found == image / version / "bin/python"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            pin("0.8.0", OTHER),
            r"governed-cdk 0.8.0 \(cccccccccccc\) is no release that this image holds: 0.9.0, 0.10.0;",
        ),
        (pin("0.10.0", OTHER), r"governed-cdk 0.10.0 \(cccccccccccc\) is no release"),
        ("governed-cdk==0.10.0", r"governed-cdk 0.10.0 \(no hash\) is no release"),
        (f"governed-cdk @ git+https://github.com/x/y@v0.9.0 --hash=sha256:{OTHER}", "governed-cdk of no version"),
        (
            f"governed-cdk-extra==0.10.0 --hash=sha256:{NEW}",
            "pins governed-cdk 0 times; allowed: once, as one of 0.9.0, ",
        ),
        (pin("0.9.0", OLD) + pin("0.10.0", NEW), "pins governed-cdk 2 times"),
        ("--requirement other.txt", "pins governed-cdk 0 times"),
    ],
    ids=str,
)
def test_what_the_image_does_not_hold_is_refused_in_one_line(tmp_path: Path, image: Path, line: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        releases.python_of(project(tmp_path, requirements_txt=line), image)
    assert "\n" not in str(refused.value)


def test_a_project_without_requirements_is_refused(tmp_path: Path, image: Path) -> None:
    with pytest.raises(Refused, match="pins governed-cdk 0 times"):
        releases.python_of(project(tmp_path), image)


def test_the_platforms_own_repository_is_judged_by_the_newest_release(tmp_path: Path, image: Path) -> None:
    own = project(tmp_path, pyproject_toml='[project]\nname = "governed-cdk"\n', requirements_txt="boto3==1.43.1")
    assert releases.python_of(own, image) == image / "0.10.0/bin/python"
    (image / "releases.txt").write_text("# none yet\n")
    with pytest.raises(Refused, match="this image holds no release"):
        releases.python_of(own, image)


@pytest.mark.parametrize(
    "text", ["[project", "project = 1", '[project]\nname = ["governed-cdk"]', "\0", "x = " + "[" * 9999]
)
def test_a_project_file_that_is_none_is_not_the_platforms(tmp_path: Path, image: Path, text: str) -> None:
    with pytest.raises(Refused, match="pins governed-cdk 0 times"):
        releases.python_of(project(tmp_path, pyproject_toml=text), image)


def test_the_image_installs_each_release_by_hashes_and_without_what_only_a_synth_needs(image: Path) -> None:
    called: list[list[str]] = []

    def call(command: list[Any], **_: object) -> None:
        called.append([str(part) for part in command])
        if "venv" in called[-1]:
            shipped = Path(called[-1][-1], "lib/python3.13/site-packages/governed_cdk/deployment")
            shipped.mkdir(parents=True)
            (shipped / "pins.txt").touch()

    assert releases.install(image, call) == ["0.9.0", "0.10.0"]
    installs = [command for command in called if "pip" in command]
    assert [Path(command[-1]).name for command in installs] == ["release.txt", "pins.txt"] * 2
    assert all({"--no-deps", "--require-hashes", "--only-binary", ":all:"} <= {*command} for command in installs)
    assert releases.pins((image / "0.10.0/release.txt").read_text())[0].digests == {NEW}


@pytest.mark.parametrize(
    "line",
    ["governed-cdk==0.10.0", f"governed-cdk==0.10.0rc1 --hash=sha256:{NEW}", f"governed-cdk @ x --hash=sha256:{NEW}"],
)
def test_a_line_of_the_table_that_is_none_of_a_release_is_refused(image: Path, line: str) -> None:
    (image / "releases.txt").write_text(line)
    with pytest.raises(Refused, match=r"releases\.txt: "):
        releases.install(image, lambda *_, **__: None)


def held() -> Iterator[releases.Pin]:
    yield from releases.pins((ROOT / "docker/atlantis/releases.txt").read_text())


def test_the_table_of_this_repository_has_releases_and_nothing_else() -> None:
    lines = (ROOT / "docker/atlantis/releases.txt").read_text().splitlines()
    said = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(said) == len([*held()])
    assert all(len(one.digests) == 1 and one.version in one.line for one in held())
