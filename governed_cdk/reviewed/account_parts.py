"""What an account has where an assembly goes: what is deployed there now, and what the deploy would read.

- `deployed prod-kms`: the template that the stack has now
- `read prod-kms`: the values of the parameters that its template reads and no stack of the assembly publishes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.contract.graph import graph_of, is_bootstrap
from governed_cdk.deployment.reader import reader
from governed_cdk.reviewed.parts import Parts, digest_of, template_digest

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account

_SSM = "AWS::SSM::Parameter::Value<"
_NO_STACK = "ValidationError"
_BATCH = 10  # names in one call (AWS Systems Manager API Reference, GetParameters)
ABSENT = digest_of(None)
"""The digest of a stack that is not there."""


def account_parts(assembly: Path, environment: str, account: Account) -> Parts:
    """The parts that an account adds, read as its look-up role where the credentials may not.

    Raises ConfigurationError where it cannot be asked.
    """
    templates = read_assembly(assembly)
    published = {one.parameter for one in graph_of(templates).publications}
    found: Parts = {}
    for stack in stacks_of(templates):
        if stack_environment(stack) != environment:
            continue
        region = stack.region or account.region
        asking = reader(account, assembly, region)
        found[f"deployed {stack.stack_name}"] = _deployed(stack.stack_name, region, asking)
        names = {one for part in stack.with_nested() for one in _read_by(part[1])} - published
        found[f"read {stack.stack_name}"] = digest_of(_values(names, region, asking))
    return found


def _deployed(name: str, region: str, account: Account) -> str:
    answer, code = account.ask("cloudformation", region, "get_template", StackName=name, TemplateStage="Original")
    if code == _NO_STACK:
        return ABSENT
    if code:
        raise ConfigurationError(f"AWS: cloudformation get_template of {name} in {region}: {code}")
    return template_digest(_read_body(answer["TemplateBody"]))


def _read_body(body: Any) -> Any:
    """The template as data; boto3 reads JSON itself, and the CDK command line sends small templates as YAML."""
    if not isinstance(body, str):
        return body
    try:
        return yaml.safe_load(body)
    except yaml.YAMLError:  # short forms of functions: as it stands
        return body


def _read_by(template: Template) -> set[str]:
    """The names of the parameters that a template reads when it is deployed."""
    found = {
        str(body["Default"])
        for body in template.parameters.values()
        if isinstance(body, dict) and str(body.get("Type", "")).startswith(_SSM) and "Default" in body
    }
    return {name for name in found if not is_bootstrap(name)}


def _values(names: Collection[str], region: str, account: Account) -> dict[str, Any]:
    ordered = sorted(names)
    found: dict[str, Any] = {}
    for start in range(0, len(ordered), _BATCH):
        some = ordered[start : start + _BATCH]
        answer, code = account.ask("ssm", region, "get_parameters", Names=some)
        if code:
            raise ConfigurationError(f"AWS: ssm get_parameters of {', '.join(some)} in {region}: {code}")
        found |= {one["Name"]: one["Value"] for one in answer["Parameters"]}
        found |= dict.fromkeys(answer.get("InvalidParameters", ()))
    return found
