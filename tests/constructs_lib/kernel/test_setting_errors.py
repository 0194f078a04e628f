from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, field_validator, model_validator

from constructs_lib import ConfigurationError, DatabaseSettings, DataClass, StrictModel, invalid
from constructs_lib.kernel.setting_errors import Mistakes, checked, source_of, validate
from constructs_lib.kernel.yaml_file import read_yaml_text


class Inner(StrictModel):
    name: str
    port: Annotated[int, Field(ge=1, le=65535)] = 1


class Even(StrictModel):
    number: int = 2
    other: int = 2

    @field_validator("number")
    @classmethod
    def _even(cls, number: int) -> int:
        if number % 2:
            raise ValueError("it is odd")
        return number

    @field_validator("other")
    @classmethod
    def _even_too(cls, other: int) -> int:
        if other % 2:
            raise AssertionError("odd too")
        return other


class Record(StrictModel):
    keep_days: Annotated[int, Field(ge=1)] = 7
    size_gib: Annotated[int, Field(ge=20, le=100)] | None = None
    share: Annotated[float, Field(ge=0, le=1)] = 0.5
    on: bool = True
    every: Literal[1, 5, 10] = 1
    mode: Literal["a", "b"] | None = None
    data_class: DataClass = DataClass.PUBLIC
    zones: Annotated[tuple[str, ...], Field(min_length=2, max_length=3)] = ("a", "b")
    inner: Inner = Inner(name="x")
    many: tuple[Inner, ...] = ()
    labels: dict[Literal["one", "two"], str] = Field(default_factory=dict)
    text: Annotated[str, Field(min_length=2, max_length=4)] = "abc"

    @model_validator(mode="after")
    def _agree(self) -> Record:
        if self.keep_days == 13:
            raise ConfigurationError(*invalid("keep_days", 13, "luck").mistakes, "inner.port: is told too")
        return self


def mistakes(text: str) -> list[str]:
    data = read_yaml_text(text, "f.yaml")
    found = Mistakes(source_of(data, "f.yaml"))
    assert checked(Record, data, found) is None or found
    return list(found.error().mistakes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keep_days: yes", "keep_days: given yes; allowed: a whole number of days, 1 or more"),
        ("keep_days: '7'", "keep_days: given '7'; allowed: a whole number of days, 1 or more"),
        ("keep_days: 7.0", "keep_days: given 7.0; allowed: a whole number of days, 1 or more"),
        ("keep_days: 0", "keep_days: given 0; allowed: a whole number of days, 1 or more"),
        ("keep_days:", "keep_days: given nothing; allowed: a whole number of days, 1 or more"),
        ("size_gib: 7", "size_gib: given 7; allowed: a whole number of GiB, 20 to 100, or null"),
        ("share: true", "share: given true; allowed: a number, 0 to 1"),
        ("share: 2", "share: given 2; allowed: a number, 0 to 1"),
        ("'on': 0", "on: given 0; allowed: true or false"),
        ("'on': 'true'", "on: given 'true'; allowed: true or false"),
        ("every: true", "every: given true; allowed: 1, 5 or 10"),
        ("every: 1.0", "every: given 1.0; allowed: 1, 5 or 10"),
        ("every: '5'", "every: given '5'; allowed: 1, 5 or 10"),
        ("mode: c", "mode: given 'c'; allowed: 'a' or 'b' or null"),
        (
            "data_class: secret",
            "data_class: given 'secret'; allowed: 'public', 'internal', 'confidential' or 'highly-confidential'",
        ),
        ("zones: a", "zones: given 'a'; allowed: a list, as [a, b], 2 to 3 values"),
        ("zones: [a]", "zones: given ['a']; allowed: a list, as [a, b], 2 to 3 values"),
        ("zones: [a, 1]", "zones.1: given 1; allowed: text"),
        ("zones: {a: b}", "zones: given {'a': 'b'}; allowed: a list, as [a, b], 2 to 3 values"),
        ("inner: [a]", "inner: given ['a']; allowed: a mapping"),
        ("inner: false", "inner: given false; allowed: a mapping"),
        ("inner: {port: 1}", "inner.name: missing; required"),
        ("inner: {name: x, prot: 1}", "inner.prot: unknown key (did you mean port?); allowed: name, port"),
        ("many: [{name: x, port: 0}]", "many.0.port: given 0; allowed: a whole number, 1 to 65535"),
        ("many: {name: x}", "many: given {'name': 'x'}; allowed: a list, as [a, b]"),
        ("labels: {one: 1}", "labels.one: given 1; allowed: text"),
        ("labels: {six: a}", "labels.six: unknown key; allowed: 'one' or 'two'"),
        ("text: abcde", "text: given 'abcde'; allowed: text, 2 to 4 characters"),
        ("text: 2026-02-30", "text: given '2026-02-30'; allowed: text, 2 to 4 characters"),
        ("text: '${a}'", "text: holds ${...} or {{...}}, which nothing fills in; allowed: the text itself"),
        (
            "labels: {one: 'x{{resolve:ssm:/x}}'}",
            "labels.one: holds ${...} or {{...}}, which nothing fills in; allowed: the text itself",
        ),
    ],
    ids=str,
)
def test_a_mistake_says_line_key_given_and_allowed_in_the_words_of_yaml(text: str, said: str) -> None:
    assert mistakes(f"# one line before\n{text}") == [f"f.yaml:2: {said}"]


def test_the_line_is_that_of_the_key_or_of_what_is_around_it() -> None:
    text = "many:\n  - name: a\n  - port: 2\ninner:\n  name: b\n  port: 0\nkeep: 1"
    assert [line.split(" ")[0] for line in mistakes(text)] == ["f.yaml:6:", "f.yaml:3:", "f.yaml:7:"]


def test_what_a_validator_of_several_keys_says_is_a_line_each_with_its_place() -> None:
    assert mistakes("inner: {name: a}\nkeep_days: 13") == [
        "f.yaml:2: keep_days: given 13; allowed: luck",
        "f.yaml:1: inner.port: is told too",
    ]


def test_of_very_many_mistakes_ten_are_told_and_the_rest_is_counted() -> None:
    data = {f"key{number}": 1 for number in range(50_000)}
    with pytest.raises(ConfigurationError) as caught:
        validate(Record, data, "f.yaml")
    assert len(caught.value.mistakes) == 11
    assert caught.value.mistakes[-1] == "f.yaml: and 49,990 more"
    assert max(map(len, mistakes(f"? {'k' * 900_000}\n: 1"))) < 400


def test_a_validator_that_knows_nothing_of_ours_is_told_in_its_own_words() -> None:
    with pytest.raises(ConfigurationError) as caught:
        validate(Even, {"number": 3, "other": 5}, "f.yaml")
    assert caught.value.mistakes == ("f.yaml: number: given 3: it is odd", "f.yaml: other: given 5: odd too")


@pytest.mark.parametrize("key", ["x" * 900_000, "9" * 5_000, "\u00b2", "\uff11", "a.b.0", ": ", ""], ids=range(7))
def test_no_line_is_longer_than_a_page_whatever_a_validator_repeats(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        validate(DatabaseSettings, {"parameters": {key: "1"}}, "f.yaml")
    assert max(map(len, caught.value.mistakes)) < 2_000


HIMSELF: list[Any] = []
HIMSELF.append(HIMSELF)


@pytest.mark.parametrize(
    "data",
    [{(1, 2): 3}, {"text": HIMSELF}, {"keep_days": 10**5000}, {"text": "\ud800"}],
    ids=["key", "circle", "huge", "half"],
)
def test_what_no_file_can_hold_is_refused_in_one_line(data: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        validate(Record, data, "f.yaml")
    (mistake,) = caught.value.mistakes
    assert mistake.startswith("f.yaml: given ")


def test_a_record_is_made_of_what_a_file_holds() -> None:
    data = read_yaml_text(
        "zones: [a, c]\ndata_class: internal\nshare: 1\nmany: [{name: x}]\nlabels: {one: a}\nmode:\n", "f.yaml"
    )
    record = validate(Record, data, "f.yaml")
    assert (record.zones, record.data_class, record.share, record.mode) == (("a", "c"), DataClass.INTERNAL, 1.0, None)
    assert (record.many, record.labels) == ((Inner(name="x"),), {"one": "a"})


def test_python_code_is_held_to_the_types_too() -> None:
    with pytest.raises(ValueError, match="keep_days"):
        Record(keep_days=True)
    with pytest.raises(ValueError, match="on"):
        Record(on=0)  # type: ignore[arg-type]  # what mypy would say already
