from __future__ import annotations

import pytest

from governed_cdk.gate.secret_lines import secrets

# Put together here, so that no scanner finds them in this file.
KEY = "AKIA" + "IOSFODNN7ABCDEFG"
TOKEN = "gh" + "p_" + "a1Bc9dEf2" * 4


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f"key = '{KEY}'", "AWS access key"),
        (f"export TOKEN={TOKEN}", "GitHub token"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "private key"),
        ("url = 'https://user:" + "hunter22@example.com'", "password in an address"),
        ("//registry.npmjs.org/:_authToken=" + "npm_" + "a1Bc9dEf2" * 4, "npm token"),
        ("token = 'pypi-" + "AgEIcHlwaS5vcmc" + "a1Bc9dEf2" * 8 + "'", "PyPI token"),
    ],
)
def test_a_credential_is_found_and_never_repeated(line: str, kind: str) -> None:
    (found,) = secrets([("infra/app.py", 12, line)]).findings
    assert (found.where, found.text) == ("infra/app.py:12", f"{kind} in a line that comes with this change")
    assert KEY not in str(found)


@pytest.mark.parametrize("line", ["name = 'prod-api'", "digest = '" + "a" * 64 + "'", "{{resolve:secretsmanager:x}}"])
def test_what_is_none_is_not_found(line: str) -> None:
    assert secrets([("a", 1, line)]).findings == ()


def test_a_line_can_say_that_it_is_none() -> None:
    assert secrets([("a", 1, f"key = '{KEY}'  # pragma: allowlist secret")]).findings == ()
