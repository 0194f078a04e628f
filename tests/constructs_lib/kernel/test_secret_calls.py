from __future__ import annotations

import pytest

from constructs_lib.kernel.secret_text import secrets_in

VALUE = "k3Xw9" + "QzLm27"


@pytest.mark.parametrize(
    "line",
    [
        f"curl -u me:{VALUE} https://set-of.com",
        f"  --proxy-user me:{VALUE} \\",
        f"machine set-of.com login me password {VALUE}",
        f"CREATE USER 'app'@'%' IDENTIFIED BY '{VALUE}'",
        f"alter user app identified with caching_sha2_password by '{VALUE}';",
        f"$word = ConvertTo-SecureString -AsPlainText -Force '{VALUE}'",
        f"sshpass -p '{VALUE}' ssh db",
        f"net user me {VALUE} /add",
        f"docker login -u me -p {VALUE} registry.set-of.com",
        f"mysql -h db -u root -p{VALUE} orders",
        f"redis-cli -h cache -a {VALUE} ping",
        f"openssl x509 -passin 'pass:{VALUE}' -in server.csr",
        f'curl_easy_setopt(curl, CURLOPT_USERPWD, "root:{VALUE}");',
        f"SET PASSWORD FOR app = PASSWORD('{VALUE}')",
        f"ALTER USER app IDENTIFIED BY {VALUE};",
        f"ID/PW: master/{VALUE}",
        f"id pw for cache (master / {VALUE})",
        f"계정/비밀번호 -> master/{VALUE}",
    ],
)
def test_what_a_command_takes_as_a_password_is_found_once(line: str) -> None:
    (found,) = secrets_in(line)
    assert VALUE in found.value


@pytest.mark.parametrize(
    "line",
    [
        "curl -u me:$WORD1 https://set-of.com",
        "docker login -u me -p $PASSWORD1",
        "docker run -p 8080:8080 app",
        f"mysql -u root -p {VALUE}",  # the name of a database: the password is asked for
        "GRANT USAGE ON *.* TO app IDENTIFIED BY PASSWORD '*81F5'",
        "net user me /delete",
        "sshpass -p changeme1 ssh db",
        "the player (identified by CreatorId) has joined",
        "page.password('field1')",
        "id/password for the console are in the vault",
    ],
)
def test_what_takes_none_or_refers_to_one_is_not_found(line: str) -> None:
    assert list(secrets_in(line)) == []
