"""One synth of each environment and session, judged as `make synth` judges it, and one of what prod will be."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects import govern
from constructs_lib import ConfigurationError, Environment
from governed_cdk.testing.plugin import alone
from stacks import discover
from tests.support import AT_WORK, Templates, environment, new_app, synthesize

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def judged(name: str, shared: Path) -> Templates:
    """The templates of an environment, judged by CDK's validator, cdk-nag, our rules, ledger and committed lock."""
    return _once(name, shared / name, lambda folder: _refusal(name, folder))


def beside_terraform(shared: Path) -> Templates:
    """The templates of prod as they are in the end: with the legacy parameters, and with Atlantis at work."""
    settings = environment("prod", legacy_parameters=True, stacks=AT_WORK)
    return _once("prod", shared / "beside-terraform", lambda folder: synthesize(settings, folder).refusal)


def _once(name: str, folder: Path, synth: Callable[[Path], str]) -> Templates:
    """The templates of a synth, which says what is against them, into a folder that all workers of the session share.

    The first worker that asks synthesises; the others wait for it.
    """
    said = folder.with_suffix(".said")
    with alone(folder):
        if not said.is_file():
            said.write_text(synth(folder), encoding="utf-8")
    refusal = said.read_text(encoding="utf-8")
    if not (folder / "manifest.json").is_file():
        pytest.fail(f"{name} gives no templates: {refusal}", pytrace=False)
    return Templates(name, folder, _templates(name, folder), refusal)


def _refusal(name: str, folder: Path) -> str:
    """Synthesise as app.py does, by today's calendar as make does; what is said against it, nothing when it passes."""
    app = new_app(folder, validated=True, today=datetime.date.today().isoformat())  # noqa: DTZ011 - as `date +%F` of make
    try:
        settings = Environment.load(name)
        for stack in discover():
            stack(app, settings)
        govern(app, settings)
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
