"""Two synths at once, and synths that are killed or told to end.

Here a stand-in plays CDK's own command line; `tests/integration/test_cdk_cli.py` runs the same tests with the real one.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.cdk_cli.command_line import (
    SYNTH,
    Cdk,
    app,
    context,
    in_the_project,
    made,
    odd_folder,
    stand_in,
    wait_for,
    wait_for_end,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

command = pytest.fixture(stand_in)
project = pytest.fixture(odd_folder)
cdk = pytest.fixture(in_the_project)


def test_a_second_synth_in_the_same_folder_is_refused_and_the_first_one_is_whole(cdk: Cdk, project: Path) -> None:
    app(project, f"{SYNTH} echo > begun; while [ ! -e go ]; do sleep 0.05; done")
    with cdk.started("synth", "--quiet", "-c", "env=dev") as first:
        wait_for(project / "begun")
        code, said = cdk("synth", "--quiet", "-c", "env=stg")
        assert code == 2
        assert "error: cdk.out: another synth is running here, or its deployment; wait, or give this one" in said
        assert context(project)["env"] == "dev"
        (project / "go").touch()
        first.communicate()
    assert first.returncode == 0
    assert {"manifest.json", "prod-x.template.json"} <= made(project)
    assert cdk("synth", "--quiet", "-c", "env=stg")[0] == 0


def test_a_killed_synth_leaves_the_old_assembly_and_the_next_one_works(cdk: Cdk, project: Path) -> None:
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    before = made(project)
    (project / "made/new.template.json").write_text("{}")
    app(project, f"{SYNTH} echo > begun; exec sleep 9")
    with cdk.started("synth", "--quiet"):
        wait_for(project / "begun")
    left = {name for name in made(project) if not name.startswith(".")}
    assert left - {"synth.lock"} == before
    wait_for_end(int((project / "cdk.out/synth.lock").read_text()))
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    assert made(project) == before | {"new.template.json"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_all_and_leaves_the_old_assembly(number: signal.Signals, cdk: Cdk, project: Path) -> None:
    app(project, SYNTH)
    assert cdk("synth", "--quiet")[0] == 0
    before = made(project)
    app(project, f"{SYNTH} echo $$ > begun; exec sleep 100")
    with cdk.started("synth", "--quiet") as process:
        wait_for(project / "begun", text=True)
        if number == signal.SIGINT:  # Ctrl-C reaches the whole group
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        said, _ = process.communicate(timeout=60)
        assert process.returncode not in (0, 2, 3)
        assert "Traceback" not in said
    wait_for_end(int((project / "begun").read_text()))
    assert {name for name in made(project) if not name.startswith((".", "read.", "synth."))} == before
