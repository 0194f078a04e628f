"""What tests of a service repository stand on: `pytest` finds the fixtures by itself where the wheel is installed.

from governed_cdk.testing import TemplateSnapshots, assert_governed

def test_prod(synth, snapshot):
    prod = synth("prod")
    assert_governed(prod)
    for name, template in prod.templates.items():
        assert template == snapshot(name=name, extension_class=TemplateSnapshots)
"""

from __future__ import annotations

from governed_cdk.testing.snapshots import TemplateSnapshots
from governed_cdk.testing.synthesis import Synth, assert_governed

__all__ = ["Synth", "TemplateSnapshots", "assert_governed"]
