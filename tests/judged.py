"""One synth of each environment and session, judged as `make synth` judges it."""

from __future__ import annotations

import datetime
import fcntl
import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects import govern
from constructs_lib import ConfigurationError, Environment
from stacks import discover
from tests.support import Templates, new_app

if TYPE_CHECKING:
    from pathlib import Path


def judged(name: str, shared: Path) -> Templates:
    """The templates of an environment, judged by CDK's validator, cdk-nag, our rules, ledger and committed lock.

    The first worker of the session that asks synthesises into the folder that all share; the others wait for it.
    """
    folder, said = shared / name, shared / f"{name}.said"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.is_file():
            said.write_text(_refusal(name, folder), encoding="utf-8")
    refusal = said.read_text(encoding="utf-8")
    if not (folder / "manifest.json").is_file():
        pytest.fail(f"{name} gives no templates: {refusal}", pytrace=False)
    return Templates(name, folder, _templates(name, folder), refusal)


def _refusal(name: str, folder: Path) -> str:
    """Synthesise as app.py does, by today's calendar as make does; what is said against it, nothing when it passes."""
    app = new_app(folder, validated=True, today=datetime.date.today().isoformat())  # noqa: DTZ011 - as `date +%F` of make
    try:
        environment = Environment.load(name)
        for stack in discover():
            stack(app, environment)
        govern(app, environment)
        app.synth()
    except (ConfigurationError, RuntimeError) as error:  # jsii raises the latter for findings
        return str(error)
    return ""


def _templates(name: str, folder: Path) -> dict[str, dict[str, Any]]:
    artifacts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    stacks = {key: body["properties"] for key, body in artifacts.items() if body["type"] == "aws:cloudformation:stack"}
    return {
        properties.get("stackName", key).removeprefix(f"{name}-"): json.loads(
            (folder / properties["templateFile"]).read_text(encoding="utf-8")
        )
        for key, properties in stacks.items()
    }
