from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.access.settings import MOST, read_access
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
statements:
  - says: Nobody decrypts
    must: never
    who: {kinds: [role]}
    do: [kms:Decrypt]
    to: {kinds: [key]}
"""


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    path = folder / "access.yaml"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as error:
        read_access(path)
    return tuple(one.removeprefix(f"{folder}/") for one in error.value.mistakes)


@pytest.mark.parametrize(
    ("was", "instead", "said"),
    [
        ("must: never", "must: seldom", "access.yaml:3: statements.0.must: given 'seldom'; allowed: "),
        ("kinds: [role]", "kind: [role]", "access.yaml:4: statements.0.who.kind: unknown key (did you mean kinds?)"),
        (
            "{kinds: [role]}",
            "{}",
            "access.yaml:4: statements.0.who.kinds: given []; allowed: one class of principals: ",
        ),
        (
            "{kinds: [role]}",
            "{kinds: [role], account: ours}",
            "who.kinds: given ['role']; allowed: one class of principals",
        ),
        ("    do: [kms:Decrypt]\n", "", "statements.0.do: given []; allowed: actions, or become: true"),
        ("kinds: [key]", "named: [x]", "access.yaml:6: statements.0.to.kinds: missing; required"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(tmp_path: Path, was: str, instead: str, said: str) -> None:
    (told,) = mistakes(tmp_path, GOOD.replace(was, instead))
    assert said in told


def test_a_sentence_is_said_once_and_there_are_at_most_forty(tmp_path: Path) -> None:
    statement = GOOD.partition("\n")[2]
    assert mistakes(tmp_path, GOOD + statement) == ("access.yaml: says 'Nobody decrypts' twice; allowed: once",)
    many = "statements:\n" + "".join(statement.replace("Nobody", f"Nobody{number}") for number in range(MOST + 1))
    (told,) = mistakes(tmp_path, many)
    assert "at most 40" in told


def test_the_repository_s_statements_are_read() -> None:
    statements = read_access(ROOT / "access.yaml").statements
    assert 30 <= len(statements) <= MOST
    text = (ROOT / "access.yaml").read_text(encoding="utf-8")
    assert "111122223333" not in text
