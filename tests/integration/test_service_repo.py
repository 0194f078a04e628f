"""The wheel, installed apart from this repository, carries a service repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.projects import edit
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples/service_repo"
TAGS = {"Environment", "Service", "Team", "Owner", "CostCenter", "Project", "DataClass", "ManagedBy"}
KEYS = {
    "AWS::ECR::Repository": ("EncryptionConfiguration", "KmsKey"),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel in it. Its dependencies are those installed here: no network."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    interpreter = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return interpreter


def run(python: Path, repository: Path, *, validated: bool = False, **context: str) -> subprocess.CompletedProcess[str]:
    """`python app.py` in the repository, as `cdk synth` would; `today="2026-11-29"` is its `-c today=2026-11-29`."""
    outside = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CDK_OUTDIR")}
    return subprocess.run(
        [python, "app.py"],
        cwd=repository,
        env={
            **outside,
            "CDK_OUTDIR": str(repository / "cdk.out"),
            "CDK_CONTEXT_JSON": json.dumps(context),
            "CDK_VALIDATION": str(validated).lower(),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def copy(folder: Path) -> Path:
    return shutil.copytree(EXAMPLE, folder / "service_repo", ignore=shutil.ignore_patterns("cdk.out", "__pycache__"))


@pytest.fixture(scope="module")
def template(python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    repository = copy(tmp_path_factory.mktemp("example"))
    finished = run(python, repository, validated=True)
    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads((repository / "cdk.out/prod-fileflow.template.json").read_text())
    return found


def test_the_wheel_ships_library_aspects_and_commands_typed_and_no_stacks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    packages = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert packages == {"aspects", "constructs_lib", "governed_cdk"}
    assert "constructs_lib/py.typed" in names


def test_the_example_uses_the_wheel_and_not_this_repository(python: Path, tmp_path: Path) -> None:
    code = "import aspects, constructs_lib; print(aspects.__file__, constructs_lib.__file__)"
    found = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert str(ROOT) not in found


def test_about_thirty_lines_make_the_service(template: dict[str, Any]) -> None:
    source = (EXAMPLE / "app.py").read_text()
    lines = [line for line in source[source.index("\nclass ") :].splitlines() if line.strip()]
    types = {resource["Type"] for resource in template["Resources"].values()}
    assert len(lines) <= 33
    assert {"AWS::ECS::Service", "AWS::SQS::Queue", "AWS::S3::Bucket"} <= types
    assert "AWS::ElasticLoadBalancingV2::LoadBalancer" in types


def test_everything_carries_the_eight_tags(template: dict[str, Any]) -> None:
    tagged = {
        key: {tag["Key"] for tag in resource["Properties"]["Tags"]}
        for key, resource in template["Resources"].items()
        if isinstance(resource.get("Properties", {}).get("Tags"), list)
    }
    assert len(tagged) > 10
    assert {key: TAGS - tags for key, tags in tagged.items() if TAGS - tags} == {}


def test_everything_is_encrypted_with_a_key_from_the_contract(template: dict[str, Any]) -> None:
    parameters = {
        name: parameter["Default"] for name, parameter in template["Parameters"].items() if "Default" in parameter
    }
    for type_, path in KEYS.items():
        found = [r["Properties"] for r in template["Resources"].values() if r["Type"] == type_]
        assert found, type_
        for properties in found:
            value: Any = properties
            for part in path:
                value = value[part]
            assert parameters[value["Ref"]].startswith("/prod/kms/"), type_


def test_names_and_alarms_come_by_default(template: dict[str, Any]) -> None:
    resources = template["Resources"].values()
    (service,) = (r["Properties"] for r in resources if r["Type"] == "AWS::ECS::Service")
    assert service["ServiceName"] == "prod-fileflow"
    alarms = [r["Properties"] for r in resources if r["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(alarms) > 10
    assert all(alarm["AlarmActions"] for alarm in alarms if alarm["ActionsEnabled"])


def test_nothing_that_the_library_accepts_of_itself_ever_ends(python: Path, tmp_path: Path) -> None:
    """Without a day, the example is synthesised above."""
    repository, today = copy(tmp_path), "2099-01-01"
    finished = run(python, repository, today=today)
    assert finished.returncode == 0, finished.stderr
    command = [str(python), "-m", "governed_cdk", "acceptances", "cdk.out", "--today", today, "--format", "json"]
    shown = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    ledger = json.loads(shown.stdout)
    assert (ledger["acceptances"], ledger["mistakes"]) == ([], [])
    assert {one["where"].split("/")[0] for one in ledger["by_design"]} == {"constructs_lib"}


ACCEPTED = (
    'accept(files, "governed-cdk::alarms-reach-somebody", reason="nothing here has an alarm yet", owner="files", until='
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
    text = app.read_text().replace("    Scaling,\n", "    Scaling,\n    accept,\n")
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
    edit(repository, "image: v1.4.0", "imege: v1.4.0")
    finished = run(python, repository)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert "environments/prod.yaml:18: stacks.fileflow.imege: unknown key (did you mean image?)" in finished.stderr


def test_an_image_tag_that_moves_is_refused_with_the_line_that_gave_it(python: Path, tmp_path: Path) -> None:
    repository = copy(tmp_path)
    edit(repository, "image: v1.4.0", "image: latest")
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
        f"error: app.py:46: slug: given '{slug}'; allowed: a name that is not the platform's: not net"
    )
    assert not (repository / "cdk.out/manifest.json").exists()


def test_a_neighbour_of_the_platform_s_slugs_is_free(python: Path, tmp_path: Path) -> None:
    repository = called(tmp_path, "networks")
    finished = run(python, repository)
    assert finished.returncode == 0, finished.stderr
    manifest = json.loads((repository / "cdk.out/manifest.json").read_text())
    assert manifest["artifacts"]["prod-networks"]["properties"]["tags"]["Project"] == "fileflow"


def called(folder: Path, slug: str) -> Path:
    """The example under another slug."""
    repository = copy(folder)
    edit(repository, 'slug = "fileflow"', f'slug = "{slug}"', "app.py")
    edit(repository, "  fileflow:\n", f"  {slug}:\n")
    return repository


def test_a_cdk_json_copied_from_the_platform_is_one_line_and_exit_code_2(python: Path, tmp_path: Path) -> None:
    repository = copy(tmp_path)
    shutil.copy(ROOT / "cdk.json", repository)
    finished = run(python, repository)
    assert finished.returncode == 2
    (line,) = finished.stderr.splitlines()
    assert line.startswith("error: cdk.json: governed-cdk:platform: given 'infrastructure'; allowed: ")
    assert line.endswith("in the one whose tags.project is fileflow, leave it out")
