"""The steps of Atlantis itself: hand the checkout to a task, keep what comes back, hand that to the next task.

No program is run here over what the pull request holds, and no file of it is opened by a name that it chose.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from atlantis_workflow import archive, assembly, git
from atlantis_workflow.errors import Refused
from atlantis_workflow.runs import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlantis_workflow.runs import Runs

TOOLS = ("cdk", "terraform")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LONGEST_MARK, _MOST_OF_RECORD = 100, 10 * 1024 * 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class PullRequest:
    """What Atlantis says of the project that a step is for ("Custom Workflows", `run` steps: their variables).

    Attributes:
        root, folder: the checkout, and the project's folder in it.
        plan_file: where Atlantis looks for a plan before an apply.
        repository, workspace: names.
        key: where its saved plan is kept: repository, pull request, project and head commit are in it, so that a plan
            of one commit is never that of another.
    """

    root: Path
    folder: str
    plan_file: Path
    repository: str
    workspace: str
    commit: str
    key: str

    @classmethod
    def from_variables(cls, given: Mapping[str, str]) -> PullRequest:
        """Raises Refused where a variable is missing, or where the project's folder is reached by a link."""
        try:
            project, folder, commit = Path(given["DIR"]), given["REPO_REL_DIR"], given["HEAD_COMMIT"]
            named = (given["BASE_REPO_OWNER"], given["BASE_REPO_NAME"], given["PULL_NUM"])
            parts = (folder, given["WORKSPACE"], given.get("PROJECT_NAME", ""))
            plan_file = Path(given["PLANFILE"])
        except KeyError as missing:
            raise Refused(f"{missing.args[0]} is not set; Atlantis sets it for each step") from missing
        below = [part for part in folder.split("/") if part not in ("", ".")]
        depth = len(below)
        root = project.parents[depth - 1] if depth else project
        if ".." in below or project.resolve() != root.resolve().joinpath(*below):
            raise Refused(f"folder: {folder!r} is reached by a link, or leads out of the checkout")
        which = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
        return cls(
            root=root,
            folder=folder,
            plan_file=plan_file,
            repository=named[1],
            workspace=given["WORKSPACE"],
            commit=commit,
            key="/".join(("plans", *named, which, commit)),
        )


class Server:
    """Plans and applies for one tool.

    Args:
        runs: starts tasks.
        pull_request: for which.
        variables: the service's: roles by repository, what is left out, which providers and modules there may be.
        out: where everything is said.
    """

    def __init__(self, runs: Runs, pull_request: PullRequest, variables: Mapping[str, str], out: TextIO) -> None:
        self._runs, self._for, self._variables, self._out = runs, pull_request, variables, out

    def plan(self, tool: str) -> None:
        """Make a plan, keep it as that of the head commit, and show what it would change."""
        self._runs.put_empty(f"{self._for.key}/result")  # whatever fails now, nothing older is applied
        self._for.plan_file.unlink(missing_ok=True)
        run = f"runs/{secrets.token_hex(16)}"
        with tempfile.TemporaryDirectory() as work:
            source, result = Path(work, "source.tar.gz"), Path(work, "result")
            told = self._told(tool)
            archive.pack_checkout(self._for.root, source)
            self._runs.put(f"{self._for.key}/source", source)
            told |= self._readable("SOURCE", source, f"{self._for.key}/source")
            step, role = ("synth", None) if tool == "cdk" else ("terraform-plan", self._role("plan"))
            self._made(step, told, f"{run}/result", result, most_bytes=archive.MOST_BYTES, role=role)
            if tool == "cdk":
                _look_at(result, Path(work, "assembly"))
            # A copy that no address to write was ever given out for: what is shown is what is applied.
            self._runs.put(f"{run}/kept", result)
            told |= self._readable("RESULT", result, f"{run}/kept")
            if tool == "cdk":
                record = Path(work, "record")
                plan = self._role("plan")
                self._made("diff", told, f"{run}/record", record, most_bytes=_MOST_OF_RECORD, role=plan)
                self._runs.put(f"{self._for.key}/record", record)
                shown = _reviewed(record)
            else:
                self._runs.run("terraform-show", told, self._out)
                shown = f"sha256:{digest(result)}"
            self._runs.put(f"{self._for.key}/result", result)
            self._mark(shown)

    def apply(self, tool: str) -> None:
        """Apply the plan of this very head commit; without one nothing is applied."""
        names = ("result", "source", "record") if tool == "cdk" else ("result", "source")
        with tempfile.TemporaryDirectory() as work:
            kept = {name: Path(work, name) for name in names}
            for name, path in kept.items():
                if not self._runs.get(f"{self._for.key}/{name}", path, most_bytes=archive.MOST_BYTES):
                    raise Refused(f"apply: there is no plan of commit {self._for.commit}; comment `atlantis plan`")
            shown = self._marked()
            if tool == "terraform" and shown != f"sha256:{digest(kept['result'])}":
                raise Refused("apply: what is kept is not the plan that was shown; comment `atlantis plan`")
            told = {**self._told(tool), "REVIEWED": shown}
            for name, path in kept.items():
                told |= self._readable(name.upper(), path, f"{self._for.key}/{name}")
            step = "deploy" if tool == "cdk" else "terraform-apply"
            self._runs.run(step, told, self._out, role=self._role("apply"))
            self._runs.put_empty(f"{self._for.key}/result")  # a plan is applied once
        self._for.plan_file.unlink(missing_ok=True)

    def _made(
        self, step: str, told: Mapping[str, str], key: str, path: Path, *, most_bytes: int, role: str | None
    ) -> None:
        """Run a step that hands something back, and fetch it."""
        self._runs.run(step, {**told, "WRITE_URL": self._runs.to_write(key)}, self._out, role=role)
        if not self._runs.get(key, path, most_bytes=most_bytes):
            raise Refused(f"{step}: handed nothing back")

    def _told(self, tool: str) -> dict[str, str]:
        shared = ("LEAVE_OUT", "TERRAFORM_PROVIDERS", "TERRAFORM_MODULES")
        found = {name: self._variables.get(f"ATLANTIS_RUN_{name}", "") for name in shared}
        base = {"BASE": git.base_of(self._for.root, self._for.commit)} if tool == "cdk" else {}
        return {**found, **base, "FOLDER": self._for.folder, "WORKSPACE": self._for.workspace}

    def _readable(self, name: str, path: Path, key: str) -> dict[str, str]:
        return {f"{name}_URL": self._runs.to_read(key), f"{name}_SHA256": digest(path)}

    def _role(self, kind: str) -> str:
        """The repository's own role for plans or for applies."""
        roles = dict(entry.split("=", 1) for entry in self._variables["ATLANTIS_RUN_ROLES"].split(",") if entry)
        name = f"{kind}/{self._for.repository.lower()}"
        if name not in roles:
            raise Refused(f"role: {self._for.repository} has none; it stands in no list of stacks.atlantis")
        return roles[name]

    def _mark(self, shown: str) -> None:
        """Note what was shown in the file that Atlantis looks for, on its own disk. Never through a link."""
        handle = os.open(self._for.plan_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"{shown}\n")

    def _marked(self) -> str:
        """What was shown. Raises Refused where the file is none of `_mark`'s."""
        try:
            handle = os.open(self._for.plan_file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise Refused(f"apply: {self._for.plan_file.name}: {error.strerror}; comment `atlantis plan`") from error
        with os.fdopen(handle, errors="replace") as file:
            return _digest(file.read(_LONGEST_MARK).strip(), self._for.plan_file.name)


def _look_at(result: Path, folder: Path) -> None:
    folder.mkdir()
    archive.unpack_result(result, folder)
    assembly.stacks_of(folder)


def _reviewed(record: Path) -> str:
    """The digest that a record says it has; a deploy computes it anew."""
    try:
        return _digest(json.loads(record.read_bytes())["digest"], "record")
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise Refused("record: not what governed-cdk digest writes") from error


def _digest(text: object, whose: str) -> str:
    if not isinstance(text, str) or not _DIGEST.fullmatch(text):
        raise Refused(f"{whose}: no digest of what was shown; comment `atlantis plan`")
    return text
