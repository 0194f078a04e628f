"""What is too much is refused with what was given, soon."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.limits import DEFAULT, Limits, limit_names
from aspects.judge.template.loading import load_readable
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1 << 20
ROUNDS = list(map(str, range(150)))
ITEMS = json.dumps(ROUNDS)
ONE = '{"Type": "AWS::SNS::Topic"}'


def loop(collection: str, made: str, name: str = "L") -> str:
    return f'{{"Resources": {{"Fn::ForEach::{name}": ["{name}", {collection}, {{{made}}}]}}}}'


def within(depth: int) -> str:
    """Loops of two rounds within each other, each of which makes a text nine times as long."""
    text = f"${{V{depth - 1}}}" * 50
    made = f'"T": {{"Type": "x", "Properties": {{"P": "{text}"}}}}'
    for level in range(depth):
        item = f"${{V{level - 1}}}" * 9 if level else "a" * 99
        made = f'"Fn::ForEach::V{level}": ["V{level}", ["{item}1", "{item}2"], {{{made}}}]'
    return f'{{"Transform": "AWS::LanguageExtensions", "Resources": {{{made}}}}}'


# Each a small text that means very much, or a large one that means nothing; and what is said of it.
TOO_MUCH = {
    "brackets": ("a: " + "[" * 30_000, "nested more than 200 levels deep"),
    "braces": ("{a: " * 30_000, "nested more than 200 levels deep"),
    "dashes": ("- " * 30_000, "nested more than 200 levels deep"),
    "question marks": ("? " * 30_000, "nested more than 200 levels deep"),
    "indentation": ("\n".join(f"{' ' * n}a:" for n in range(2_000)), "nested more than 200 levels deep"),
    "short forms": ("Resources: {A: {Type: x, Properties: {P: " + "!Join [" * 5_000, "nested more than 200 levels"),
    "JSON brackets": ('{"Resources": ' + "[" * 30_000 + "]" * 30_000 + "}", "nested more than 200 levels deep"),
    "JSON braces": ('{"Resources": ' * 300 + "1" + "}" * 300, "nested more than 200 levels deep"),
    "an alias of itself": ("Resources: {A: &a {Type: x, Properties: {P: *a}}}", "holds itself"),
    "aliases": (
        "x0: &x0 [a]\n" + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12)),
        "holds more than 1,000,000 values",
    ),
    "merge keys": (
        "a0: &a0 {k: 1}\n"
        + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: 1}}\n" for n in range(1, 12)),
        "holds more than 1,000,000 values",
    ),
    "many values": ('{"Resources": {"A": [' + "[]," * 1_100_000 + "1]}}", "holds more than 1,000,000 values"),
    "many values of YAML": ("a: [" + "1," * 1_000_001 + "]", "holds more than 1,000,000 values"),
    "a loop": (loop(json.dumps(list(map(str, range(30_000)))), f'"T${{L}}": {ONE}'), "loops go round more than 2,000"),
    "loops in loops": (
        loop(ITEMS, f'"Fn::ForEach::M": ["M", {ITEMS}, {{"T${{L}}x${{M}}": {ONE}}}]'), "loops go round more than 2,000",
    ),
    "a large thing in a loop": (
        loop(ITEMS, f'"T${{L}}": {{"Type": "x", "Properties": {{"P": {json.dumps([1] * 5_000)}}}}}'),
        "loops make more than 200,000 values",
    ),
    "a long text in a loop": (
        loop(ITEMS, f'"T${{L}}": {{"Type": "x", "Properties": {{"P": "{"${L}" * 90_000}"}}}}'),
        "loops make more than 200,000 values",
    ),
    "a long item": (loop(f'["{"x" * 400_000}"]', f'"T": {{"Type": "{"${L}" * 90_000}"}}'), "loops make more than"),
    "texts that double": (within(9), "loops make more than 200,000 values"),
    "a large file": ("\n" * (50 * MEBIBYTE), "given 52,428,800 bytes; allowed at most 33,554,432"),
    "blank lines": ("\n" * (5 * MEBIBYTE), "given 'nothing'"),
    "blanks": (" " * (5 * MEBIBYTE), "given 'nothing'"),
    "documents": ("---\n" * 1_000_000, ":2: not YAML: but found another document"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", TOO_MUCH)
def test_what_is_too_much_is_told_in_one_line_soon(tmp_path: Path, kind: str) -> None:
    text, said = TOO_MUCH[kind]
    path = tmp_path / ("template.json" if text.startswith('{"') else "template.yaml")
    path.write_text(text)
    start = time.process_time()
    templates, mistakes = load_readable([path])
    seconds = time.process_time() - start
    assert templates == []
    (mistake,) = mistakes
    assert mistake.startswith(f"{path}:")
    assert said in mistake
    assert len(mistake) < 500
    assert seconds < 5  # of processor time; each of them took minutes, or gigabytes


def test_what_is_just_within_the_limits_is_read(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    deep = "[" * 195 + "]" * 195
    path.write_text(f"Resources: {{A: {{Type: x, Properties: {{P: {deep}}}}}}}")
    assert load_readable([path])[1] == []
    path.write_text(loop(json.dumps(list(map(str, range(2_000)))), f'"T${{L}}": {ONE}'))
    (template,), mistakes = load_readable([path])
    assert (len(template.resources), mistakes) == (2_000, [])


@pytest.mark.parametrize(
    ("limit", "text", "said"),
    [
        ("file-bytes=100", "#" * 101, "given 101 bytes; allowed at most 100 (--limit file-bytes=...)"),
        ("values=10", "Resources: {A: {Type: x, P: [1, 2, 3, 4, 5, 6]}}", "holds more than 10 values"),
        ("values=10", '{"Resources": {"A": {"Type": "x", "P": [1, 2, 3, 4, 5, 6]}}}', "holds more than 10 values"),
        ("depth=3", "Resources: {A: {Type: x, P: {}}}", "nested more than 3 levels deep"),
        ("depth=3", '{"Resources": {"A": {"Type": "x", "P": {}}}}', "nested more than 3 levels deep"),
        ("loop-rounds=2", loop('["1", "2", "3"]', f'"T${{L}}": {ONE}'), "more than 2 times in all"),
        ("loop-values=3", loop('["1", "2", "3"]', f'"T${{L}}": {ONE}'), "more than 3 values"),
    ],
)
def test_each_limit_is_a_setting_that_is_told_when_it_is_met(tmp_path: Path, limit: str, text: str, said: str) -> None:
    path = tmp_path / "template.json"
    if not text.startswith('{"'):
        path = path.with_suffix(".yaml")
    path.write_text(text)
    (mistake,) = load_readable([path], limits=Limits.of([limit], "--limit"))[1]
    assert said in mistake


def test_limits_are_set_by_their_names() -> None:
    assert Limits.of([], "x") == DEFAULT
    assert Limits.of(["file-bytes=1", "file-bytes=2"], "x").file_bytes == 2
    assert limit_names() == ["file-bytes", "values", "depth", "loop-rounds", "loop-values"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("bytes=1", "--limit: bytes: no such limit (did you mean file-bytes?); allowed: depth, "),
        ("value=1", "--limit: value: no such limit (did you mean values?); allowed: "),
        ("values", "--limit: values: given ''; allowed: a whole number from 1 to 1,000,000,000,000"),
        ("values=0", "--limit: values: given '0'; allowed: a whole number from 1"),
        ("values=-1", "--limit: values: given '-1'; allowed: a whole number from 1"),
        ("values=1e9", "--limit: values: given '1e9'; allowed: a whole number from 1"),
        ("values=\uff11", "--limit: values: given '"),
        (f"values={'9' * 5000}", "--limit: values: given '999"),
        ("depth=201", "--limit: depth: given '201'; allowed: a whole number from 1 to 200"),
    ],
)
def test_no_other_limit_is_taken(given: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Limits.of([given], "--limit")
    assert str(refused.value).startswith(said)
