"""What a name says of the value that it is given: a password, a key, or nothing that has to be kept."""

from __future__ import annotations

import functools
import re
from enum import StrEnum

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PASSWORDS = ("passphrase", "passwort", "pwd", "pw", "passcode", "kennwort", "contrasena", "senha")
# However it is abbreviated and misspelt: `pswd`, `passwrd`, `paasword`.
MISSPELT = r"pa{0,2}s{1,2}w(?:o?r?)d"
_PASSWORD = re.compile(rf"{MISSPELT}s?\Z")
# The same in letters of other languages, wherever in the name.
ELSEWHERE = r"비밀번호|비번|암호(?!화)|패스워드|パスワード|密码|密碼|口令|пароль|contraseña"
KEYS_ELSEWHERE = "토큰|시크릿|トークン|令牌|токен"
_ELSEWHERE, _KEYS_ELSEWHERE = re.compile(ELSEWHERE, re.IGNORECASE), re.compile(KEYS_ELSEWHERE, re.IGNORECASE)
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
    "login", "authentication",
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
    "placeholder", "mask", "plugin", "required", "enabled", "reset", "input", "types", "spec", "denied", "set", "sets",
    "storage",
}  # fmt: skip
# A key that is called so is no secret.
_OPEN = {
    "public", "pub", "primary", "foreign", "natural", "partition", "sort", "schema", "sequence", "bucket", "csrf",
    "xsrf", "authenticity", "idempotency", "cache", "issuer", "random", "hot", "idx", "unique", "row", "object",
    "s3", "continuation", "next", "page", "cookie", "publishable", "dedup", "deduplication", "group", "map", "dict",
    "sorted", "ssh_host", "host", "blind", "valid", "registry", "composite", "hash", "translation", "i18n",
    "message", "locale", "shortcut", "storage", "react", "test", "rev", "md5", "sha", "sha1", "sha256", "commit",
}  # fmt: skip

# What tells one call of AWS, or one state of a resource, from another opens nothing: `ClientRequestToken`, `LockToken`.
_OF_A_CALL = {(of, "token") for of in ("request", "change", "lock", "update", "creation", "idempotency")}


class Holds(StrEnum):
    """What the value of a name is."""

    NOTHING = ""
    PASSWORD = "password"  # noqa: S105 - a word
    KEY = "key or token"


@functools.lru_cache(maxsize=4096)
def held_by(name: str) -> Holds:
    """What is behind a name, however it is spelled. Its words decide: a monkey is no key, and an author no auth."""
    if not name.isascii() and (elsewhere := _held_elsewhere(name)):
        return elsewhere
    words = [part.lower() for part in _PARTS.findall(name.replace("/", "")) if not part.isdigit()]
    at = max((index for index, word in enumerate(words) if _kept(word)), default=-1)
    if at < 0 and words[-1:] == ["api"]:
        return Holds.KEY
    if at < 0 or any(word in _SPEAKS for word in words[at + 1 :]):
        return Holds.NOTHING
    before = words[max(0, at - 2) : at]
    if (
        before
        and not _kept(before[-1])
        and any(word in _OPEN for word in before)
        and not any(_sure(word) for word in words)
    ):
        return Holds.NOTHING
    if tuple(words[max(0, at - 1) : at + 1]) in _OF_A_CALL:
        return Holds.NOTHING
    return Holds.PASSWORD if any(_is_password(word) for word in words) else Holds.KEY


def _held_elsewhere(name: str) -> Holds:
    if _ELSEWHERE.search(name):
        return Holds.PASSWORD
    return Holds.KEY if _KEYS_ELSEWHERE.search(name) else Holds.NOTHING


def _kept(word: str) -> bool:
    return word in _ALONE or word.endswith((*_KEYS, *_KEYS_OF)) or _is_password(word)


def _sure(word: str) -> bool:
    return word.endswith("secret") or _is_password(word)


def _is_password(word: str) -> bool:
    if word.endswith("pass"):
        return word not in _NO_PASSWORDS
    return word.endswith(_PASSWORDS) or _PASSWORD.search(word) is not None
