"""GovernedSecret: `/<org>/<service>/<env>/<name>` on the secrets key, retained where data is protected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.kernel.data_class import DataClass, check_data_class
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.passwords import AGE_DAYS, EXCLUDED_CHARACTERS, PASSWORD_LENGTH, ROTATION_DAYS
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsSecret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import Construct


class GovernedSecret(IsSecret):
    """A secret that Secrets Manager fills in itself, so that no value passes through a template or a state file.

    Args:
        name: last part of `/<org>/<service>/<env>/<name>`.
        description: what it opens.
        template: the other fields of the JSON (host, port, username); none gives a bare generated string.
        generate_key: the JSON field whose value is generated, 32 characters.
        service: another service than the stack's in the path.
        data_class: how sensitive it is. Where no function rotates it, it has to be replaced after 30 days, a
            confidential one after 60, an internal one after 90: the platform's secrets stack watches that.

    Raises:
        ConfigurationError: a name that is not kebab-case, or a class that no secret is of.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        name: str,
        description: str,
        template: Mapping[str, object] | None = None,
        generate_key: str = "password",
        service: str = "",
        data_class: DataClass = DataClass.HIGHLY_CONFIDENTIAL,
    ) -> None:
        super().__init__(scope, id)
        if not KEBAB.fullmatch(name):
            raise invalid(f"{self.node.path}: name", name, KEBAB_ALLOWED)
        check_data_class(data_class, self.node.path)
        if data_class not in AGE_DAYS:
            raise invalid(f"{self.node.path}: data_class", data_class, ", ".join(AGE_DAYS))
        stack = GovernedStack.of_construct(self)
        names = stack.environment_settings.names(service) if service else stack.names
        self.name = names.secret(name)
        self.secret = secretsmanager.Secret(
            self,
            "Resource",
            secret_name=self.name,
            description=description,
            encryption_key=stack.key(KeyPurpose.SECRETS),
            removal_policy=stack.retain,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=PASSWORD_LENGTH,
                exclude_characters=EXCLUDED_CHARACTERS,
                secret_string_template=json.dumps(template, sort_keys=True) if template is not None else None,
                generate_string_key=generate_key if template is not None else None,
            ),
        )
        cdk.Tags.of(self).add("DataClass", data_class)

    def rotate(self, *, function_arn: str, days: int) -> secretsmanager.CfnRotationSchedule:
        """Rotate it by a function every 30, 60 or 90 days, in the two hours from midnight UTC.

        Raises:
            ConfigurationError: another number of days.
        """
        if days not in ROTATION_DAYS:
            raise invalid(f"{self.node.path}: rotation days", days, "{}, {} or {}".format(*ROTATION_DAYS))
        return secretsmanager.CfnRotationSchedule(
            self,
            "Rotation",
            secret_id=self.secret.secret_arn,
            rotation_lambda_arn=function_arn,
            rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
                schedule_expression=f"rate({days} days)", duration="2h"
            ),
        )
