"""One environment of the repository, synthesised for its tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.app_run import has_made, run_app
from governed_cdk.validation_report import found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from governed_cdk.validation_report import Found


@dataclass(frozen=True)
class Synth:
    """What `cdk synth` makes of one environment."""

    environment: str
    folder: Path
    """The assembly."""
    templates: Mapping[str, dict[str, Any]]
    """Each by the name of its stack."""
    findings: Sequence[Found]
    """What stands against it and nobody accepted, warnings too."""

    def resources(self, type_: str) -> dict[str, dict[str, Any]]:
        """The properties of each resource of one type, by `stack/logical id`."""
        return {
            f"{stack}/{logical_id}": resource.get("Properties", {})
            for stack, template in self.templates.items()
            for logical_id, resource in template.get("Resources", {}).items()
            if resource.get("Type") == type_
        }


def assert_governed(synth: Synth) -> None:
    """Fail where a finding stands that fails the synth, with each of them in a line."""
    failing = [one for one in synth.findings if one.fails]
    told = "\n".join(f"{one.rule} at {one.place or 'the app'}: {one.says}" for one in failing)
    if failing:  # no assert: pytest would write the whole list behind it
        raise AssertionError(f"{synth.environment}: {len(failing)} findings\n{told}")


def synthesise(repository: Path, environment: str, folder: Path) -> Synth:
    """Run the app of a repository for one environment, without CDK's own validator, which takes as long as all else.

    Raises ConfigurationError with what the app said where it makes no assembly.
    """
    done = run_app(environment, folder, repository)
    if not has_made(done, folder):
        raise ConfigurationError(
            *(done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").splitlines()
        )
    return read_synth(environment, folder)


def read_synth(environment: str, folder: Path) -> Synth:
    """What an assembly holds."""
    stacks = {one.stack_name: one.path for one in stacks_of(read_assembly(folder))}
    templates = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in stacks.items()}
    order = sorted(found(folder), key=lambda one: (not one.fails, one.rule, one.place))
    return Synth(environment, folder, templates, order)


def repository_of(folder: Path) -> Path:
    """Where the app of a test run is: the folder itself, one above it, or `infra` in one of them, with a `cdk.json`.

    Raises ConfigurationError where there is none.
    """
    for one in (folder, *folder.parents):
        for place in (one, one / "infra"):
            if (place / "cdk.json").is_file():
                return place
    raise ConfigurationError(f"{folder}: no cdk.json here, above it, or in infra/")
