"""The image of Atlantis: its versions, and what it holds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from atlantis_workflow import releases

from constructs_lib.kernel.yaml_file import read_yaml
from constructs_lib.platform.atlantis.atlantis_config import USER
from stacks.atlantis import Settings
from tests.repository import pinned
from tests.stacks.atlantis import IMAGE
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.support import Templates

PINNED = ("requirements.txt", "governed_cdk/deployment/pins.txt")


def version_of_atlantis() -> str:
    (found,) = re.findall(r"^FROM \S+/atlantis:(v[\d.]+)-debian", (IMAGE / "Dockerfile").read_text(), re.MULTILINE)
    return str(found)


def test_dockerfile_setting_and_documentation_name_one_version() -> None:
    image = Settings().image
    readme = (IMAGE / "README.md").read_text()
    assert image.rsplit("-", 1)[0] == version_of_atlantis()
    assert set(re.findall(r"v\d+\.\d+\.\d+-\d+", readme)) == {image}
    assert f"| {version_of_atlantis()} |" in readme
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert f"| {lock['packages']['node_modules/aws-cdk']['version']} |" in readme


def test_the_image_copies_only_what_its_folder_holds() -> None:
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) \S+$", (IMAGE / "Dockerfile").read_text(), re.MULTILINE)
    assert copied == ["atlantis_workflow", "pull-request", "releases.txt"]
    assert all((IMAGE / name).exists() for name in copied)


def test_the_image_has_the_command_line_that_the_lock_pins() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    assert "COPY --from=project package.json package-lock.json /opt/cdk/" in dockerfile
    assert re.findall(r"\bnpm (ci|install)\b", dockerfile) == ["ci"]
    assert "--build-context project=. " in (IMAGE / "README.md").read_text()
    assert (ROOT / "package-lock.json").is_file()


def test_the_releases_are_installed_after_what_installs_them_and_before_root_is_left() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    order = [
        "python3-venv", "COPY atlantis_workflow /opt/workflow/", "COPY --chmod=0755 pull-request /usr/local/bin/",
        f"COPY {releases.TABLE} {releases.FOLDER}/", "RUN pull-request install-releases", "USER atlantis",
    ]  # fmt: skip
    places = [dockerfile.index(part) for part in order]
    assert places == sorted(places)


def test_a_release_ships_what_a_deploy_needs_as_this_repository_was_tested_with_and_nothing_of_a_synth() -> None:
    own, shipped = ({one.name: (str(one), digests) for one, digests in pinned(file)} for file in PINNED)
    assert {name: own[name] for name in shipped} == shipped
    assert {"boto3", "dnspython", "pydantic", "typer"} <= shipped.keys()
    assert not {"aws-cdk-lib", "cdk-nag", "constructs", "jsii"} & shipped.keys()


def test_every_folder_that_the_task_writes_to_belongs_to_the_images_user(prod: Templates) -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    (declared,) = re.findall(r"^VOLUME (.+)$", dockerfile, re.MULTILINE)
    volumes = prod.named("atlantis", "AWS::ECS::TaskDefinition", "ServiceTask")["Volumes"]
    empty = {volume["Name"] for volume in volumes if "EFSVolumeConfiguration" not in volume}
    assert {path.strip("/").replace("/", "-") for path in json.loads(declared)} == empty
    assert dockerfile.rstrip().endswith("USER atlantis")
    point = prod.only("atlantis", "AWS::EFS::AccessPoint")["PosixUser"]
    assert point == {"Uid": str(USER["uid"]), "Gid": str(USER["gid"])}


def test_no_step_of_a_workflow_runs_anything_but_the_program_that_starts_tasks() -> None:
    steps = [
        step
        for workflow in read_yaml(IMAGE / "repos.yaml")["workflows"].values()
        for stage in workflow.values()
        for step in stage["steps"]
    ]
    assert all(isinstance(step, dict) and step["run"].startswith("pull-request ") for step in steps), steps
