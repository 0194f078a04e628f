from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib import SecretSettings

LOGIN = {"engine": "mysql", "host": "db.example.com", "username": "orders"}
VALID: dict[str, Any] = {
    "name": "orders-db", "service": "orders", "description": "Login of orders", "template": LOGIN, "rotation_days": 60,
}  # fmt: skip


def test_a_rotated_login_is_taken() -> None:
    assert SecretSettings.model_validate(VALID).rotation_days == 60


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Orders"}, "kebab-case"),
        ({"service": "a/b"}, "kebab-case"),
        ({"rotation_days": 45}, "30, 60 or 90"),
        ({"rotation_days": None}, "either rotation_days or no_rotation_reason"),
        ({"no_rotation_reason": "both"}, "either rotation_days or no_rotation_reason"),
        ({"template": {}}, "engine mysql or mariadb, host and username"),
        ({"template": {**LOGIN, "engine": "postgres"}}, "engine mysql or mariadb"),
        ({"template": {**LOGIN, "password": "x"}}, "password would stand in the open"),
        ({"template": {**LOGIN, "connection_string": "x"}}, "connection_string would stand in the open"),
    ],
    ids=str,
)
def test_a_secret_that_could_not_rotate_or_hide_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SecretSettings.model_validate(VALID | changes)
    assert message in str(caught.value)
