"""One table of what looks like a secret: settings, variables of containers and templates are judged by it."""

from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError, Container
from constructs_lib.kernel.secret_shapes import kind_of_secret, names_a_secret, without_secrets
from constructs_lib.security.parameter import check_parameter
from tests.aspects.judge.rules.support import findings_of

# Put together here, so that scanners of this repository do not take them for secrets.
VALUES = {
    "AWS access key": "AKIA" + "Z7Q4M2N6P8R5T3V9",
    "private key": "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "GitHub token": "ghp_" + "a" * 36,
    "GitLab token": "glpat-" + "a" * 20,
    "Slack token": "xoxe-" + "1234567890-abc",
    "Slack webhook": "https://hooks.slack.com/services/" + "T000/B000/" + "x" * 24,
    "Stripe key": "sk_" + "live_" + "a" * 24,
    "Google API key": "AIza" + "a" * 35,
    "SendGrid key": "SG." + "a" * 22 + "." + "b" * 43,
    "npm token": "npm_" + "a" * 36,
    "JSON web token": "eyJ" + "hbGciOiJ.eyJzdWIiOiIx.dozjgNry",
    "password in an address": "MySQL://app:" + "pw@db/app",
}


@pytest.mark.parametrize("kind", VALUES)
def test_a_secret_gives_itself_away_as_a_setting_and_in_a_template(kind: str) -> None:
    value = VALUES[kind]
    assert kind_of_secret(f"it is {value} indeed") == kind
    with pytest.raises(ConfigurationError, match=rf"holds a secret \({kind}\)") as caught:
        check_parameter(branch="system", name="note", value=value)
    assert value not in str(caught.value)
    thing = f"Thing:\n  Type: AWS::EC2::Instance\n  Properties: {{Note: '{value}'}}"
    assert findings_of("secrets-are-not-in-templates", thing) == [("Thing", "Note")]


@pytest.mark.parametrize(
    "value", ["https://set-of.com/token", "mysql://app:${Password}@db", "mysql://app:***@db", "sha256:" + "a" * 64]
)
def test_what_is_no_secret_gives_nothing_away(value: str) -> None:
    assert kind_of_secret(value) == ""
    assert without_secrets(value) == value


def test_a_text_is_told_with_the_kind_of_each_secret_in_its_place() -> None:
    told = without_secrets(f"a {VALUES['AWS access key']} b {VALUES['AWS access key']} c")
    assert told == "a [AWS access key] b [AWS access key] c"


@pytest.mark.parametrize(
    "name",
    ["DB_PASSWORD", "dbPassword", "db-password", "/prod/api/db-password", "API_KEY", "PRIVATE_KEY", "ACCESS_KEY"],
)
def test_a_secret_is_known_by_its_name_however_that_is_spelled(name: str) -> None:
    assert names_a_secret(name)
    with pytest.raises(ConfigurationError, match="variables without secrets"):
        Container(repository=object(), image="v1", port=80, environment={name: "x"})  # type: ignore[arg-type]  # not looked at


@pytest.mark.parametrize("name", ["PASSWORD_LENGTH", "TOKEN_ENDPOINT", "DB_SECRET_ARN", "secretary"])
def test_a_name_that_only_speaks_of_a_secret_is_none(name: str) -> None:
    assert not names_a_secret(name)
    Container(repository=object(), image="v1", port=80, environment={name: "x"})  # type: ignore[arg-type]  # not looked at
