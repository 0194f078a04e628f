"""An emulated account whose stacks CloudFormation's API makes: no command line, no synth, a fraction of a second each.

What the command line does for a deploy is done once: it bootstraps, and publishes the assets. From then on templates
go through S3 to CloudFormation, which works as its role, as in every deploy.
"""

from __future__ import annotations

import functools
import hashlib
import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from constructs_lib.kernel.facts.refusals import protections
from governed_cdk.rehearsal import way_out
from tests.integration.support import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aspects.judge.template import Template
    from tests.integration.support import Rehearsed

GONE = "DELETE_COMPLETE"
_QUALIFIER = "hnb659fds"


class Account:
    """A bootstrapped emulator, and what CloudFormation is told there."""

    def __init__(self, fresh: Rehearsed) -> None:
        self.fresh = fresh
        self.client = functools.cache(fresh.client)

    def publish(self) -> None:
        """Publish the assets of the assembly."""
        run = self.fresh.cdk.run(
            "publish-assets", "--unstable", "publish-assets", "--all", "--app", str(self.fresh.assembly)
        )
        assert run.exit_code == 0, run.output

    def create(self, stack: Template, body: Mapping[str, Any]) -> str:
        """Make a stack; the status that it comes to."""
        self._cloudformation(stack).create_stack(**self._order(stack, body))
        return self.status(stack)

    def update(self, stack: Template, body: Mapping[str, Any]) -> str:
        """Change a stack; the status that it comes to."""
        self._cloudformation(stack).update_stack(**self._order(stack, body))
        return self.status(stack)

    def go_on_rolling_back(self, stack: Template) -> str:
        """What `cdk rollback` asks for; the status that the stack comes to."""
        self._cloudformation(stack).continue_update_rollback(StackName=stack.stack_name)
        return self.status(stack)

    def delete(self, stack: Template) -> str:
        """Take a stack away; the status that it comes to."""
        self._cloudformation(stack).delete_stack(StackName=stack.stack_name)
        return self.status(stack)

    def status(self, stack: Template) -> str:
        """The status of a stack once it has settled."""
        status = "IN_PROGRESS"
        while status.endswith("IN_PROGRESS"):
            try:
                (found,) = self._cloudformation(stack).describe_stacks(StackName=stack.stack_name)["Stacks"]
            except ClientError as error:
                if "does not exist" in str(error):
                    return GONE
                raise
            status = found["StackStatus"]
        return status

    def resources(self, stack: Template) -> dict[str, str]:
        """What a stack holds: physical ids by logical id."""
        found = self._cloudformation(stack).describe_stack_resources(StackName=stack.stack_name)["StackResources"]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}

    def failures(self, stack: Template) -> set[tuple[str, str]]:
        """Which resources of a stack have failed so far, and why."""
        pages = self._cloudformation(stack).get_paginator("describe_stack_events").paginate(StackName=stack.stack_name)
        return {
            (one["LogicalResourceId"], one.get("ResourceStatusReason", ""))
            for page in pages
            for one in page["StackEvents"]
            if one["ResourceStatus"].endswith("_FAILED") and one["ResourceType"] != "AWS::CloudFormation::Stack"
        }

    def lift(self, stack: Template, body: Mapping[str, Any]) -> None:
        """Take the protection off what a stack holds, by the commands of the operations page."""
        rows = {name: protections().get(one["Type"]) for name, one in body["Resources"].items()}
        protected = {
            name: row for name, row in rows.items() if row and row.protects(body["Resources"][name]["Properties"])
        }
        physical = self.resources(stack) if protected else {}
        for name, row in protected.items():
            way_out.call(row.way_out.format(id=physical[name]), lambda service: self.client(service, stack.region))

    def _cloudformation(self, stack: Template) -> Any:
        return self.client("cloudformation", stack.region)

    def _order(self, stack: Template, body: Mapping[str, Any]) -> dict[str, Any]:
        text = json.dumps(body)
        bucket = f"cdk-{_QUALIFIER}-assets-{ACCOUNT}-{stack.region}"
        key = f"{hashlib.sha256(text.encode()).hexdigest()}.json"
        self.client("s3", stack.region).put_object(Bucket=bucket, Key=key, Body=text)
        return {
            "StackName": stack.stack_name,
            "TemplateURL": f"{self.fresh.emulator.endpoint}/{bucket}/{key}",
            "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/cdk-{_QUALIFIER}-cfn-exec-role-{ACCOUNT}-{stack.region}",
            "Capabilities": ["CAPABILITY_NAMED_IAM"],
        }
