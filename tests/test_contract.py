"""The contract, held against the synthesised templates of every stack."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from constructs_lib import contract
from constructs_lib.kernel.deploy_order import deploy_waves
from governed_cdk.pages.contract import reads_by_stack
from stacks import discover
from tests.support import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.output import Output
    from constructs_lib.stack.platform_stack import PlatformStack
    from tests.support import Templates

LEGACY = {
    "/shared/kms/cloudwatch-logs-key-arn": "String",
    "/shared/kms/secrets-manager-key-arn": "String",
    "/shared/kms/rds-key-arn": "String",
    "/shared/kms/s3-key-arn": "String",
    "/shared/kms/sqs-key-arn": "String",
    "/shared/kms/ssm-key-arn": "String",
    "/shared/kms/elasticache-key-arn": "String",
    "/shared/kms/ecs-secrets-key-arn": "String",
    "/shared/network/vpc-id": "String",
    "/shared/network/public-subnet-ids": "StringList",
    "/shared/network/private-subnet-ids": "StringList",
    "/shared/route53/hosted-zone-id": "String",
    "/shared/ecr/atlantis-repository-url": "String",
    "/shared/rds/db-instance-id": "String",
    "/shared/rds/db-instance-address": "String",
    "/shared/rds/db-instance-port": "String",
    "/shared/rds/db-security-group-id": "String",
    "/shared/rds/master-password-secret-name": "String",
    "/prod/monitoring/adot-config": "String",
}


def published(templates: Templates) -> dict[str, tuple[str, str]]:
    """Stack and wire type of each parameter by its name."""
    found = {}
    for stack, _, resource in templates.all("AWS::SSM::Parameter"):
        properties = resource["Properties"]
        found[resolve(properties["Name"])] = (stack, properties["Type"])
    return found


def read(template: dict[str, Any]) -> set[str]:
    """The parameters that a template reads, without those of CDK's own bootstrap."""
    return {
        parameter["Default"]
        for parameter in template.get("Parameters", {}).values()
        if parameter["Type"].startswith("AWS::SSM::Parameter::Value") and not parameter["Default"].startswith("/cdk-")
    }


def intrinsics(value: Any) -> Iterator[str]:
    """Every key of every mapping in a template."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from intrinsics(item)
    elif isinstance(value, list):
        for item in value:
            yield from intrinsics(item)


def test_every_output_is_published_exactly_once_by_its_producer(prod: Templates) -> None:
    names = Counter(resolve(resource["Properties"]["Name"]) for _, _, resource in prod.all("AWS::SSM::Parameter"))
    parameters = published(prod)
    for output in contract.ALL:
        path = output.path("prod")
        if output.optional and path not in parameters:
            continue
        assert names[path] == 1, f"{path} is published {names[path]} times"
        stack, wire = parameters[path]
        assert (stack.split("-us-east-1")[0], wire) == (output.producer, output.wire), path


def test_everything_that_a_stack_reads_is_published(templates: Templates) -> None:
    parameters = published(templates)
    for stack in templates:
        assert read(templates[stack]) <= set(parameters), stack


# What a stack reads only with a setting that prod.yaml does not switch on: the alarms of the twin for CloudFront.
SWITCHED_OFF = {"acm": (contract.KMS_MESSAGING_KEY_ARN, contract.MONITORING_WARNING_TOPIC_ARN)}


def read_in_prod(stack: type[PlatformStack[Any]]) -> list[Output[Any]]:
    return [output for output in stack.reads or () if output not in SWITCHED_OFF.get(stack.slug, ())]


def test_a_stack_declares_exactly_what_it_reads(prod: Templates) -> None:
    for stack in discover():
        declared = {output.path("prod") for output in read_in_prod(stack)}
        companions = {also.path("prod") for output in stack.reads or () for also in output.also}
        used = read(prod[stack.slug])
        assert declared - companions <= used, f"{stack.slug} declares and does not read {declared - used}"
        assert used <= declared | companions, f"{stack.slug} reads undeclared {used - declared - companions}"


def test_the_deploy_order_has_no_circle() -> None:
    graph = reads_by_stack()
    order = [stack for wave in deploy_waves(graph) for stack in wave]
    assert sorted(order) == sorted(graph)
    assert all(order.index(producer) < order.index(stack) for stack in graph for producer in graph[stack])


def test_cdk_deploys_producers_before_consumers(prod: Templates) -> None:
    artifacts = json.loads((prod.folder / "manifest.json").read_text())["artifacts"]
    for stack in discover():
        dependencies = {name.removeprefix("prod-") for name in artifacts[f"prod-{stack.slug}"]["dependencies"]}
        assert {output.producer for output in read_in_prod(stack)} - {stack.slug} <= dependencies, stack.slug


def test_nothing_but_the_contract_crosses_a_stack(templates: Templates) -> None:
    for stack in templates:
        template = templates[stack]
        assert not {"Fn::ImportValue", "Fn::GetStackOutput"} & set(intrinsics(template)), stack
        assert not [o for o in template.get("Outputs", {}).values() if "Export" in o], stack


def test_no_account_is_asked_at_synth(prod: Templates) -> None:
    assert "missing" not in json.loads((prod.folder / "manifest.json").read_text())


def test_the_nineteen_legacy_parameters_are_there_when_asked_for_with_their_wire_type(
    beside_terraform: Templates,
) -> None:
    parameters = published(beside_terraform)
    assert {path: wire for path, (_, wire) in parameters.items() if path in LEGACY} == LEGACY


def test_no_environment_publishes_a_legacy_parameter_by_itself(templates: Templates) -> None:
    """Terraform still has them: CloudFormation would refuse the name, in the first wave of a first deploy."""
    assert not [path for path in published(templates) if path.startswith("/shared/")]


def test_every_reading_stack_takes_parameters_of_its_own_environment(templates: Templates) -> None:
    paths = {path for stack in templates for path in read(templates[stack])}
    assert len(paths) > 10
    assert [path for path in sorted(paths) if not path.startswith(f"/{templates.environment}/")] == []


def test_legacy_paths_are_declared_once() -> None:
    paths = [path for output in contract.ALL for path in output.legacy]
    assert sorted(paths) == sorted(LEGACY)
