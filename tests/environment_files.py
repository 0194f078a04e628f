"""Environment files after a slip of the hand, and what is said of them."""
# ruff: noqa: E501, T201 - tables of bad input stand line by line; a seed is told by printing it

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from constructs_lib import ConfigurationError, Environment
from constructs_lib.kernel.places import MOST_MISTAKES
from constructs_lib.kernel.yaml_file import read_yaml_text
from tests.support import ROOT, sections

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = sorted((ROOT / "environments").glob("*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
SECONDS, EACH = (
    3.0,
    5.0,
)  # for one test; of processor time for one file, which is a tenth of it: what grows with its square is not
NAME = "environments/prod.yaml"

# What people and machines put where a value is expected. Each is YAML.
PIECES = (
    "yes", "no", "true", "0", "1", "-1", "7", "7.0", "'7'", "~", "''", "[]", "{}", "[a]", "{a: b}", "0b1", "0x1f", "012",
    "1_000", "1:30", ".inf", ".nan", "9" * 30, "0x" + "f" * 5000, "1e309", "2026-02-30", "2026-13-45", "!!int abc",
    "!!float abc", "!!bool maybe", "!!map x", "!!binary '='", "!!python/object:os.system x", "!x y", "*a", "&a [*a]",
    "<<", "'\\u001b[2J'", '"\\e[2J"', '"\\0"', '"\\ud800"', "\u202e", "\uff11" * 12, "${AWS::AccountId}", "'{{resolve:ssm:/x}}'",
    "|\n  a\n  b", ">", "'", '"', "[", "{", "? ", ": ", "- ", "#", "\t", "a: b: c", "@", "`", "%", "|x", "---", "...", "--- a",
    "https://a:b@c/", "<script>", "a" * 5000, "[" * 300, "{a: " * 300, "\x00", "\x07", "\ufeff", "\u2028", "\r", "kms", "서울",
)  # fmt: skip


def read(text: str) -> tuple[str, ...]:
    """What is said of a text: nothing where it is an environment. Nothing but a ConfigurationError gets out."""
    start = time.process_time()
    try:
        data = read_yaml_text(text, NAME)
        Environment.parse(data if isinstance(data, dict) else {"document": data}, NAME, sections=sections())
        said: tuple[str, ...] = ()
    except ConfigurationError as error:
        said = error.mistakes
        assert 1 <= len(said) <= MOST_MISTAKES + 1
    assert time.process_time() - start < EACH
    for line in said:
        assert line.isprintable()
        assert line.startswith(NAME)
        assert len(line) < 2_000
        assert not any(
            word in line for word in ("Traceback", "<class", "valid tuple", "NoneType", "given None", "given True")
        )
    return said


def mutated(text: str, chance: random.Random) -> str:
    """An environment file after a slip of the hand, a bad merge or a malicious pull request."""
    lines = text.splitlines()
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(lines))
        line = lines[place]
        key, colon, _value = line.partition(":")
        piece = chance.choice(PIECES)
        lines[place : place + 1] = chance.choice(
            (
                [f"{key}: {piece}"] if colon else [piece],
                [line, f"{' ' * chance.randint(0, 6)}{piece}: {chance.choice(PIECES)}"],
                [f"{piece}{line}"],
                [f"{line}{piece}"],
                [line, line],
                [line[: chance.randint(0, len(line))]],
                [],
                ["\t" + line],
                [" " + line],
                [line.replace(chance.choice("aeiou:-"), chance.choice(PIECES)[:40])],
            )
        )
        lines = lines or [""]
    return "\n".join(lines)


def for_a_while(try_one: Callable[[random.Random], object], *, least: int) -> None:
    """Try one thing after the other with new seeds until the time is over."""
    seeds = random.SystemRandom()
    end, count = time.monotonic() + SECONDS, 0
    while count < least or time.monotonic() < end:
        seed, count = seeds.getrandbits(48), count + 1
        try:
            try_one(random.Random(seed))  # noqa: S311 - to find faults, not to keep secrets
        except BaseException:
            print(f"failed with random.Random({seed})")
            raise
    print(f"{count} tried, the last with random.Random({seed})")
