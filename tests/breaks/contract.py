"""What breaks each property of `tests/test_contract.py`, by a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import test_contract
from tests.breaks.making import PROD_VPC, TOPIC, another, file, given, parameter, read, stacks

if TYPE_CHECKING:
    from tests.breaks.making import Break, Property

BREAKS: dict[Property, dict[str, Break]] = {
    test_contract.test_every_output_is_published_exactly_once_by_its_producer: {
        "twice": another("AWS::SSM::Parameter", Name=PROD_VPC, Type="String"),
        "not at all": parameter(PROD_VPC, Name="/prod/network/other"),
        "as another type": parameter(PROD_VPC, Type="StringList"),
    },
    test_contract.test_everything_that_a_stack_reads_is_published: {"what nobody publishes": read("/prod/rds/nothing")},
    test_contract.test_a_stack_declares_exactly_what_it_reads: {
        "undeclared": read("/prod/acm/certificate-arn"),
        "unread": lambda templates: templates["rds"]["Parameters"].clear(),
    },
    test_contract.test_cdk_deploys_producers_before_consumers: {
        "at any time": file("manifest.json", lambda data: [body.update(dependencies=[]) for body in stacks(data)])
    },
    test_contract.test_nothing_but_the_contract_crosses_a_stack: {
        "an import": given(TOPIC, DisplayName={"Fn::Sub": ["${x}", {"x": {"Fn::ImportValue": "y"}}]}),
        "an output of another stack": given(TOPIC, DisplayName={"Fn::GetStackOutput": ["x", "y"]}),
        "an export": lambda templates: templates["kms"].update(Outputs={"X": {"Value": "x", "Export": {"Name": "x"}}}),
    },
    test_contract.test_no_account_is_asked_at_synth: {
        "a look-up": file("manifest.json", lambda data: data.update(missing=[{"key": "vpc"}]))
    },
    test_contract.test_no_environment_publishes_a_legacy_parameter_by_itself: {
        "one": another("AWS::SSM::Parameter", Name="/shared/network/vpc-id", Type="String")
    },
    test_contract.test_every_reading_stack_takes_parameters_of_its_own_environment: {
        "of another": read("/stg/network/vpc-id")
    },
}
