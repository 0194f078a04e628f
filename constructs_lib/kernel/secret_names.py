"""What a name says of the value that it is given: a password, a key, or nothing that has to be kept."""

from __future__ import annotations

import functools
import re
from enum import StrEnum

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PASSWORDS = ("password", "passwd", "passphrase", "passwort", "pwd", "passcode", "kennwort", "contrasena", "senha")
# The same in letters of other languages, wherever in the name.
ELSEWHERE = ("비밀번호", "비번", "암호", "패스워드", "パスワード", "密码", "密碼", "口令", "пароль", "contraseña")
_NO_PASSWORDS = {
    "bypass", "compass", "encompass", "surpass", "trespass", "overpass", "underpass", "sshpass", "multipass", "keepass",
    "lowpass", "highpass", "bandpass", "allpass", "renderpass", "onepass", "twopass", "singlepass", "firstpass",
}  # fmt: skip
_KEYS = (
    "token",
    "secret",
    "apikey",
    "secretkey",
    "accesskey",
    "authkey",
    "privatekey",
    "signingkey",
    "credential",
    "credentials",
)
# A key of these, written in one word.
_KEYS_OF = tuple(
    f"{of}key"
    for of in (
        "github", "gitlab", "slack", "google", "aws", "azure", "stripe", "license", "licence", "encryption",
        "decryption", "master", "deploy", "app", "client", "consumer", "server", "session", "crypto", "aes", "rsa",
        "hmac", "shared", "subscription", "webhook", "service", "root", "admin", "user", "account",
    )
)  # fmt: skip
_ALONE = {
    "pass", "pw", "psk", "key", "auth", "creds", "cred", "authorization", "bearer", "passkey", "jwt", "pat", "dsn",
    "login",
}  # fmt: skip
# A name that ends so speaks of a secret, and holds none.
_SPEAKS = {
    "id", "ids", "name", "names", "file", "path", "dir", "url", "uri", "endpoint", "host", "size", "length", "len",
    "type", "version", "arn", "alias", "count", "ttl", "expires", "expiry", "expiration", "lifetime", "age", "days",
    "field", "label", "header", "prefix", "suffix", "code", "pair", "frame", "ring", "board", "press", "pressed",
    "down", "up", "event", "selector", "checksum", "fingerprint", "digest", "algorithm", "policy", "mesh", "vault",
    "format", "issuer", "method", "provider", "scope", "mode", "hint", "regex", "pattern", "rotation", "manager",
    "store", "class", "index", "ref", "reference", "column", "table", "audience", "signature", "hash", "chars",
    "source", "server", "meshing", "words", "word", "usage", "rule", "help", "text", "message", "error", "prompt",
    "placeholder", "required", "enabled", "reset", "input", "types", "spec", "denied", "set", "sets", "storage",
}  # fmt: skip
# A key that is called so is no secret.
_OPEN = {
    "public", "pub", "primary", "foreign", "natural", "partition", "sort", "schema", "sequence", "bucket", "csrf",
    "xsrf", "authenticity", "idempotency", "cache", "issuer", "random", "hot", "idx", "unique", "row", "object",
    "s3", "continuation", "next", "page", "cookie", "publishable", "dedup", "deduplication", "group", "map", "dict",
    "sorted", "ssh_host", "host", "blind", "valid", "registry", "composite", "hash", "translation", "i18n",
    "message", "locale", "shortcut", "storage", "react", "test", "rev", "md5", "sha", "sha1", "sha256", "commit",
}  # fmt: skip

# What tells one call of AWS from another opens nothing: `ClientRequestToken`.
_OF_A_CALL = ("request", "token")


class Holds(StrEnum):
    """What the value of a name is."""

    NOTHING = ""
    PASSWORD = "password"  # noqa: S105 - a word
    KEY = "key or token"


@functools.lru_cache(maxsize=4096)
def held_by(name: str) -> Holds:
    """What is behind a name, however it is spelled. Its words decide: a monkey is no key, and an author no auth."""
    if any(word in name for word in ELSEWHERE):
        return Holds.PASSWORD
    words = [part.lower() for part in _PARTS.findall(name) if not part.isdigit()]
    at = max((index for index, word in enumerate(words) if _kept(word)), default=-1)
    if at < 0 or any(word in _SPEAKS for word in words[at + 1 :]):
        return Holds.NOTHING
    if any(word in _OPEN for word in words[max(0, at - 2) : at]) and not any(_sure(word) for word in words):
        return Holds.NOTHING
    if tuple(words[max(0, at - 1) : at + 1]) == _OF_A_CALL:
        return Holds.NOTHING
    return Holds.PASSWORD if any(_is_password(word) for word in words) else Holds.KEY


def _kept(word: str) -> bool:
    return word in _ALONE or word.endswith((*_KEYS, *_KEYS_OF)) or _is_password(word)


def _sure(word: str) -> bool:
    return word.endswith(("secret", *_PASSWORDS))


def _is_password(word: str) -> bool:
    return word == "pw" or word.endswith(_PASSWORDS) or (word.endswith("pass") and word not in _NO_PASSWORDS)
