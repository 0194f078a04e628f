"""What is found in a line, what is not, how long it takes, and both halves of the labelled lines."""

from __future__ import annotations

import time

import pytest

from constructs_lib.kernel.secret_text import Found, secrets_in
from constructs_lib.runtime.secret_scan.workflow.scanning.detectors import also
from tests.bench.secrets import BAR, score
from tests.secret_samples import HALVES, half

VALUE = "k3Xw9" + "QzLm27"
LONG = 40_000
# What each part of the patterns begins with, over and over.
PARTS = (
    "password=",
    "password: ",
    "token = '",
    "secret",
    "key",
    "api_key,",
    "'key', '",
    "a://b:",
    "://",
    "machine a login b password ",
    "curl -u a:",
    "Bearer ",
    "AKIA",
    "ghp_",
    "Q~",
    "-----BEGIN ",
    "eyJ",
    "xoxb-",
    "sk-T3BlbkFJ",
    "A_PASS=",
    "ENV A_PASSWORD a",
    "curl --proxy-user a:",
    "identified by '",
    "docker login -p ",
    "mysql -p",
    "net user a b /add",
    "비밀번호:",
    "value=",
    '\\"',
    "=",
    ":",
    ",",
    " ",
    "(",
    "aws",
)


@pytest.mark.parametrize("name", HALVES)
def test_both_halves_of_the_labelled_lines_reach_the_bar(name: str) -> None:
    scored = score(half(name, seed=7))
    assert scored.recall >= BAR, scored
    assert scored.precision >= BAR, scored
    assert scored.secret + scored.none > 200


@pytest.mark.parametrize(
    "line",
    [
        f'db_password = "{VALUE}"', f"export API_TOKEN={VALUE}", f"Authorization: Bearer {VALUE}",
        f"redis://:{VALUE}@cache:6379", f"MY_tskey-api-{VALUE}-{VALUE}{VALUE}",
        f'{{name = "API_TOKEN", value = "{VALUE}"}}', f'set("API_TOKEN", "{VALUE}ab")', f"--api-key {VALUE}abcdef",
        f"ENV DB_PASSWORD {VALUE}", f"os.getenv('DB_PASSWORD', '{VALUE}')", f"if password == f'{VALUE}':",
        f"비밀번호: {VALUE}",
        f"app --db-password {VALUE}", f"DB_USERPASS={VALUE}", f"GITHUBKEY={VALUE}", f"key_id,{{'token': '{VALUE}'}}",
        f"the password is {VALUE}", f"비밀번호는 {VALUE} 입니다", f"Secret Key: {VALUE}", f"pw:{VALUE}",
        f"DBPW={VALUE}", f"the password {VALUE}",
        f"<a href='?token=&quot;{VALUE}&quot;'>", f"https://set-of.com/?a=1%26token%3D{VALUE}%26b=2", f"PSWD:={VALUE}",
        f"\x1b[94mtoken={VALUE}\x1b[0m", f'val password: String = "{VALUE}"', f'environ["PASSWORD"] or "{VALUE}"',
        f"%define password {VALUE}", f"password for orders: {VALUE}", f"token: {VALUE * 10}{'A' * 20}{VALUE * 10}",
        f"request_token_secret={VALUE}", f"requestApiKey = '{VALUE}'", f'{{"key": "account:111122223333:{VALUE}"}}',
    ],
)  # fmt: skip
def test_a_value_that_a_name_makes_a_secret_of_is_found_once(line: str) -> None:
    (found,) = secrets_in(line)
    assert VALUE in found.value
    assert VALUE not in repr(found)


@pytest.mark.parametrize(
    "line",
    [
        f"request_id = {VALUE}",
        f"public_key = {VALUE}",
        f"monkey = {VALUE}",
        f"token_url = {VALUE}",
        f"author: {VALUE}",
        "password = ${DB_PASSWORD}",
        "token = os.environ['TOKEN1']",
        "api_key: YOUR_API_KEY_1",
        'roles = ["iam:PassRole", "kms:Decrypt"]',
        '["PreSharedKeyStorage", "RemoteIpv4NetworkCidr"]',
        '["PreSharedKey", "RemoteIpv4NetworkCidr"]',
        "(ClientRequestToken: 0701da14-c43f-de88-2bc4-5819eb5dd2b8)",
        '{"key": "availability-zones:account=111122223333:region=eu-west-1"}',
        f"token = {VALUE}  # pragma: allowlist secret",
        f"bypass: {VALUE}",
        'MONGO_NO_AUTH = "mongodb://localhost:27017/database1"',
        "postgres:__postgres:postgres@localhost:5432/orders".replace("__", "//"),
        "AWS::ApiGateway::ApiKey: b899a0d240b53d9d",
        "CredSweeper 1ed2ca5cdd48",
        "the password is incorrect",
        "암호화: AES-256-GCM",
        "key.last_modified.replace(microsecond=0)",
        "class TokenError(APIGatewayV2Error):",
        "pass_mask: 0x31c45018",
        f"rest_api_id: {VALUE}",
        "pass ``inline=False`` to use it",
        "private_key: PKCS7PrivateKeyTypes",
    ],
)
def test_what_only_speaks_of_one_is_not_found(line: str) -> None:
    assert list(secrets_in(line)) == []


def test_each_line_is_told_by_its_number() -> None:
    assert [one.line for one in secrets_in(f"a\npassword='{VALUE}'\n\ntoken={VALUE}9\n")] == [2, 4]
    assert isinstance(next(secrets_in(f"token={VALUE}9")), Found)


@pytest.mark.slow
def test_no_line_takes_long_whatever_it_is() -> None:
    for part in PARTS:
        line = (part * LONG)[:LONG]
        start = time.process_time()
        sum(1 for _ in secrets_in(line, also()))
        assert time.process_time() - start < 4, part
