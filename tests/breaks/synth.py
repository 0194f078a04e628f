"""What breaks each property of `tests/test_synth.py`, by a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import test_synth
from tests.breaks.making import TABLE, another, file, gone

if TYPE_CHECKING:
    from tests.breaks.making import Break, Property

BREAKS: dict[Property, dict[str, Break]] = {
    test_synth.test_every_environment_synthesises_and_nothing_is_said_against_it: {
        "an open finding": file(
            "validation-report.json", lambda report: report["pluginReports"][0].update(conclusion="failure")
        ),
    },
    test_synth.test_cdks_validator_cdk_nag_and_our_rules_have_all_judged: {
        "a judge less": file("validation-report.json", lambda report: report["pluginReports"].pop()),
        "a judge that failed": file(
            "validation-report.json", lambda report: report["pluginReports"][0].update(conclusion="failure")
        ),
    },
    test_synth.test_the_committed_lock_holds_every_stateful_resource_and_no_other: {
        "a stateful resource more": another(TABLE),
        "a stateful resource less": gone(TABLE),
    },
}
