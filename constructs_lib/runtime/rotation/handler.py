"""Lambda entry `handler.handler`: one step of a Secrets Manager rotation of a MySQL or MariaDB login.

Environment variables:
    ROTATION_STRATEGY: `auto` (default), `single-user` or `alternating-users`; see mysql_rotation.settings.
    DATABASE_CA_FILE: PEM file of the authorities that may sign the server's certificate; default the bundled RDS ones.
    PASSWORD_LENGTH: characters of a new password, 16 to 41; required.
    EXCLUDE_CHARACTERS: characters that a new password never holds, `/@"` and the space among them; required.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

IAM of the role: secretsmanager:DescribeSecret, GetSecretValue, PutSecretValue and UpdateSecretVersionStage on the
rotated secret; GetSecretValue on the master secret (where `masterarn` is used); GetRandomPassword on `*` (it knows no
resource); kms:Decrypt and kms:GenerateDataKey on the secrets' keys.

Database privileges: see mysql_rotation.single_user and mysql_rotation.alternating_users.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

if TYPE_CHECKING or __package__:
    from .mysql_rotation.settings import Settings
    from .mysql_rotation.steps import rotate
else:  # in Lambda this file is a top-level module: it has no package, and mysql_rotation lies beside it
    from mysql_rotation.settings import Settings
    from mysql_rotation.steps import rotate

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from .mysql_rotation.versions import SecretsManager

logger = Logger(service="secret-rotation")


@functools.cache
def _secrets_manager() -> SecretsManager:
    # Comes with the Lambda runtime; the logic is used and tested without it.
    import boto3  # noqa: PLC0415 - see above

    client: SecretsManager = boto3.client("secretsmanager")
    return client


@logger.inject_lambda_context(log_event=False, clear_state=True)
def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Run the step that Secrets Manager asks for: `Step`, `SecretId` and `ClientRequestToken` of the event.

    Raises:
        RotationError: The step cannot be done; Secrets Manager retries the rotation. No message holds a secret value.
    """
    rotate(event, client=_secrets_manager(), settings=Settings.from_environment(os.environ))
