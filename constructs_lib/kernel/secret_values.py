"""Whether a value that looks like a secret is one, or only stands for one: a placeholder, a reference."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter

# Words that nobody's secret has in it, and what documentation writes in the place of one.
_STANDS_FOR = re.compile(
    r"example|placeholder|change.?me|change.?it|replace.?(me|this|with)|your|xxxx|\*{3}|\.{3}|#{4}|dummy|redacted|deprecated|masked|hidden"
    r"|todo|fixme|insert|enter.?(the|a)\b|<[^>]*>|\bnone\b|\bnull\b|undefined|not.?(set|used|real)|fake|sample|mock|foobar"
    r"|lorem|test.?(key|token|secret|pass)|secret.?(name|id|arn)|(my|the|some|any|this|database|db|user|new|old|root|admin)"
    r".?(secret|password|passwd|token|api.?key|key)\Z",
    re.IGNORECASE,
)
# What says where a value is, rather than what it is.
_REFERS = re.compile(
    r"[$%&{<\[]|@[a-z_{(]|[#.][a-z-]+\Z|#([a-z0-9]+-){2,}[a-z0-9-]+\Z|[\w./-]+\.(md|html?)#|[a-z][a-z0-9-]+:[A-Z][A-Za-z*]+\Z|arn:|[a-z][a-z0-9+.:-]{0,40}://|file:|/{1,2}[\w-]|\.{0,2}/|[A-Za-z]:\\|(env|var|vars|data|module|local|secrets?|self|this|process|os"
    r"|config|settings|ref|vault|ssm|params?|props?|args?|options?|request|response|req|res|ctx|context|event|input|state)[.:\[(]"
)
_NUMBER = re.compile(r"0x[0-9a-fA-F]+\Z")
_CODE = re.compile(r"[A-Za-z_]\w*((\.|->|::)[A-Za-z_]\w*)+\Z")
# An argument of its own: `pass "inline=False"`.
_ARGUMENT = re.compile(r"[a-z_]+=(?:[A-Za-z]+|\d+)[.`]*\Z")
_FILE = re.compile(
    r"[\w./-]*\.(ya?ml|json|zip|t?gz|tar|txt|pem|cer|crt|key|p12|pfx|html?|js|ts|py|go|java|jar|xml|properties|png|svg|jpg|css"
    r"|md|log|sh|com|net|org|io|toml|ini|env|conf|cfg)\Z"
)
_WORDS = re.compile(r"[A-Za-z_.\- ]+\d{0,2}\Z|[A-Za-z]+\d{0,4}([_.\- /][A-Za-z]*\d{0,4})+\Z")
# Words written together, at most with a short number in each: `RemoteIpv4NetworkCidr`. No key has only such.
_CAMEL = re.compile(
    r"(?:[A-Z]{2,6}\d{0,3}|[A-Z]\d{1,2}|[A-Z]?[a-z]{2,}\d{0,2})(?:[A-Z][a-z]{2,}\d{0,2}|[A-Z]\d{1,2})+\Z"
)
# What asks for an account by its number, as the CDK's context does: `availability-zones:account=111122223333`.
_OF_ACCOUNT = re.compile(r"(?:[a-z]+[-:=])+\d{12}(?:[-:=][a-z]+(?:-[a-z]+)*(?:-\d)?)*\Z")
_VERSION = re.compile(r"(?<![\w.])v?\d{1,4}\.\d{1,4}\.\d{1,4}(?!\w)")
_ORDER = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234567890123456789"
_RUN = 8  # characters in the order of the alphabet that only a made-up value has
_AGAIN = re.compile(r"(.{1,4}?)\1{5,}")  # a few characters, over and over
_MOSTLY = 3  # of a value that only stands for one, such a stretch is a third at least
_DIGITS = 18  # of which a key is that has nothing else; what is shorter may be a time, an account or an id
_HEX = re.compile(r"[0-9a-f-]+\Z|[0-9A-F-]+\Z")
_LONG_NUMBER = 30  # digits of which no sentence has as many
_DIGESTS = {32, 64}
_STRONG = 8  # characters of what stands out in a sentence
_TURNS = 3  # from letters to digits or back
_SAMPLE = 200  # characters that are enough to judge a value by


def stands_for_one(value: str) -> bool:
    """Whether a value is written in the place of a secret: an example, a mask, a run of the alphabet, one letter."""
    short = value[:_SAMPLE]
    lower = short.lower()
    runs = (lower[at : at + _RUN] for at in range(len(lower) - _RUN + 1))
    return (
        bool(_STANDS_FOR.search(short))
        or any(len(stretch.group()) * _MOSTLY >= len(short) for stretch in _AGAIN.finditer(short))
        or len(set(lower)) <= min(max(2, len(lower) // 12), 8)
        or any(run in _ORDER for run in runs)
    )


def refers(value: str) -> bool:
    """Whether a value says where another one is: a variable, a path, an ARN, a call, an attribute."""
    code = _CODE.match(value) and not any(is_random(part) for part in re.split(r"\.|->|::", value))
    others = (_REFERS.match, _NUMBER.match, _ARGUMENT.match, _FILE.match, _VERSION.search)
    return bool(code) or any(found(value) for found in others)


def is_random(value: str) -> bool:
    """Whether a value is as keys and tokens are: letters and digits, in no order that a word has."""
    short = value[:_SAMPLE]
    digits = sum(one.isdigit() for one in short)
    if digits == len(short):
        return digits >= _DIGITS and len(set(short)) > _DIGITS // 4
    if not digits or not any(one.isalpha() for one in short) or _is_words(short):
        return False
    most = math.log2(16 if _HEX.match(short) else 64)
    return entropy(short) >= 0.78 * min(most, math.log2(len(short)), 4.4)


def _is_words(short: str) -> bool:
    return any(pattern.match(short) for pattern in (_WORDS, _CAMEL, _OF_ACCOUNT))


def is_password(value: str) -> bool:
    """Whether a value is as passwords are: letters, and a digit or another character; no sentence, no name."""
    letters = any(one.isalpha() for one in value)
    marked = any(one.isdigit() or not (one.isalnum() or one in "_-./ ") for one in value)
    return letters and marked and " " not in value and value[-1] not in ":,;"


def is_strong(value: str) -> bool:
    """Whether a value can be nothing else, in a sentence too: three kinds of characters, or letters among digits.

    In hexadecimal digits only of the length of keys: sentences have commits and digests.
    """
    short = value[:_SAMPLE]
    digits = [one.isdigit() for one in short]
    if all(digits):
        return len(short) >= _LONG_NUMBER
    if _HEX.match(short):
        return len(short) in _DIGESTS
    if len(short) < _STRONG or not any(digits) or _is_words(short):
        return False
    others = any(not (one.isalnum() or one in "_-./:,") for one in short)
    kinds = any(one.islower() for one in short) + any(one.isupper() for one in short) + others + 1
    turns = sum(one != other for one, other in itertools.pairwise(digits))
    return any(one.isalpha() for one in short) and (kinds >= 3 or (turns >= _TURNS and is_random(short)))


def entropy(value: str) -> float:
    """Bits a character. Shannon's measure of the characters by themselves."""
    counts, length = Counter(value).values(), len(value)
    return -sum(count / length * math.log2(count / length) for count in counts)
