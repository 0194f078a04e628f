"""What a service repository is refused, by the wheel, in one line."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.integration.installed_wheel import built_wheel, python_with_it
from tests.integration.service_repo import called, copy, run
from tests.projects import edit
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

wheel = pytest.fixture(scope="module")(built_wheel)
python = pytest.fixture(scope="module")(python_with_it)
ACCEPTED = (
    'accept(files, "governed-cdk::images-are-scanned", reason="no image of its own here yet", owner="files", until='
)


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (None, (2, "error: app.py:LINE: prod-fileflow/Files: what people accept has an end, and this synth was not")),
        ("2026-11-29", (3, "accepts nothing any more: take it away. It is accepted at app.py:LINE.")),
        ("2026-01-01", (2, "error: app.py:LINE: prod-fileflow/Files: until: given '2027-06-30'; allowed: 2027-01-01")),
        ("tomorrow", (2, "-c today: given 'tomorrow'; allowed: a date as YYYY-MM-DD")),
    ],
)
def test_what_the_team_itself_accepts_takes_a_day(
    python: Path, tmp_path: Path, today: str | None, ends: tuple[int, str]
) -> None:
    code, said = ends
    repository = copy(tmp_path)
    app = repository / "app.py"
    text = app.read_text().replace("    StackSettings,\n", "    StackSettings,\n    accept,\n")
    line = '        files = GovernedBucket(self, "Files", kind="files")\n'
    app.write_text(text.replace(line, f'{line}        {ACCEPTED}"2027-06-30")\n'))
    number = app.read_text().splitlines().index(f'        {ACCEPTED}"2027-06-30")') + 1
    context = {"today": today} if today else {}
    finished = run(python, repository, validated=False, **context)
    assert finished.returncode == code, finished.stderr
    assert said.replace("LINE", str(number)) in finished.stderr.replace("\n", " ")
    assert "Traceback" not in finished.stderr


def test_a_repository_that_forgets_to_govern_does_not_synthesise(python: Path, tmp_path: Path) -> None:
    repository = copy(tmp_path)
    edit(repository, "govern(app, environment)\n", "", "app.py")
    finished = run(python, repository)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert "the app is not governed: call aspects.govern(app, environment)" in finished.stderr


def test_a_wrong_setting_is_one_line_and_exit_code_2(python: Path, tmp_path: Path) -> None:
    repository = copy(tmp_path)
    edit(repository, "image: v0.0.0", "imege: v0.0.0")
    finished = run(python, repository)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert "environments/prod.yaml:21: stacks.fileflow.imege: unknown key (did you mean image?)" in finished.stderr


def test_an_image_tag_that_moves_is_refused_with_the_line_that_gave_it(python: Path, tmp_path: Path) -> None:
    repository = copy(tmp_path)
    edit(repository, "image: v0.0.0", "image: latest")
    finished = run(python, repository)
    assert finished.returncode == 2
    assert "app.py:" in finished.stderr
    assert "given 'latest'; allowed: an immutable tag or sha256:<digest>" in finished.stderr


@pytest.mark.parametrize("slug", ["network", "network-extra"])
def test_a_slug_of_the_platform_s_is_one_line_and_exit_code_2(python: Path, tmp_path: Path, slug: str) -> None:
    repository = called(tmp_path, slug)
    finished = run(python, repository)
    assert finished.returncode == 2
    (line,) = finished.stderr.splitlines()
    assert line.startswith(
        f"error: app.py:49: slug: given '{slug}'; allowed: a name that is not the platform's: not net"
    )
    assert not (repository / "cdk.out/manifest.json").exists()


def test_a_neighbour_of_the_platform_s_slugs_is_free(python: Path, tmp_path: Path) -> None:
    repository = called(tmp_path, "networks")
    finished = run(python, repository)
    assert finished.returncode == 0, finished.stderr
    manifest = json.loads((repository / "cdk.out/manifest.json").read_text())
    assert manifest["artifacts"]["prod-networks"]["properties"]["tags"]["Project"] == "fileflow"


def test_a_cdk_json_copied_from_the_platform_is_one_line_and_exit_code_2(python: Path, tmp_path: Path) -> None:
    repository = copy(tmp_path)
    shutil.copy(ROOT / "cdk.json", repository)
    finished = run(python, repository)
    assert finished.returncode == 2
    (line,) = finished.stderr.splitlines()
    assert line.startswith("error: cdk.json: governed-cdk:platform: given 'infrastructure'; allowed: ")
    assert line.endswith("in the one whose tags.project is fileflow, leave it out")
