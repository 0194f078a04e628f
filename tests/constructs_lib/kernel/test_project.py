from __future__ import annotations

import re
import subprocess
import tomllib

from constructs_lib.kernel.project import ADDRESS, NAME, page, release_address, version
from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_name_version_and_address_are_those_that_the_distribution_has() -> None:
    assert (NAME, version()) == (PROJECT["name"], PROJECT["version"])
    assert set(PROJECT["urls"].values()) == {ADDRESS}


def test_every_file_that_says_the_address_says_this_one() -> None:
    listed = subprocess.run(["git", "grep", "-lI", f"/{NAME}"], cwd=ROOT, check=True, capture_output=True, text=True)
    address = re.compile(rf"https://[\w.]+/[\w-]+/{NAME}(?![\w-])")
    found = {
        (name, said) for name in listed.stdout.split() for said in address.findall((ROOT / name).read_text("utf-8"))
    }
    assert len(found) > 5
    assert {(name, said) for name, said in found if said != ADDRESS} == set()


def test_a_page_is_a_file_of_the_repository_on_its_main_branch() -> None:
    assert page("docs/rules/README.md") == f"{ADDRESS}/blob/main/docs/rules/README.md"


def test_a_release_is_a_wheel_at_the_projects_address() -> None:
    assert release_address("0.2.0") == f"{ADDRESS}/releases/download/v0.2.0/governed_cdk-0.2.0-py3-none-any.whl"
