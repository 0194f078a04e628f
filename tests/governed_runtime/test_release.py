"""How the client reaches a service: by the release, and by the line that a new repository has."""

from __future__ import annotations

import yaml
from packaging.requirements import Requirement

from constructs_lib.kernel.project import ADDRESS
from tests.governed_cdk.scaffold.services import service
from tests.support import ROOT

LINE = "src/requirements.txt"


def test_it_is_tried_by_itself_and_released_with_the_library() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    tried = workflow["jobs"]["try"]["steps"]
    (step,) = (step for step in tried if "governed_runtime-*.whl" in step.get("run", ""))
    assert "import contract, output, parameter, secret" in step["run"]
    recipe = (ROOT / "Makefile").read_text().partition("\ndist:")[2]
    assert "cd governed_runtime && " in recipe
    assert "sha256sum governed_cdk-* governed_runtime-* " in recipe


def test_a_new_service_names_it_at_the_tag_of_its_library() -> None:
    made = service()
    (line,) = (text for text in made.files()[LINE].splitlines() if not text.startswith("#"))
    wanted = Requirement(line)
    assert wanted.name == "governed-runtime"
    assert wanted.url == f"git+{ADDRESS}@v{made.library.version}#subdirectory=governed_runtime"
    assert (ROOT / "governed_runtime/pyproject.toml").is_file()
