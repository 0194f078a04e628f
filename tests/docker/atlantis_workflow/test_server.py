from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from atlantis_workflow import archive, git
from atlantis_workflow.errors import Refused
from atlantis_workflow.server import PullRequest, Server

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = f"sha256:{'7' * 64}"


def variables(root: Path, folder: str = ".", **other: str) -> dict[str, str]:
    return {
        "DIR": str(root / folder), "REPO_REL_DIR": folder, "HEAD_COMMIT": "a" * 40, "BASE_REPO_OWNER": "example-org",
        "BASE_REPO_NAME": "app", "PULL_NUM": "7", "WORKSPACE": "prod", "PLANFILE": str(root / folder / "x.tfplan"),
        **other,
    }  # fmt: skip


def test_a_plan_is_kept_under_everything_that_tells_it_from_another(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    first = PullRequest.from_variables(variables(tmp_path))
    others = [
        variables(tmp_path, "sub"), variables(tmp_path, HEAD_COMMIT="b" * 40), variables(tmp_path, PULL_NUM="8"),
        variables(tmp_path, BASE_REPO_NAME="other"), variables(tmp_path, WORKSPACE="dev"),
        variables(tmp_path, PROJECT_NAME="p"),
    ]  # fmt: skip
    keys = {PullRequest.from_variables(other).key for other in others}
    assert len({first.key, *keys}) == 1 + len(others)


def test_the_checkout_is_found_from_the_projects_folder(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    assert PullRequest.from_variables(variables(tmp_path, "a/b")).root == tmp_path


@pytest.mark.parametrize("folder", ["link", "link/home", "a/../link"])
def test_a_project_that_is_reached_by_a_link_is_refused(tmp_path: Path, folder: str) -> None:
    root, outside = tmp_path / "checkout", tmp_path / "outside"
    (root / "a").mkdir(parents=True)
    (outside / "home").mkdir(parents=True)
    (root / "link").symlink_to(outside)
    with pytest.raises(Refused, match="reached by a link"):
        PullRequest.from_variables(variables(root, folder))


def test_a_variable_that_atlantis_did_not_set_is_named() -> None:
    with pytest.raises(Refused, match="DIR is not set"):
        PullRequest.from_variables({})


class Runs:
    """What is stored, and tasks that hand back what they are told to."""

    def __init__(self, **handed_back: bytes) -> None:
        self.handed_back, self.objects, self.ran = handed_back, dict[str, bytes](), list[tuple[str, dict[str, str]]]()

    def put(self, key: str, path: Path) -> None:
        self.objects[key] = path.read_bytes()

    def put_empty(self, key: str) -> None:
        self.objects[key] = b""

    def get(self, key: str, path: Path, **_: int) -> bool:
        path.write_bytes(self.objects.get(key, b""))
        return bool(self.objects.get(key))

    def to_read(self, key: str) -> str:
        return key

    to_write = to_read

    def run(self, step: str, told: dict[str, str], *_: object, **__: object) -> None:
        self.ran.append((step, dict(told)))
        if "WRITE_URL" in told:
            self.objects[told["WRITE_URL"]] = self.handed_back[step.replace("-", "_")]


def server(tmp_path: Path, runs: Runs) -> Server:
    roles = {"ATLANTIS_RUN_ROLES": "plan/app=arn:plan,apply/app=arn:apply"}
    # Stands in for the real one: what is asked of it is all that is used.
    return Server(runs, PullRequest.from_variables(variables(tmp_path)), roles, io.StringIO())  # type: ignore[arg-type]  # what it asks


def assembly(tmp_path: Path) -> bytes:
    (tmp_path / "made").mkdir()
    (tmp_path / "made/manifest.json").write_text('{"version": "48.0.0"}')
    archive.pack(tmp_path / "made", tmp_path / "made.tar.gz")
    return (tmp_path / "made.tar.gz").read_bytes()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(git, "base_of", lambda *_: "c0ffee")
    (tmp_path / "checkout").mkdir()
    return tmp_path / "checkout"


def test_an_apply_of_cdk_is_held_to_the_digest_that_the_plan_has_shown(tmp_path: Path, checkout: Path) -> None:
    runs = Runs(synth=assembly(tmp_path), diff=json.dumps({"digest": SHOWN}).encode())
    server(checkout, runs).plan("cdk")
    assert (checkout / "x.tfplan").read_text() == f"{SHOWN}\n"
    server(checkout, runs).apply("cdk")
    step, told = runs.ran[-1]
    assert (step, told["REVIEWED"], told["BASE"]) == ("deploy", SHOWN, "c0ffee")
    assert {"RECORD_URL", "RESULT_URL", "SOURCE_URL"} <= told.keys()
    with pytest.raises(Refused, match="there is no plan of commit"):
        server(checkout, runs).apply("cdk")


@pytest.mark.parametrize("record", [b"", b"{}", b"[]", b"{", b'{"digest": 1}', b'{"digest": "sha256:x"}'])
def test_a_record_without_a_digest_is_no_plan(tmp_path: Path, checkout: Path, record: bytes) -> None:
    runs = Runs(synth=assembly(tmp_path), diff=record)
    with pytest.raises(Refused, match=r"record: |diff: handed nothing back"):
        server(checkout, runs).plan("cdk")
    with pytest.raises(Refused, match="there is no plan of commit"):
        server(checkout, runs).apply("cdk")


def test_what_atlantis_noted_must_be_there_and_a_digest_and_is_reached_by_no_link(
    tmp_path: Path, checkout: Path
) -> None:
    runs = Runs(synth=assembly(tmp_path), diff=json.dumps({"digest": SHOWN}).encode())
    server(checkout, runs).plan("cdk")
    noted = checkout / "x.tfplan"
    noted.write_text("prepared")
    with pytest.raises(Refused, match="no digest of what was shown"):
        server(checkout, runs).apply("cdk")
    noted.unlink()
    with pytest.raises(Refused, match=r"x\.tfplan: No such file"):
        server(checkout, runs).apply("cdk")
    (tmp_path / "elsewhere").write_text(SHOWN)
    noted.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match=r"x\.tfplan: "):
        server(checkout, runs).apply("cdk")
    assert [step for step, _ in runs.ran] == ["synth", "diff"]


def test_a_plan_of_terraform_that_is_not_the_one_that_was_shown_is_not_applied(checkout: Path) -> None:
    runs = Runs(terraform_plan=b"shown")
    server(checkout, runs).plan("terraform")
    (key,) = (key for key in runs.objects if key.startswith("plans/") and key.endswith("/result"))
    runs.objects[key] = b"another"
    with pytest.raises(Refused, match="not the plan that was shown"):
        server(checkout, runs).apply("terraform")
    runs.objects[key] = b"shown"
    server(checkout, runs).apply("terraform")
    assert [step for step, _ in runs.ran] == ["terraform-plan", "terraform-show", "terraform-apply"]
