"""No way from a pull request to credentials: real cdk, python and pip on projects that look for them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from atlantis_workflow import archive, assembly

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.reviewed.parts import assembly_parts
from tests.integration.atlantis import pull_request, roles_of_runs
from tests.integration.course import PATH, Course, said
from tests.integration.deploys import denied, status
from tests.integration.fargate import Fargate
from tests.integration.releases import held
from tests.integration.support import rehearsed
from tests.integration.traps import TABLE, trapped
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return held(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def fargate(releases: Path) -> Iterator[Fargate]:
    with Fargate(path=PATH, releases=releases) as started:
        yield started


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return trapped(tmp_path)


def test_the_traps_work_where_cdk_is_called_in_the_checkout_with_credentials(project: Path) -> None:
    (project / "assembly").mkdir()
    (project / "assembly/manifest.json").write_text('{"version": "36.0.0"}')
    variables = {"PATH": PATH, "HOME": str(project), "AWS_ACCESS_KEY_ID": "CANARY", "STEP": "unsafe"}
    subprocess.run(["cdk", "diff", "--app", "assembly"], cwd=project, env=variables, capture_output=True, check=False)
    assert {"build", "plugin"} <= {entry["name"] for entry in said(project)}
    assert all("AWS_ACCESS_KEY_ID=CANARY" in str(entry["found"]) for entry in said(project))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, releases: Path, prod_assembly: Path) -> Iterator[Course]:
    project = trapped(tmp_path_factory.mktemp("course"))
    with rehearsed(prod_assembly, kept=True) as account:
        fargate = Fargate(
            path=PATH, releases=releases, aws=account.emulator.endpoint, session=roles_of_runs(account, "shop")
        )
        with fargate:
            planned = pull_request(fargate, project, "plan", "cdk")
            assert planned.returncode == 0, planned.stderr + planned.stdout
            caught = len(said(project))
            applied = pull_request(fargate, project, "apply", "cdk")
            assert applied.returncode == 0, applied.stderr + applied.stdout
            yield Course(project, fargate, account, planned.stdout, caught, applied.stdout, len(said(project)))


def test_code_of_a_pull_request_runs_in_the_synth_only_and_finds_no_credential(course: Course) -> None:
    project, fargate = course.project, course.fargate
    assert [(task["step"], task["role"]) for task in fargate.tasks[:3]] == [
        ("synth", None),
        ("diff", "arn:aws:iam::111122223333:role/plan-shop"),
        ("deploy", "arn:aws:iam::111122223333:role/apply-shop"),
    ]
    assert {str(entry["name"]) for entry in said(project)} >= {"app", "build", "plugin", "left-behind"}
    assert {entry["step"] for entry in said(project)} == {"synth"}
    assert [entry for entry in said(project) if entry["found"]] == []
    # Two addresses are there: of its own source, and of the one object that it hands back.
    assert {name for entry in said(project) for name in entry["signed"]} == {"SOURCE_URL", "WRITE_URL"}
    assert {"plan-shop", "apply-shop"} == set(fargate.credentials)


def test_an_apply_deploys_what_was_shown_and_keeps_what_the_lock_holds(course: Course) -> None:
    (shown,) = re.findall(r"^sha256:[0-9a-f]{64}$", course.planned, re.MULTILINE)
    assert (
        json.loads(next(body for key, body in course.fargate.objects.items() if key.endswith("/record")))["digest"]
        == shown
    )
    assert "AWS::DynamoDB::Table" in course.planned
    assert "prod-atlantis is left out" in course.applied
    assert status(course.account, "orders") == "CREATE_COMPLETE"
    assert status(course.account, "prod-atlantis") is None
    assert denied(course.account, "orders") == ["LogicalResourceId/Orders"]


def test_an_apply_is_refused_that_replaces_data_or_is_of_something_else_than_was_shown(course: Course) -> None:
    assert "Orders" in course.changed()
    assert "orders: Orders (AWS::DynamoDB::Table, orders/Orders) would be replaced" in course.refused()
    objects = course.fargate.objects
    key, kept = next(one for one in objects.items() if re.match(r"/runs/plans/.*/result$", one[0]) and one[1])
    shown = next(body for name, body in objects.items() if name.endswith("/kept") and body != kept)
    objects[key] = shown  # another assembly, which somebody put in the place of the one that was shown
    assert "template orders: not what was reviewed" in course.refused()
    objects[key] = kept
    course.account.client("cloudformation").update_stack(
        StackName="orders",
        TemplateBody=json.dumps({"Resources": {"Orders": TABLE, "Hand": {"Type": "AWS::SNS::Topic"}}}),
    )
    assert "account drifted: orders was deployed by somebody else, or by hand" in course.refused()


def test_a_failed_apply_says_why_by_what_the_account_tells_the_look_up_role(course: Course) -> None:
    project = course.project
    (project / "environments").mkdir()
    shutil.copy(ROOT / "environments/prod.yaml", project / "environments")
    app = project / "app.py"
    text = app.read_text().replace("'AttributeName': 'other'", "'AttributeName': 'id'")
    more = {f"E{one}": {"Type": "AWS::EC2::EIP"} for one in range(7)}  # of which an account has five
    app.write_text(text.replace('{"Orders": ', f'{{**{more!r}, "Orders": '))
    planned = pull_request(course.fargate, project, "plan", "cdk")
    assert planned.returncode == 0, planned.stderr + planned.stdout
    caught = len(said(project))
    applied = pull_request(course.fargate, project, "apply", "cdk")
    assert applied.returncode == 1
    told = applied.stdout
    assert told.index("deploying...") < told.index("🚨 배포 실패 - ")
    assert "AWS::EC2::EIP orders/E" in told
    assert "CANARY" not in told + applied.stderr
    assert applied.stderr.splitlines()[-1].startswith("refused: deploy: failed: exit code 1")
    assert len(said(project)) == caught  # nothing of the pull request ran in it


def test_nothing_of_the_pull_request_is_left_when_its_task_has_ended(course: Course) -> None:
    assert course.caught_at_last == course.caught > 0


def test_only_the_plan_of_the_head_commit_is_applied_and_that_once(project: Path, fargate: Fargate) -> None:
    assert pull_request(fargate, project, "plan", "cdk").returncode == 0
    pushed = pull_request(fargate, project, "apply", "cdk", commit="b" * 40)
    assert (pushed.returncode, fargate.tasks[-1]["step"]) == (1, "diff")
    assert f"there is no plan of commit {'b' * 40}" in pushed.stderr
    (project / "app.py").write_text("raise SystemExit('broken')\n")
    assert pull_request(fargate, project, "plan", "cdk").returncode == 1
    again = pull_request(fargate, project, "apply", "cdk")
    assert "there is no plan of commit " in again.stderr


def test_a_prepared_plan_file_is_not_what_is_applied(project: Path, fargate: Fargate) -> None:
    (project / "prod.tfplan").write_bytes(b"prepared")
    refused = pull_request(fargate, project, "apply", "cdk")
    assert (refused.returncode, fargate.tasks) == (1, [])
    target = project.parent / "target"
    target.write_text("untouched")
    (project / "prod.tfplan").unlink()
    (project / "prod.tfplan").symlink_to(target)
    assert pull_request(fargate, project, "plan", "cdk").returncode == 0
    assert target.read_text() == "untouched"


def test_an_assembly_that_would_run_a_program_is_refused_before_anything_with_a_role(
    project: Path, fargate: Fargate
) -> None:
    asset = {"source": {"executable": ["sh", "-c", "id"]}, "destinations": {}}
    line = f"json.dump({{'version': '36.0.0', 'files': {{'a': {asset}}}}}, open(out + '/a.json', 'w'))\n"
    artifact = "stacks['a'] = {'type': 'cdk:asset-manifest', 'properties': {'file': 'a.json'}}\n"
    text = (project / "app.py").read_text().replace('json.dump({"version"', line + artifact + 'json.dump({"version"')
    (project / "app.py").write_text(text)
    refused = pull_request(fargate, project, "plan", "cdk")
    assert "an asset is a file, not a program" in refused.stderr
    assert [task["step"] for task in fargate.tasks] == ["synth"]


def test_the_assembly_of_this_very_repository_is_taken(prod_assembly: Path, tmp_path: Path) -> None:
    (tmp_path / "unpacked").mkdir()
    archive.pack(prod_assembly, tmp_path / "result")
    archive.unpack_result(tmp_path / "result", tmp_path / "unpacked")
    wanted = [stack.stack_name for stack in stacks_of(read_assembly(prod_assembly))]
    assert sorted(assembly.stacks_of(tmp_path / "unpacked")) == sorted(wanted)
    assert assembly_parts(tmp_path / "unpacked") == assembly_parts(prod_assembly), "the digest is the gate's own"


def test_this_very_repository_is_planned(tmp_path: Path, fargate: Fargate) -> None:
    checkout = tmp_path / "governed-cdk"
    subprocess.run(["git", "clone", "--quiet", ROOT, checkout], check=True)
    shutil.rmtree(checkout / ".git")
    planned = pull_request(fargate, checkout, "plan", "cdk")
    assert planned.returncode == 0, planned.stderr + planned.stdout[-4000:]
    assert "prod-atlantis" in planned.stdout
    assert not (checkout / ".venv").exists()
