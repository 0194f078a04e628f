"""The steps that run in tasks: each gets addresses of what it reads and writes, and works in folders of its own."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from atlantis_workflow import archive, assembly, diagnosis, programs, releases, terraform
from atlantis_workflow.errors import Failed, Refused
from atlantis_workflow.runs import END, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What the pull request pinned, byte for byte; a repository that is itself a package is installed as one. The virtual
# environment lies on the task's own disk.
_SYNTH = """
python3 -m venv "$WORK/venv"
install() { "$WORK/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "$@"; }
install --require-hashes --only-binary :all: --requirement requirements.txt
if grep -qs "^\\[build-system\\]" pyproject.toml; then install --no-build-isolation --editable .; fi
PATH="$WORK/venv/bin:$PATH" cdk synth --quiet --context "env=$WORKSPACE" --context "today=$(date -u +%F)" \
    --output "$WORK/assembly"
"""


class Task:
    """One step in one task.

    Args:
        variables: what the task was told, beside its own environment.
        work: an empty folder on the task's own disk.
    """

    def __init__(self, variables: Mapping[str, str], work: Path) -> None:
        self._given, self._work = variables, work
        for name in ("home", "empty", "diagnosis"):
            (work / name).mkdir()

    def step(self, name: str) -> None:
        """Do the step that the server asks for. Raises Refused for one that there is not."""
        steps: dict[str, Callable[[], None]] = {
            "synth": self._synth,
            "diff": self._diff,
            "deploy": self._deploy,
            "terraform-plan": self._terraform_plan,
            "terraform-show": self._terraform_show,
            "terraform-apply": self._terraform_apply,
        }
        if name not in steps:
            raise Refused(f"step: {name!r} is none; allowed: {', '.join(steps)}")
        steps[name]()

    def _synth(self) -> None:
        """Run the pull request's code: here are neither credentials nor secrets, nor is there a role to ask for any."""
        folder = self._source()
        extra = {"WORK": str(self._work), "WORKSPACE": self._given["WORKSPACE"]}
        self._call(["sh", "-euc", _SYNTH], folder, credentials=False, extra=extra)
        archive.pack(self._work / "assembly", self._work / "assembly.tar.gz")
        self._hand_back(self._work / "assembly.tar.gz")

    def _diff(self) -> None:
        """Compare with what is deployed, by the look-up role: no change set is made, for that takes the deploy role.

        The record of what was shown is handed back, with the digest over it, which is shown too.
        """
        python = self._judge(self._source())
        _, folder = self._assembly()
        # Where there is no cdk.json, in the folder or at home: cdk would run its `build` and its `plugin`.
        diff = ["cdk", "diff", "--app", str(folder), "--method", "template"]
        self._call(diff, self._work / "empty", credentials=True)
        record = self._work / "record.json"
        self._governed(python, "digest", folder, "--record", str(record))
        self._hand_back(record)

    def _deploy(self) -> None:
        """Deploy the reviewed assembly. Nobody is asked again: the approval of the pull request was the question."""
        project = self._source()
        python = self._judge(project)
        stacks, folder = self._assembly()
        left_out = [stack for stack in self._given.get("LEAVE_OUT", "").split(",") if stack in stacks]
        options = ["--reviewed", self._given["REVIEWED"], "--record", str(self._read("RECORD"))]
        for stack in left_out:
            options += ["--leave-out", stack]
        # The lock of the very commit, with the cdk.json beside it that says whether there must be one.
        options += ["--file", str(project / "stateful.lock.json")]
        output = self._work / "deploy.txt"
        try:
            self._governed(python, "deploy", folder, "--yes", *options, keep=output)
        except Failed as failed:
            if diagnosis.is_worth_it(failed.code):
                diagnosis.tell(
                    python, project=project, assembly=folder, output=output, workspace=self._given["WORKSPACE"],
                    folder=self._work / "diagnosis", variables=self._variables(credentials=True),
                )  # fmt: skip
            raise

    def _judge(self, project: Path) -> Path:
        return releases.python_of(project, Path(self._given.get("ATLANTIS_RELEASES", releases.FOLDER)))

    def _governed(self, python: Path, command: str, folder: Path, *options: str, keep: Path | None = None) -> None:
        """Call a release's governed-cdk, isolated: it takes nothing from the folder that it works in."""
        told = ["--env", self._given["WORKSPACE"], "--base", self._given["BASE"], *options]
        self._call(
            [str(python), "-Iu", "-m", "governed_cdk", command, str(folder), *told], self._work / "empty",
            credentials=True, name=f"governed-cdk {command}", keep=keep,
        )  # fmt: skip

    def _assembly(self) -> tuple[list[str], Path]:
        folder = self._work / "assembly"
        folder.mkdir()
        archive.unpack_result(self._read("RESULT"), folder)
        return assembly.stacks_of(folder), folder

    def _terraform_plan(self) -> None:
        folder = self._source()
        plan = self._work / "result.tfplan"
        self._terraform(folder, credentials=True).plan(plan)
        self._hand_back(plan)

    def _terraform_show(self) -> None:
        """Show what the saved plan holds, in a task in which nothing of the pull request has run."""
        folder, plan = self._source(), self._read("RESULT")
        self._terraform(folder, credentials=False).show(plan)

    def _terraform_apply(self) -> None:
        folder, plan = self._source(), self._read("RESULT")
        self._terraform(folder, credentials=True).apply(plan)

    def _terraform(self, project: Path, *, credentials: bool) -> terraform.Terraform:
        settings = self._work / "terraform.rc"
        settings.write_text(terraform.cli_settings(self._given.get("TERRAFORM_PROVIDERS", "").split(",")))

        def call(folder: Path, *arguments: str) -> None:
            extra = {"TF_CLI_CONFIG_FILE": str(settings), "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
            self._call(["terraform", *arguments], folder, credentials=credentials, extra=extra)

        return terraform.Terraform(call, (self._work / "source").resolve(), project, self._given)

    def _source(self) -> Path:
        """The checkout; returns the project's folder in it. Raises Refused for one that leads out of it."""
        root = (self._work / "source").resolve()
        root.mkdir()
        archive.unpack_source(self._read("SOURCE"), root)
        folder = (root / self._given["FOLDER"]).resolve()
        if not folder.is_relative_to(root) or not folder.is_dir():
            raise Refused(f"folder: {self._given['FOLDER']!r} is none of the checkout")
        return folder

    def _read(self, name: str) -> Path:
        """Fetch what an address names, and hold it against the digest that came with it."""
        path = self._work / f"{name.lower()}.fetched"
        with urllib.request.urlopen(self._given[f"{name}_URL"]) as answer, path.open("wb") as file:  # noqa: S310 - the server's own
            shutil.copyfileobj(answer, file)
        if digest(path) != self._given[f"{name}_SHA256"]:
            raise Refused(f"{name.lower()}: not the bytes that were handed over")
        return path

    def _hand_back(self, path: Path) -> None:
        request = urllib.request.Request(  # noqa: S310 - an address of the server's own
            self._given["WRITE_URL"], data=path.read_bytes(), method="PUT", headers={"Content-Type": ""}
        )
        with urllib.request.urlopen(request):  # noqa: S310 - the same
            pass

    def _call(
        self, command: list[str], folder: Path, *, credentials: bool, name: str = "", keep: Path | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Run a program in an environment that is named here. Raises Failed where it does not end well."""
        code = programs.follow(command, folder, self._variables(credentials=credentials, **extra or {}), keep=keep)
        if code:
            raise Failed(name or " ".join(command[:2]), code)

    def _variables(self, *, credentials: bool, **extra: str) -> dict[str, str]:
        return {**programs.variables(self._given, self._work / "home", credentials=credentials), **extra}


def main(step: str) -> int:
    """Run one step; the last line tells the server that nothing more comes."""
    os.umask(0o077)
    os.dup2(1, 2)  # one log, in the order in which things were said
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
            Task(dict(os.environ), Path(work).resolve()).step(step)
    except (Refused, OSError, tarfile.TarError) as refusal:
        print(f"refused: {refusal}", flush=True)
        return 1
    finally:
        print(END, flush=True)
    return 0
