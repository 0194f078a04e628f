from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from tests.governed_cdk.assemblies import KEY, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates


def test_the_platform_s_own_contract_holds_and_names_every_wave(beside_terraform: Templates) -> None:
    done = run(beside_terraform.folder, "--format", "json")
    assert (done.code, done.document["findings"], done.document["unknown"]) == (0, [], [])
    waves = done.document["waves"]
    order = [stack for wave in waves for stack in wave]
    for stack, facts in done.document["stacks"].items():
        assert all(order.index(needed) < order.index(stack) for needed in facts["after"]), stack
    assert waves[0][1] == "prod-kms"
    assert waves[-1] == ["prod-atlantis", "prod-rds"]
    parameters = {parameter["name"]: parameter for parameter in done.document["parameters"]}
    assert parameters[KEY] == {
        "name": KEY, "type": "String", "kind": "kms.IKey", "published_by": ["prod-kms"], "read_by": ["prod-rds"],
        "external": False,
    }  # fmt: skip
    assert parameters["/shared/kms/rds-key-arn"]["published_by"] == ["prod-kms"]
    assert not [name for name in parameters if name.startswith("/cdk-bootstrap/")]


def test_a_folder_without_an_assembly_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no manifest: an unfinished synth\? run make synth"):
        run(tmp_path)
