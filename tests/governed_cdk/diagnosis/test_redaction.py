from __future__ import annotations

import sys
import time

import pytest

from constructs_lib.kernel.secret_shapes import kinds_of_secret
from governed_cdk.diagnosis import redaction
from governed_cdk.diagnosis.evidence import Evidence
from governed_cdk.diagnosis.redaction import redact, redacted

# Put together here, so that nothing in the repository looks like a credential.
VALUE = "hunter2" + "hunter2"
SECRETS = {
    "AKIA" + "ABCDEFGHIJKLMNOP": "key {} used",
    "ghp_" + "a1B2" * 9: "remote: {}",
    "xoxb-" + "123456789012-abcdef": "posting with {}",
    "sk_live_" + "a1b2" * 6: "charge: {}",
    "SG." + "a" * 22 + "." + "b" * 43: "mail {}",
    VALUE: 'password: "{}"',
    VALUE + "1": "DB_PASSWORD={} ./start",
    VALUE + "2": "--token {} --verbose",
    VALUE + "3": '{{"SecretString":"{{\\"password\\":\\"{}\\"}}"}}',
    VALUE + "4": '{{"body":"{{\\"apiKey\\":\\"{}\\",\\"user\\":\\"x\\"}}"}}',
    VALUE + "5": "Authorization: Bearer {}",
    VALUE + "6": "GET /x?X-Amz-Signature={}&b=1",
    VALUE + "7": 'client_secret = "{}',
    VALUE + "8": "mysql:" + "//app:{}@db:3306/orders: refused",
    VALUE + "9": "AWS_SESSION_TOKEN='{}'",
}


@pytest.mark.parametrize(("secret", "line"), SECRETS.items())
def test_a_credential_leaves_no_trace(secret: str, line: str) -> None:
    told = redacted(line.format(secret))
    assert secret not in told
    assert kinds_of_secret(told) == ()


@pytest.mark.parametrize(("secret", "line"), list(SECRETS.items())[:3])
def test_our_own_patterns_stand_without_detect_secrets(secret: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_detectors", lambda: ())
    assert secret not in redacted(line.format(secret))


@pytest.mark.parametrize(
    "line",
    [
        "User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: iam:PassRole on resource: z",
        "did not contain json key MY_SECRET", "sha256:" + "a1" * 32, "token: null", "3 tokens left: 5",
        "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:db-AbCdEf", "DB_PASSWORD=***",
        "Properties validation failed for resource Key with message: #: extraneous key [KeyFormat] is not permitted",
    ],
)  # fmt: skip
def test_what_tells_the_cause_stays(line: str) -> None:
    assert redacted(line) == line


def test_a_private_key_over_several_lines_is_gone_whole() -> None:
    begin, end = "-----BEGIN RSA " + "PRIVATE KEY-----", "-----END RSA " + "PRIVATE KEY-----"
    lines = [Evidence("build", text) for text in (f"read {begin}", "MIIE", "abcd", end, "after")]
    assert [one.text for one in redact(lines)] == ["read [private key]", *["[redacted]"] * 3, "after"]


def test_a_line_made_to_take_long_does_not() -> None:
    begun = time.process_time()
    for line in ("a=" * 6000, 'a="' * 6000, 'password="' + "\\" * 9000, "a." * 9000, "--a " * 5000):
        redacted(line)
    assert time.process_time() - begun < 5


def test_detectors_are_those_of_detect_secrets_that_know_a_shape() -> None:
    assert len(redaction._detectors()) > 15
    assert "detect_secrets" in sys.modules
