from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.yaml_body import read_yaml_body
from constructs_lib.kernel.errors import ConfigurationError

HUGE = "f" * 5_000


def read(text: str) -> Any:
    return read_yaml_body("t.yaml", text, DEFAULT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-7", -7), ("0x1f", 31), ("0755", 493), ("1_000", 1000), ("1.5", 1.5), ("yes", True), ("~", None),
        ("", None),
        ("2026-02-30", "2026-02-30"), ("2010-09-09", "2010-09-09"), ("'1'", "1"), ("0x_", "0x_"), ("=", "="),
        (f"0x{HUGE}", f"0x{HUGE}"), ("9" * 5_000, "9" * 5_000), ("9" * 25, "9" * 25), ("1:30:00", 5400),
        (":".join(["59"] * 3_000), ":".join(["59"] * 3_000)), ("!!str 1", "1"), ("!!int '7'", 7), ("! 1", "1"),
        ("!Ref A", {"Ref": "A"}), ("!Sub '${A}'", {"Fn::Sub": "${A}"}),
        ("!Join ['', [a, !Ref B]]", {"Fn::Join": ["", ["a", {"Ref": "B"}]]}),
        ("!GetAtt A.B", {"Fn::GetAtt": "A.B"}), ("!Condition C", {"Condition": "C"}),
        ("!If {a: b}", {"Fn::If": {"a": "b"}}),
    ],
)  # fmt: skip
def test_a_value_is_what_cloudformation_takes_it_for(text: str, value: Any) -> None:
    assert read(f"a: {text}") == {"a": value}


@pytest.mark.parametrize("key", ["1", "0x1f", "yes", "~", "1.50", "111122223333", f"0x{HUGE}", "'a'"])
def test_a_key_is_text_as_it_is_written(key: str) -> None:
    assert read(f"? {key}\n: b") == {key.strip("'"): "b"}


def test_aliases_and_merge_keys_unfold() -> None:
    text = "a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}\nc: [*a, *a]\n? &k key\n: 1\n*k : 2\n"
    with pytest.raises(ConfigurationError, match=":6: not YAML: key 'key' stands twice, first in line 4"):
        read(text)
    found = read(text.replace("*k : 2\n", "z: *k\n"))
    assert found["b"] == {"x": 1, "y": 2}
    assert found["c"] == [found["a"], found["a"]]
    assert found["z"] == "key"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3", ":3: not YAML: key 'a' stands twice, first in line 1"),
        ("Resources:\n  A: {}\n  B: {}\n  A: {}", ":4: not YAML: key 'A' stands twice, first in line 2"),
        ("x: {Tags: [], Tags: []}", ":1: not YAML: key 'Tags' stands twice, first in line 1"),
        ("a: 1\n'a': 2", ":2: not YAML: key 'a' stands twice, first in line 1"),
        ("1: a\n'1': b", ":2: not YAML: key '1' stands twice, first in line 1"),
        ("x: !Sub\n  - a\n  - {b: 1,\n     b: 2}", ":4: not YAML: key 'b' stands twice, first in line 3"),
        ("a: !!python/name:os.system x", ":1: not YAML: could not determine a constructor for the tag '!!python/"),
        ("a: !!binary aGk=", ":1: not YAML: could not determine a constructor for the tag '!!binary'"),
        ("a: !!int b", ":1: not YAML: could not determine a constructor for the tag '!!int'"),
        ("a: !!set {b}", ":1: not YAML: could not determine a constructor for the tag '!!set'"),
        ("? [a]\n: b", ":1: not YAML: given a list or a mapping as a key"),
        ("a: *b", ":1: not YAML: '*b' names nothing that stands before it"),
        ("a: &a [*a]", ":1: '*a' holds itself"),
        ("a: {<<: 1}", ":1: given 1; allowed: a mapping"),
        ("a: 1\n--- b", ":2: not YAML: but found another document"),
        ("a: \x07", ": not YAML: "),
        ("a: [1", ":2: not YAML: "),
        ("a:\n\tb: 1", ":2: not YAML: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read(text)
    assert refused.value.mistakes[0].startswith(f"t.yaml{said}")
    assert len(refused.value.mistakes) == 1


def test_every_double_is_told_up_to_ten() -> None:
    with pytest.raises(ConfigurationError) as refused:
        read("\n".join(f"k{number % 20}: 1" for number in range(60)))
    assert (len(refused.value.mistakes), refused.value.mistakes[-1]) == (11, "t.yaml: and 30 more")
