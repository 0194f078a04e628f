#!/usr/bin/env python3
"""Orders: what the example of a service repository has not: a database, a table, a topic and a function."""

from pathlib import Path

from constructs_lib import start

start()

import aws_cdk as cdk
from constructs import Construct

from aspects import govern
from constructs_lib import (
    DatabaseSettings,
    Environment,
    GovernedDatabase,
    GovernedFunction,
    GovernedTable,
    GovernedTopic,
    PlatformStack,
    StackSettings,
    contract,
)


class Orders(PlatformStack[StackSettings]):
    """What orders are kept in, and the function that works at them."""

    slug = "orders"
    reads = (
        contract.NETWORK_VPC_ID,
        contract.KMS_RDS_KEY_ARN,
        contract.KMS_SECRETS_KEY_ARN,
        contract.KMS_MESSAGING_KEY_ARN,
        contract.KMS_LOGS_KEY_ARN,
        contract.SECRETS_ROTATION_FUNCTION_ARN,
        contract.SECRETS_ROTATION_SECURITY_GROUP_ID,
        *contract.ALARM_TOPICS,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        GovernedDatabase(
            self,
            "Database",
            kind="database",
            vpc=self.read(contract.NETWORK_VPC_ID),
            settings=DatabaseSettings(),
            rotation_function=self.read(contract.SECRETS_ROTATION_FUNCTION_ARN),
            rotation_security_group=self.read(contract.SECRETS_ROTATION_SECURITY_GROUP_ID),
        )
        table = GovernedTable(self, "Table", kind="orders-by-id", partition_key="id")
        topic = GovernedTopic(self, "Topic", kind="placed", display_name="Orders that were placed")
        code = Path(__file__).parent / "worker"
        worker = GovernedFunction(
            self, "Worker", kind="worker", description="Works at orders", code=code, environment={"LEVEL": "info"}
        )
        table.grant_read_write_data(worker)
        topic.grant_publish(worker)


app = cdk.App()
environment = Environment.from_context(app)
Orders(app, environment)
govern(app, environment)
app.synth()
