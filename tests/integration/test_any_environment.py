"""Any valid environment synthesises, governed, to names that AWS takes."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings

from aspects.judge.catalogue import facts
from aspects.judge.catalogue.spelling import name_mistake
from aspects.judge.template import ABSENT, is_known
from aspects.judge.template.assembly import read_assembly
from constructs_lib import Environment
from governed_cdk.validation_report import open_findings
from tests.support import synthesize
from tests.test_environments import environments


# A synth of all stacks takes seconds: few examples, and none is made smaller when it fails.
@settings(max_examples=5, phases=[Phase.generate])
@given(environments())
def test_any_valid_environment_synthesises_to_valid_unique_names(data: dict[str, Any]) -> None:
    zones = len(data["availability_zones"])
    network = {
        "public_cidrs": [f"10.0.{16 * zone}.0/20" for zone in range(zones)],
        "private_cidrs": [f"10.0.{64 + 32 * zone}.0/19" for zone in range(zones)],
    }
    rds = {"database": {"windows_in_business_hours": True}}  # those of the platform are Seoul's night
    environment = Environment.parse({**data, "stacks": {"network": network, "rds": rds}}, "prod.yaml")
    with tempfile.TemporaryDirectory() as folder:
        synthesize(environment, Path(folder))
        assert open_findings(Path(folder)) == []
        names: Counter[tuple[str, str, str]] = Counter()
        for stack in read_assembly(Path(folder)):
            for resource in stack.resources.values():
                fact = facts(resource.type).name
                for name in resource.values(*fact.path) if fact else ():
                    if name is ABSENT:
                        continue
                    names[resource.type, str(name), stack.region] += 1
                    if is_known(name):
                        assert name_mistake(resource.type, name) is None
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 100
