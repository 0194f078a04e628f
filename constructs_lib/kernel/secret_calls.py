"""What a command, a login or a statement hands over without a name: its place says that it is a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTED = r"[\"'](?P<value>[^\"'\s]{4,200})[\"']"
_BARE = r"[\"']?(?P<value>[^\s\"'<>|;&]{4,200})"
_LOGIN = r"(?:id|user|user[ ]?name|user[ ]?id|login|account|아이디|계정)"
_WORD = r"(?:pw|pwd|pass|passwd|password|비번|비밀번호)"
# `ID/PW: somebody / the password`, as people write it down.
_PAIR = re.compile(
    rf"(?<![\w./-]){_LOGIN}[ ]?[/(:, ][ ]?{_WORD}\)?[ ]?(?:[:=(]|->|-|[ ]for[ ][\w.@-]{{1,40}}|[ ])[ (]{{0,3}}"
    r"[\w.@-]{2,40}[ ]{0,2}[/:,( ][ /]{0,3}(?P<value>[^\s(),\"']{6,80})",
    re.IGNORECASE,
)
_IDENTIFIED = re.compile(rf"\bidentified\s+by\s+{_BARE}", re.IGNORECASE)
# What is in the line, in capitals where capitals and small letters differ, and what is around the password.
# Source: the manual of each program.
_CALLS = tuple(
    (mark, re.compile(pattern, re.IGNORECASE if mark.islower() else 0))
    for mark, pattern in (
        ("curl", r"\bcurl\b.{0,300}?\s(?:-u|--user)[= ]{0,2}[\"']?[\w.@-]{0,60}:(?P<value>[^\s\"']{3,200})"),
        ("--proxy-user", r"--proxy-user[= ]{1,2}[\"']?[\w.@-]{0,60}:(?P<value>[^\s\"']{3,200})"),
        ("machine", r"\bmachine\s+\S{1,200}\s+login\s+\S{1,200}\s+password\s+(?P<value>\S{3,200})"),
        ("identified", rf"\bidentified\s+(?:with\s+\S{{1,40}}\s+)?by\s+{_QUOTED}"),
        ("PASSWORD", rf"\bPASSWORD\s?\(\s?{_QUOTED}"),
        ("securestring", rf"\bConvertTo-SecureString\s+(?:-(?:string|asplaintext|force)\s+){{0,3}}\\?{_BARE}"),
        ("USERPWD", r"USERPWD\s?,\s?\"[^\":]{0,60}:(?P<value>[^\"]{4,200})\""),
        ("pass:", rf"\s-pass(?:in|out)?\s[\"']?pass:{_BARE}"),
        (
            "hmac",
            rf"\b(?:createHmac\(\s?[\"'][\w-]{{3,20}}[\"'],\s?|HMAC(?:256|384|512)\(\s?|hmac\.new\(\s?b?){_QUOTED}",
        ),
        ("jwt", rf"\bjwt\.(?:sign|verify|encode|decode)\([^,()]{{1,80}},\s?{_QUOTED}"),
        ("set", rf"\bset_?(?:password|passwd|pwd)\(\s?{_QUOTED}"),
        ("credential", rf"credentials?\s?\(\s?[\"'][^\"']{{1,60}}[\"']\s?,\s?{_QUOTED}"),
        ("sshpass", rf"\bsshpass\s+-p\s?{_BARE}"),
        ("net user", rf"\bnet\s+user\s+\S{{1,60}}\s+{_BARE}\s+/add\b"),
        ("-P", rf"\b(?:docker|podman|helm|az|oc|cf|npm)\s(?:.{{0,60}}\s)?login\b.{{0,200}}?\s-p[= ]{_BARE}"),
        ("MYSQL", r"\bmysql(?:dump|admin)?\s(?:.{0,200}?\s)?-p(?P<value>[^\s\"'=<>|;&]{4,200})"),
        ("redis-cli", rf"\bredis-cli\s(?:.{{0,200}}?\s)?-a\s{_BARE}"),
    )
)


def paired(line: str) -> Iterator[str]:
    """What follows the name of somebody, where a line says so, and what may as well be a word of a sentence."""
    for pattern in (_PAIR, _IDENTIFIED):
        yield from (match["value"] for match in pattern.finditer(line))


def called(line: str) -> Iterator[str]:
    """The value in each such place of a line."""
    lower = line.lower()
    for mark, pattern in _CALLS:
        if mark.lower() in lower:
            yield from (match["value"] for match in pattern.finditer(line))
