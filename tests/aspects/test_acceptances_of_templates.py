"""What a template accepts is held to the same as what is accepted in Python."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.alarms import RULE, SAID, alarm, synth

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

IN_METADATA = {"accept": RULE, "reason": SAID["reason"], "owner": "web", "until": "2027-06-30"}


@pytest.mark.parametrize(
    ("entry", "today", "said"),
    [
        (IN_METADATA, "", r"orders.template.json:\d+: prod-orders/Alarm: what people accept .* -c today="),
        (
            {**IN_METADATA, "reason": "x" * 30},
            "2026-11-29",
            "prod-orders/Alarm: reason: given 'x+'; allowed: a reason in",
        ),
        ({**IN_METADATA, "until": "9999-12-31"}, "2026-11-29", "until: given '9999-12-31'; allowed: 2027-11-29 at the"),
        ({**IN_METADATA, "accept": "governed-cdk::x"}, "2026-11-29", "no rule x "),
        ({"accept": RULE}, "2026-11-29", "Metadata.governed-cdk: given .*; allowed: mappings with accept, reason"),
    ],
)
def test_what_a_template_accepts_is_held_to_the_same(
    tmp_path: Path, entry: dict[str, str], today: str, said: str
) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack).add_metadata("governed-cdk", [entry])

    with pytest.raises(ConfigurationError, match=said):
        synth(tmp_path, build, today=today)
    report = json.loads((tmp_path / "validation-report.json").read_text())
    assert "failure" in {one["conclusion"] for one in report["pluginReports"]}  # however the synth was started


def test_what_a_template_accepts_is_taken_with_a_day(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        alarm(stack).add_metadata("governed-cdk", [IN_METADATA])

    assert synth(tmp_path, build) == (True, [])
