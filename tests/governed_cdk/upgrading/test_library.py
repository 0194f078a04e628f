from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.upgrading.library import _requirement, python_with

if TYPE_CHECKING:
    from pathlib import Path

WHERE = (
    "import constructs_lib, importlib.metadata as m, yaml; "
    "print(constructs_lib.__file__, m.version('governed-cdk'), yaml.__file__, sep='\\n')"
)


def sources(folder: Path, version: str, *needs: str) -> Path:
    (folder / "constructs_lib").mkdir(parents=True)
    (folder / "constructs_lib" / "__init__.py").write_text("")
    dependencies = ", ".join(f'"{one}"' for one in needs)
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "governed-cdk"\nversion = "{version}"\ndependencies = [{dependencies}]\n'
    )
    return folder


def wheel(folder: Path, version: str, *needs: str) -> Path:
    path = folder / f"governed_cdk-{version}-py3-none-any.whl"
    info = f"governed_cdk-{version}.dist-info"
    metadata = [
        f"Metadata-Version: 2.1\nName: governed-cdk\nVersion: {version}",
        *(f"Requires-Dist: {n}" for n in needs),
    ]
    files = {
        "constructs_lib/__init__.py": "",
        f"{info}/METADATA": "\n".join(metadata) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def asked(bin_folder: Path) -> list[str]:
    done = subprocess.run(
        [bin_folder / "python", "-P", "-c", WHERE], capture_output=True, text=True, check=True, env={}
    )
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("make", [sources, wheel])
def test_the_library_is_the_given_one_and_all_else_is_as_here(tmp_path: Path, make: object) -> None:
    (tmp_path / "given").mkdir()
    given = sources(tmp_path / "given" / "x", "9.8.7") if make is sources else wheel(tmp_path / "given", "9.8.7")
    library, version, dependency = asked(python_with(given, tmp_path / "environment"))
    assert version == "9.8.7"
    assert str(tmp_path) in library
    assert str(tmp_path) not in dependency


@pytest.mark.slow
def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"--library: given .*; allowed: a wheel of governed-cdk"):
        python_with(tmp_path, tmp_path / "environment")
    (tmp_path / "x-1-py3-none-any.whl").write_text("no archive")
    with pytest.raises(ConfigurationError, match=r"x-1-py3-none-any.whl: "):
        python_with(tmp_path / "x-1-py3-none-any.whl", tmp_path / "other")


@pytest.mark.slow
def test_a_package_that_it_needs_and_nobody_has_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(
        ConfigurationError, match=r"governed-cdk 9\.8\.7 requires no-such-package, which is not installed"
    ):
        python_with(sources(tmp_path / "x", "9.8.7", "no-such-package>=2"), tmp_path / "environment")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("governed-cdk 0.2.0 requires dnspython, which is not installed.", "dnspython"),
        ("governed-cdk 0.2.0 has requirement rich<16,>=14, but you have rich 13.7.0.", "rich<16,>=14"),
    ],
)
def test_pip_is_asked_for_what_lacks(line: str, expected: str) -> None:
    assert _requirement(line) == expected
