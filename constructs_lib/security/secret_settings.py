"""SecretSettings: one secret as an environment file describes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts import limit
from constructs_lib.kernel.passwords import RotationDays, SecretClass
from constructs_lib.kernel.setting_kinds import text
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Kebab

_MYSQL_FIELDS = ("engine", "host", "username")
_SECRET_FIELDS = ("password", "connection_string")


JsonField = Annotated[str, *text("the name of a JSON field, 1 to 64 letters, digits and underscores", r"\w{1,64}")]


class SecretSettings(StrictModel):
    """One secret `/<org>/<service>/<env>/<name>`, whose value Secrets Manager generates."""

    name: Kebab
    """Last part of its path."""
    service: Kebab = "common"
    """Whose it is; `common` is everybody's."""
    description: Annotated[
        str, Field(min_length=10, max_length=limit("AWS::SecretsManager::Secret.Description")["maxLength"])
    ]
    """What it opens."""
    template: dict[str, str] = Field(default_factory=dict)
    """The other fields of its JSON, none of them secret. None: a bare generated string."""
    generate_key: JsonField = "password"
    """The JSON field that is generated, where there is a template."""
    rotation_days: RotationDays | None = None
    """Days between rotations. The function rotates MySQL logins: the template needs engine, host and username."""
    no_rotation_reason: Annotated[str, Field(max_length=200)] = ""
    """Why it is not rotated, 20 characters or more; required without rotation_days."""
    data_class: SecretClass = "highly-confidential"
    """How sensitive. Not rotated, it has to be replaced after 30 days, confidential after 60, internal after 90."""

    @model_validator(mode="after")
    def _honest_rotation(self) -> SecretSettings:
        if bool(self.rotation_days) == bool(self.no_rotation_reason):
            raise invalid("rotation_days", self.rotation_days, "either rotation_days or no_rotation_reason")
        if self.rotation_days:
            missing = [field for field in _MYSQL_FIELDS if not self.template.get(field)]
            if missing or self.template["engine"] not in ("mysql", "mariadb"):
                raise invalid("template", sorted(self.template), "engine mysql or mariadb, host and username")
        if secret := [field for field in (*_SECRET_FIELDS, self.generate_key) if field in self.template]:
            raise ConfigurationError(f"template: {', '.join(secret)} would stand in the open; it is generated")
        return self
