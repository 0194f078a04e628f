from __future__ import annotations

import pytest

from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError
from constructs_lib.runtime.rotation.mysql_rotation.grants import Grant, copy_grants, parse_grants, quoted_account

ACCOUNT = "`app`@`%`"
CLONE = "`app_clone`@`%`"


def copied(line: str, *, account: str = ACCOUNT) -> list[str]:
    return [statement.sql for statement in copy_grants(parse_grants([line], account=account), [], account=CLONE)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GRANT SELECT, INSERT ON `shop`.* TO `app`@`%`", "GRANT SELECT, INSERT ON `shop`.* TO `app_clone`@`%`"),
        (
            "GRANT SELECT (`a`, `b ON c`) ON `shop`.`orders` TO `app`@`%` WITH GRANT OPTION",
            "GRANT SELECT (`a`, `b ON c`) ON `shop`.`orders` TO `app_clone`@`%` WITH GRANT OPTION",
        ),
        (
            "GRANT PROCESS ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*81F5' REQUIRE SSL WITH MAX_USER_CONNECTIONS 5",
            "GRANT PROCESS ON *.* TO `app_clone`@`%`",
        ),
        (
            "GRANT PROCESS ON *.* TO `app`@`%` REQUIRE SUBJECT 'it''s WITH GRANT OPTION'",
            "GRANT PROCESS ON *.* TO `app_clone`@`%`",
        ),
        (
            "GRANT `reader`@`%` TO `app`@`%` WITH ADMIN OPTION",
            "GRANT `reader`@`%` TO `app_clone`@`%` WITH ADMIN OPTION",
        ),
        ("SET DEFAULT ROLE `reader` FOR `app`@`%`", "SET DEFAULT ROLE `reader` FOR `app_clone`@`%`"),
        ("REVOKE SELECT ON `hr`.* FROM `app`@`%`", "REVOKE SELECT ON `hr`.* FROM `app_clone`@`%`"),
        (
            "GRANT SELECT ON ` TO ``app``@``%`` `.* TO `app`@`%`",
            "GRANT SELECT ON ` TO ``app``@``%`` `.* TO `app_clone`@`%`",
        ),
    ],
)
def test_a_line_is_copied_to_the_other_account_without_password_and_limits(line: str, expected: str) -> None:
    assert copied(line) == [expected]


def test_no_privilege_at_all_is_not_copied() -> None:
    assert copied("GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*81F5'") == []


def test_what_the_other_account_has_beyond_is_revoked_first() -> None:
    source = [Grant(verb="GRANT", what="SELECT ON `shop`.*")]
    existing = [
        Grant(verb="GRANT", what="SELECT, DELETE ON `shop`.*", option="GRANT OPTION"),
        Grant(verb="GRANT", what="`admin`", option="ADMIN OPTION"),
        Grant(verb="GRANT", what="USAGE ON `a ON b`.*", option="GRANT OPTION"),
        Grant(verb="REVOKE", what="SELECT ON `hr`.*"),
        Grant(verb="SET DEFAULT ROLE", what="`admin`"),
        *source,
    ]
    assert [statement.sql for statement in copy_grants(source, existing, account=CLONE)] == [
        "REVOKE GRANT OPTION ON `shop`.* FROM `app_clone`@`%`",
        "REVOKE SELECT, DELETE ON `shop`.* FROM `app_clone`@`%`",
        "REVOKE `admin` FROM `app_clone`@`%`",
        "REVOKE GRANT OPTION ON `a ON b`.* FROM `app_clone`@`%`",
        "GRANT SELECT ON `hr`.* TO `app_clone`@`%`",
        "SET DEFAULT ROLE NONE FOR `app_clone`@`%`",
        "GRANT SELECT ON `shop`.* TO `app_clone`@`%`",
    ]


@pytest.mark.parametrize("line", ["GRANT SELECT ON `shop`.* TO `other`@`%`", "DROP USER `app`@`%`", ""])
def test_a_line_of_another_form_is_refused(line: str) -> None:
    with pytest.raises(RotationError, match="unknown form"):
        parse_grants([line], account=ACCOUNT)


def test_backticks_in_names_are_doubled() -> None:
    assert quoted_account("a`b", "%") == "`a``b`@`%`"
