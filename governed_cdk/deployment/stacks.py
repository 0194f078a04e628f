"""CloudFormation, told and asked about the stacks of a deploy, as the role that the command line deploys them as."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aspects.judge.lock import Locked, locked
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment.artifacts import artifacts
from governed_cdk.deployment.bootstrap import FAILED_CREATION
from governed_cdk.deployment.judged import meant, refusals
from governed_cdk.deployment.stack_policy import stack_policy
from governed_cdk.deployment.traffic import ProductionTraffic

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from aspects.judge.lock import Lock
    from aspects.judge.template import Template
    from governed_cdk.deployment.judged import Change
    from governed_cdk.preflight.account import Account

_NESTED = "AWS::CloudFormation::Stack"
_GONE = ("ChangeSetNotFound", "ChangeSetNotFoundException", "ValidationError")
_FAILED_CREATION = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
_POLL_S = 2.0
_REFUSED = ("AccessDenied", "AccessDeniedException")


class Stacks:
    """The stacks of an assembly in their account.

    Args:
        assembly: where it is.
        lock: what holds data, by environment, stack and logical id; None where the project has no lock.
        today: the day on which a meant replacement is judged.
        tell: is told in a line what could not be done.
        lifted: production rules whose traffic may be moved, by `<stack>/<logical id>`.

    Every method raises ConfigurationError for what AWS refuses and a deploy cannot do without.
    """

    def __init__(
        self,
        assembly: Path,
        account: Account,
        lock: Lock | None,
        *,
        today: datetime.date,
        tell: Callable[[str], None],
        lifted: Collection[str] = (),
    ) -> None:
        self._artifacts = artifacts(assembly)
        self._account, self._lock, self._today, self._tell = account, lock, today, tell
        self._roles: dict[tuple[str, str], Account] = {}
        self._traffic = ProductionTraffic(self._artifacts, account, lifted)

    def changes(self, stack: Template, change_set: str) -> dict[str, list[Change]]:
        """What a change set would do, by the name that the lock has: of the stack, and of those nested in it.

        Nothing where there is nothing to execute; a change of outputs alone changes no resource, and is executed.
        """
        return dict(self._changes(stack, stack.stack_name, stack.stack_name, change_set))

    def refused(self, stack: Template, changes: Mapping[str, list[Change]]) -> list[str]:
        """Why a change set may not be executed; nothing where it may."""
        held, today = self._held(stack), self._today
        lines = [line for name, some in changes.items() for line in refusals(name, some, held.get(name, {}), today)]
        return [*lines, *self._traffic.refusals(stack, changes)]

    def emptied(self, stack: Template) -> list[str]:
        """Why a stack may not be deployed without resources: the command line deletes it then."""
        held = {name: [one for one, was in there.items() if not was.named] for name, there in self._held(stack).items()}
        gone = [f"{name}/{one}" for name, there in sorted(held.items()) for one in sorted(there)]
        if stack.resources or not gone:
            return []
        return [f"{stack.stack_name}: it has no resources, so that it would be deleted, with {', '.join(gone)}"]

    def clear(self, stack: Template) -> None:
        """Take away what is left of a creation that failed, as the command line would, whose role may not.

        Raises ConfigurationError, too, where something refuses to go.
        """
        name, region = stack.stack_name, self._region(stack)
        status = self._account_of(stack).status(name, region)
        if status not in _FAILED_CREATION:
            return
        role = self._artifacts[name].role
        account = self._account.as_role(role, region, FAILED_CREATION) if role else self._account
        _, code = account.ask("cloudformation", region, "delete_stack", StackName=name)
        while not code and (status := account.status(name, region)) == "DELETE_IN_PROGRESS":
            time.sleep(_POLL_S)
        if code or status:
            raise ConfigurationError(
                f"{name}: its creation failed, and it does not go: {code or status}; "
                'see docs/operations.md, "A first deployment that is stuck"'
            )

    def discard(self, stack: Template, change_set: str) -> None:
        """Delete a change set, if it is there."""
        self._ask(stack, "delete_change_set", *_GONE, StackName=stack.stack_name, ChangeSetName=change_set)

    def keep(self, stack: Template, *, replacing: bool = False) -> None:
        """Set the stack policy; `replacing` leaves out what is meant to be replaced. Without locked ids there is none.

        Where the role may not, one line says so: the stock bootstrap template does not let it.
        """
        kept = self._kept(stack, replacing=replacing)
        if kept is None:
            return
        arguments = {"StackName": stack.stack_name, "StackPolicyBody": stack_policy(kept)}
        if self._ask(stack, "set_stack_policy", *_REFUSED, **arguments) in _REFUSED:
            self._tell(
                f"{stack.stack_name}: no stack policy: its deploy role may not set one; "
                "bootstrap again with --template bootstrap/template.yaml"
            )

    def replaces(self, stack: Template) -> bool:
        """Whether something of a stack is meant to be replaced, today."""
        return any(meant(there, self._today) for there in self._held(stack).values())

    def protect(self, stack: Template) -> None:
        """Switch termination protection on where the assembly says so."""
        if self._artifacts[stack.stack_name].protected:
            self._ask(
                stack, "update_termination_protection", StackName=stack.stack_name, EnableTerminationProtection=True
            )

    def _kept(self, stack: Template, *, replacing: bool) -> Collection[str] | None:
        """The logical ids that a policy keeps: of data, and nested stacks with data; None where there shall be none."""
        own = self._held(stack).get(stack.stack_name, {})
        left_out = meant(own, self._today) if replacing else frozenset()
        kept = {name for name, was in own.items() if not was.named and name in stack.resources} - left_out
        if kept or left_out:
            return kept
        name = stack.stack_name
        answer, _ = self._account_of(stack).ask(
            "cloudformation", self._region(stack), "get_stack_policy", StackName=name
        )
        return kept if answer.get("StackPolicyBody") else None  # one that is there can only be changed

    def _held(self, stack: Template) -> dict[str, dict[str, Locked]]:
        """What is locked of a stack and of those nested in it, by name. Without a lock, what its templates hold.

        A nested stack that holds data is held itself: it would take that along.
        """
        stacks = (locked([stack]) if self._lock is None else self._lock).get(stack_environment(stack), {})
        found = {name: dict(there) for name, there in stacks.items() if name.split("/")[0] == stack.stack_name}
        for name, there in [*found.items()]:
            parent, _, nested = name.rpartition("/")
            if parent and any(not was.named for was in there.values()):
                found.setdefault(parent, {})[nested] = Locked(_NESTED, "")
        return found

    def _changes(self, stack: Template, name: str, id_: str, change_set: str) -> Iterator[tuple[str, list[Change]]]:
        found: list[Change] = []
        token: dict[str, str] = {}
        while True:
            asked = {"StackName": id_, "ChangeSetName": change_set, **token}
            answer, code = self._account_of(stack).ask(
                "cloudformation", self._region(stack), "describe_change_set", **asked
            )
            if code:
                raise ConfigurationError(f"AWS: cloudformation describe_change_set of {name}: {code}")
            if answer.get("Status") == "FAILED":  # it says so of one without changes
                return
            found += [one["ResourceChange"] for one in answer.get("Changes", ()) if "ResourceChange" in one]
            if not answer.get("NextToken"):
                break
            token = {"NextToken": answer["NextToken"]}
        yield name, found
        for one in found:
            if one.get("ChangeSetId") and one.get("PhysicalResourceId"):
                nested = f"{name}/{one['LogicalResourceId']}"
                yield from self._changes(stack, nested, one["PhysicalResourceId"], one["ChangeSetId"])

    def _ask(self, stack: Template, operation: str, *borne: str, **arguments: object) -> str:
        """Call, and return the code of an error that is borne. Raises ConfigurationError for any other."""
        _, code = self._account_of(stack).ask("cloudformation", self._region(stack), operation, **arguments)
        if code and code not in borne:
            raise ConfigurationError(f"AWS: cloudformation {operation} of {stack.stack_name}: {code}")
        return code

    def _region(self, stack: Template) -> str:
        return stack.region or self._account.region

    def _account_of(self, stack: Template) -> Account:
        """The account, as the role that the stack is deployed as."""
        key = (self._artifacts[stack.stack_name].role, self._region(stack))
        if key not in self._roles:
            self._roles[key] = self._account.as_role(*key) if key[0] else self._account
        return self._roles[key]
