"""The bootstrap template of the platform: the pinned CDK command line's own, with what keeps data added to it.

- The deploy role may set a stack policy, which the stock role may not (https://github.com/aws/aws-cdk/issues/1697).
- It may not delete stacks that hold data, but for one whose creation has failed: `governed-cdk deploy` says so by a
  tag of its session, and takes such a stack away itself before the command line would. A guard against accidents, not
  against somebody who may assume the role. DeleteStack: CloudFormation in the Service Authorization Reference,
  https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html.
- The variant of the template has a name of its own, so that a `cdk bootstrap` without it does not overwrite it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.lock import LOCK_FILE, read_lock
from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.environment_names import environment_names
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cdk_cli.programs import find

if TYPE_CHECKING:
    from collections.abc import Iterable

TEMPLATE = Path("bootstrap/template.yaml")
"""Where a repository has it."""

FAILED_CREATION = {"governed-cdk-failed-creation": "true"}
"""The tag of a session that takes away a stack whose creation has failed."""

KEPT = "keep-stacks-with-data"
"""The name of the deploy role's policy that denies it."""

# What `cdk bootstrap --show-template` prints.
_STOCK = Path("lib/api/bootstrap/bootstrap-template.yaml")

_VARIANT = "    Default: 'AWS CDK: Default Resources'\n"
_MAY = "                  - cloudformation:UpdateTerminationProtection\n"
_MANAGED = """\
      ManagedPolicyArns:
        - Fn::Sub: "arn:${AWS::Partition}:iam::aws:policy/AWSCloudFormationReadOnlyAccess"
"""


def stock_template() -> str:
    """The template of the pinned command line. Raises ConfigurationError where that is not there."""
    return (find().package / _STOCK).read_text(encoding="utf-8")


def kept_environments(project: Path = Path()) -> list[str]:
    """The environments whose stacks are kept: those that are not disposable, and of which the lock holds data."""
    folder, lock = project / "environments", read_lock(project / LOCK_FILE)
    holding = {
        name for name, stacks in lock.items() for there in stacks.values() for was in there.values() if not was.named
    }
    return [
        name for name in environment_names(folder) if name in holding and not Environment.load(name, folder).disposable
    ]


def template_options(project: Path) -> tuple[str, ...]:
    """What tells `cdk bootstrap` to use a project's own template, where it has one."""
    template = (project / TEMPLATE).resolve()
    return ("--template", str(template)) if template.is_file() else ()


def bootstrap_template(stock: str, environments: Iterable[str]) -> str:
    """The template, for the stacks of some environments, which are called `<env>-<name>`.

    Raises ConfigurationError where the stock one is another than the one that this was written for.
    """
    text = _with(stock, _VARIANT, "    Default: governed-cdk\n")
    text = _with(text, _MAY, f"{_MAY}{_may('SetStackPolicy')}{_may('GetStackPolicy')}")
    return _with(text, _MANAGED, f"{_kept(environments)}{_MANAGED}")


def _may(action: str) -> str:
    return f"                  - cloudformation:{action}\n"


def _kept(environments: Iterable[str]) -> str:
    arn = "arn:${AWS::Partition}:cloudformation:*:${AWS::AccountId}:stack"
    stacks = "".join(f'                  - Fn::Sub: "{arn}/{name}-*/*"\n' for name in environments)
    ((tag, value),) = FAILED_CREATION.items()
    if not stacks:
        return ""
    return f"""\
        - PolicyName: {KEPT}
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Sid: KeepStacksWithData
                Effect: Deny
                Action: cloudformation:DeleteStack
                Resource:
{stacks}                Condition:
                  StringNotEquals:
                    aws:PrincipalTag/{tag}: "{value}"
"""


def _with(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ConfigurationError(
            f"bootstrap template: {old.strip().splitlines()[0]} stands in the command line's own {text.count(old)} "
            "times, expected once; see governed_cdk/deployment/bootstrap.py"
        )
    return text.replace(old, new)
