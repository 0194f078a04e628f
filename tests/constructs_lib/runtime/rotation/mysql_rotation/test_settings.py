from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.database import tls_context
from constructs_lib.runtime.rotation.mysql_rotation.errors import RotationError
from constructs_lib.runtime.rotation.mysql_rotation.settings import BUNDLED_CA_FILE, Settings

SECRET = '{"engine": "mysql", "host": "db", "username": "app", "password": "hidden-value"'


PASSWORDS = {"PASSWORD_LENGTH": "32", "EXCLUDE_CHARACTERS": '%/@" '}


def test_passwords_are_as_told_and_the_rest_has_defaults() -> None:
    made = Settings(strategy="auto", ca_file=BUNDLED_CA_FILE, password_length=32, exclude_characters='%/@" ')
    assert Settings.from_environment(PASSWORDS) == made


@pytest.mark.parametrize("variable", PASSWORDS)
def test_how_a_password_is_made_is_told_and_not_guessed(variable: str) -> None:
    with pytest.raises(RotationError, match=variable):
        Settings.from_environment({key: value for key, value in PASSWORDS.items() if key != variable})


@pytest.mark.parametrize("forbidden", ["/", "@", '"', " "])
def test_no_password_may_hold_what_rds_takes_in_none(forbidden: str) -> None:
    excluded = PASSWORDS["EXCLUDE_CHARACTERS"].replace(forbidden, "")
    with pytest.raises(RotationError, match=f"EXCLUDE_CHARACTERS lacks '{forbidden}'"):
        Settings.from_environment(PASSWORDS | {"EXCLUDE_CHARACTERS": excluded})


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("ROTATION_STRATEGY", "multi", "'multi'; allowed: auto, single-user, alternating-users"),
        ("DATABASE_CA_FILE", "/nowhere.pem", "'/nowhere.pem'; no such file"),
        ("PASSWORD_LENGTH", "8", "'8'; allowed: 16 to 41"),
        ("PASSWORD_LENGTH", "long", "'long'; allowed: 16 to 41"),
    ],
)
def test_a_wrong_variable_is_named_with_what_is_allowed(variable: str, value: str, message: str) -> None:
    with pytest.raises(RotationError) as raised:
        Settings.from_environment(PASSWORDS | {variable: value})
    assert str(raised.value) == f"{variable} is {message}"


@pytest.mark.parametrize("region", ["ap-northeast-1", "ap-northeast-2", "eu-central-1", "us-east-1"])
def test_the_bundle_has_the_authorities_of_every_key_type_of_a_region(region: str) -> None:
    subjects = str([authority["subject"] for authority in tls_context(BUNDLED_CA_FILE).get_ca_certs()])
    for key in ("RSA2048", "RSA4096", "ECC384"):
        assert f"('commonName', 'Amazon RDS {region} Root CA {key} G1')" in subjects


def test_the_database_must_prove_its_name_by_tls_1_2_or_later() -> None:
    context = tls_context(BUNDLED_CA_FILE)
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hidden-value", "AWSCURRENT is no JSON"),
        ('["hidden-value"]', "AWSCURRENT is no JSON object"),
        ('{"engine": "mysql", "password": "hidden-value"}', "AWSCURRENT lacks the text host, username;"),
        (SECRET.replace("mysql", "postgres") + "}", "AWSCURRENT has engine 'postgres'; allowed: mysql, mariadb"),
        (SECRET + ', "port": "hidden-value"}', "AWSCURRENT has a port that is no number"),
        (SECRET + ', "port": 65536}', "AWSCURRENT has a port that is no number"),
    ],
)
def test_a_wrong_secret_is_described_without_its_values(text: str, message: str) -> None:
    with pytest.raises(RotationError) as raised:
        Credentials.parse(text, what="AWSCURRENT")
    assert str(raised.value).startswith(message)
    assert "hidden-value" not in str(raised.value)


def test_a_port_may_be_text_and_may_be_absent() -> None:
    assert Credentials.parse(SECRET + ', "port": "3307"}', what="AWSCURRENT").port == 3307
    assert Credentials.parse(SECRET + "}", what="AWSCURRENT").port == 3306


def test_the_bundle_lies_in_the_asset() -> None:
    assert Path(__file__).parents[5] / "constructs_lib/runtime/rotation/mysql_rotation" == BUNDLED_CA_FILE.parent
