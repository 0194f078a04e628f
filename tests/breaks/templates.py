"""What breaks each property of `tests/test_templates.py`, by a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import test_templates
from tests.breaks.making import INSTANCE, TOPIC, file, given, grants, one_name_twice, without

if TYPE_CHECKING:
    from tests.breaks.making import Break, Property

BREAKS: dict[Property, dict[str, Break]] = {
    test_templates.test_our_rules_find_nothing_in_the_finished_templates: {
        "a log group for ever": without("AWS::Logs::LogGroup", "RetentionInDays"),
        "a policy for everything": grants(Action="*", Resource="*"),
    },
    test_templates.test_acceptances_are_few_and_each_has_a_reason: {
        "no owner": file(
            "validation-report.json",
            lambda report: [
                one.update(reason="because")
                for plugin in report["pluginReports"]
                for one in plugin.get("suppressedViolations", ())
            ],
        ),
        "too many": file(
            "validation-report.json",
            lambda report: [
                plugin.update(suppressedViolations=plugin.get("suppressedViolations", []) * 9)
                for plugin in report["pluginReports"]
            ],
        ),
    },
    test_templates.test_every_taggable_resource_has_the_eight_tags: {
        "no tags": without(TOPIC, "Tags"),
        "of another environment": given(TOPIC, Tags=[{"Key": "Environment", "Value": "qa"}]),
    },
    test_templates.test_everything_that_can_be_encrypted_has_a_key_of_ours: {
        "AWS's key": given(TOPIC, KmsMasterKeyId="alias/aws/sns"),
        "no key": without(TOPIC, "KmsMasterKeyId"),
        "encryption off": given(INSTANCE, StorageEncrypted=False),
    },
    test_templates.test_physical_names_are_unique_over_all_stacks: {"one name twice": one_name_twice},
    test_templates.test_every_resource_that_can_be_named_is: {"no name": without(TOPIC, "TopicName")},
}
