from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedQueue, ServiceStack, StackSettings, contract
from tests.support import environment, new_app, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from constructs import Construct

    from constructs_lib import Environment


class Jobs(ServiceStack[StackSettings]):
    slug = "jobs"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        GovernedQueue(self, "Queue", kind="new")


def test_a_service_reads_what_its_constructs_ask_for_and_nothing_else(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        Jobs(app, settings)

    template = synthesize_with(settings, tmp_path, build)["jobs"]
    read = {parameter["Default"] for parameter in template["Parameters"].values()}
    topics = {f"/prod/monitoring/{severity}-topic-arn" for severity in ("warning", "info")}
    assert read - {"/cdk-bootstrap/hnb659fds/version"} == {"/prod/kms/messaging-key-arn", *topics}


def test_with_reads_of_its_own_it_reads_no_more(tmp_path: Path) -> None:
    class Careful(ServiceStack[StackSettings]):
        slug = "careful"
        reads = (contract.KMS_LOGS_KEY_ARN,)

    stack = Careful(new_app(tmp_path), environment("prod", stacks={}))
    stack.read(contract.KMS_LOGS_KEY_ARN)
    with pytest.raises(ConfigurationError, match=r"careful reads KMS_RDS_KEY_ARN: add contract.KMS_RDS_KEY_ARN"):
        stack.read(contract.KMS_RDS_KEY_ARN)
