"""What a new service repository has of this one; that it is current, tests/test_generated_files.py says."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from governed_cdk.pages.scaffold import EXAMPLE, render_example, render_templates
from governed_cdk.scaffold.service import EXTRAS
from tests.repository import pinned
from tests.support import ROOT

SCAFFOLD = "governed_cdk/scaffold"


def test_flags_are_the_platforms_and_what_makes_it_the_platform_is_left_out() -> None:
    (text,) = (text for path, text in render_templates().items() if path.name == "cdk.json.in")
    own = json.loads((ROOT / "cdk.json").read_text())["context"]
    given = json.loads(text)["context"]
    flags = {name for name in own if name.startswith("@aws-cdk")}
    assert {name: given[name] for name in flags} == {name: own[name] for name in flags}
    assert given.keys() - flags == {"cli-telemetry", "@aws-cdk/core:bootstrapQualifier"}
    assert len(flags) > 80


def test_the_command_line_is_the_platforms_by_the_same_hash() -> None:
    (text,) = (text for path, text in render_templates().items() if path.name == "package-lock.json.in")
    own = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert json.loads(text)["packages"]["node_modules/aws-cdk"] == own["node_modules/aws-cdk"]


def test_the_example_is_what_new_service_writes_and_nothing_else() -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", str(EXAMPLE)]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False)
    # In a copy without Git's folder nothing has been made yet that Git would leave out.
    found = [str(path.relative_to(ROOT)) for path in (ROOT / EXAMPLE).rglob("*")]
    names = done.stdout.split() if done.returncode == 0 else found
    assert {Path(name) for name in names if (ROOT / name).is_file()} == set(render_example())


def test_what_a_service_pins_is_what_this_repository_was_tested_with() -> None:
    own = {requirement.name: (str(requirement), hashes) for requirement, hashes in pinned("requirements.txt")}
    pins = {requirement.name: (str(requirement), hashes) for requirement, hashes in pinned(f"{SCAFFOLD}/pins.txt")}
    assert {name: own[name] for name in pins} == pins
    asked = (ROOT / f"{SCAFFOLD}/templates/service/infra/requirements.in.in").read_text().splitlines()
    assert asked[2:] == (ROOT / f"{SCAFFOLD}/tools.in").read_text().splitlines()
    recipe = (ROOT / "Makefile").read_text().partition("pins.txt")[0].rpartition("echo")[2]
    assert ",".join(re.findall(r"--extra=(\w+)", recipe)) == EXTRAS
