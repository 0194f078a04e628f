"""Terraform in a task: providers from a list, no provisioners, no remote modules, plans without a lock.

A provider is a program, a provisioner a command: the first come by an allow-list of addresses (Terraform
documentation, "CLI Configuration File", provider installation), the second are refused wherever the word stands. What
remains: the listed providers do what the configuration says, within the rights of the task's role.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Call = Callable[..., None]
"""Runs terraform: the folder, then its arguments."""
# `provisioner` runs a command; the AWS provider and back end run `credential_process` of a shared file that they are
# given (AWS SDKs Reference Guide, "Process credential provider").
_RUNS_PROGRAMS = (
    "provisioner",
    "shared_config_files",
    "shared_credentials_file",
    "shared_credentials_files",
    "profile",
)
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_MOST_BYTES = 50 * 1024 * 1024


def cli_settings(providers: Sequence[str]) -> str:
    """Terraform's own settings: providers of this list from their registry, and no others from anywhere."""
    listed = ", ".join(json.dumps(provider) for provider in providers if provider)
    return (
        f"provider_installation {{\n  direct {{\n    include = [{listed}]\n  }}\n}}\n"
        if listed
        else ('provider_installation {\n  direct {\n    exclude = ["*/*/*"]\n  }\n}\n')
    )


class Terraform:
    """One project's folder.

    Args:
        call: runs terraform.
        root, folder: the checkout, and the project in it.
        given: `WORKSPACE`, and `TERRAFORM_MODULES`, the sources that modules may come from beside the checkout.
    """

    def __init__(self, call: Call, root: Path, folder: Path, given: Mapping[str, str]) -> None:
        self._call, self._root, self._folder, self._given = call, root, folder, given

    def plan(self, target: Path) -> None:
        """Save a plan. No lock is taken: the role of a plan writes nothing."""
        self._prepare()
        self._call(self._folder, "fmt", "-check", "-diff")
        self._call(self._folder, "validate", "-no-color")
        self._call(self._folder, "plan", "-input=false", "-no-color", "-lock=false", f"-out={target}")

    def show(self, plan: Path) -> None:
        """Print what a saved plan would do."""
        self._call(self._folder, "init", "-input=false", "-no-color", "-backend=false", "-lockfile=readonly")
        self._call(self._folder, "show", "-no-color", str(plan))

    def apply(self, plan: Path) -> None:
        """Apply a saved plan, whose own copy of the configuration is held to the same as the checkout."""
        for name, text in saved_configuration(plan):
            refuse_programs(name, text)
        self._prepare()
        self._call(self._folder, "apply", "-input=false", "-no-color", "-auto-approve", str(plan))

    def _prepare(self) -> None:
        """Initialise; nothing of what is fetched runs before it was looked at."""
        refuse_modules(self._root, self._allowed_modules())
        for path in configuration_files(self._root):
            refuse_programs(str(path), path.read_text(encoding="utf-8", errors="replace"))
        self._call(self._folder, "init", "-input=false", "-no-color", "-lockfile=readonly")
        for path in configuration_files(self._root):
            refuse_programs(str(path), path.read_text(encoding="utf-8", errors="replace"))
        refuse_fetched_modules(self._folder, self._allowed_modules())
        if (workspace := self._given.get("WORKSPACE", "default")) != "default":
            self._call(self._folder, "workspace", "select", "-no-color", workspace)

    def _allowed_modules(self) -> list[str]:
        return [source for source in self._given.get("TERRAFORM_MODULES", "").split(",") if source]


def configuration_files(root: Path) -> Iterator[Path]:
    """Every file that Terraform reads as configuration, fetched modules too, and modules beside the project."""
    for path in sorted(root.rglob("*")):
        if path.name.endswith((".tf", ".tf.json", ".tofu", ".tofu.json")) and path.is_file():
            yield path


def saved_configuration(plan: Path) -> Iterator[tuple[str, str]]:
    """The configuration that a saved plan holds: `tfconfig/` of a zip archive. Raises Refused for what is none."""
    try:
        with zipfile.ZipFile(plan) as opened:
            for entry in opened.infolist():
                if entry.filename.startswith("tfconfig/"):
                    if entry.file_size > _MOST_BYTES:
                        raise Refused(f"plan: {entry.filename} is larger than {_MOST_BYTES:,} bytes")
                    # The entry has no suffix of its own that matters: each is held to both languages.
                    yield entry.filename, opened.read(entry).decode(errors="replace")
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(f"plan: no saved plan ({type(error).__name__})") from error


def refuse_programs(name: str, text: str) -> None:
    """Refuse a configuration in which a word stands that makes Terraform run programs, in a comment too."""
    words = set(_WORD.findall(text))
    if name.endswith(".json"):
        words |= set(_keys(_json(name, text)))
    for word in _RUNS_PROGRAMS:
        if word in words:
            raise Refused(f"terraform: {name} says {word!r}, which makes Terraform run a program; take it out")


def refuse_modules(root: Path, allowed: Sequence[str]) -> None:
    """Refuse a module from elsewhere before anything is fetched; what HCL hides is met after the fetch."""
    for path in configuration_files(root):
        text = path.read_text(encoding="utf-8", errors="replace")
        for block in re.findall(r'\bmodule\s+"?[\w-]+"?\s*\{(.*?)\n\}', text, re.DOTALL):
            for source in re.findall(r'^\s*source\s*=\s*"([^"]*)"', block, re.MULTILINE):
                _refuse_source(str(path), source, allowed)


def refuse_fetched_modules(folder: Path, allowed: Sequence[str]) -> None:
    """Refuse what Terraform itself says that it fetched (`.terraform/modules/modules.json`)."""
    listed = folder / ".terraform" / "modules" / "modules.json"
    if listed.is_file():
        for module in _json(str(listed), listed.read_text()).get("Modules", []):
            _refuse_source(str(module.get("Key")), str(module.get("Source", "")), allowed)


def _refuse_source(where: str, source: str, allowed: Sequence[str]) -> None:
    if source and not source.startswith(("./", "../")) and source not in allowed:
        listed = ", ".join(allowed) or "modules of the repository itself"
        raise Refused(f"terraform: {where} takes a module from {source!r}; allowed: {listed}")


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"terraform: {name} is no JSON") from error


def _keys(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from _keys(part)
    elif isinstance(value, list):
        for part in value:
            yield from _keys(part)
