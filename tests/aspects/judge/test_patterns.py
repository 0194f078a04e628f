"""Every pattern that is run on the text of a template takes time that grows with the text, whatever it is."""
# ruff: noqa: E501 - a table of bad input stands line by line

from __future__ import annotations

import ast
import importlib
import re
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = (
    "aspects/judge/access", "aspects/judge/readings", "aspects/judge/rules", "aspects/judge/template",
    "governed_cdk/formats",
)  # fmt: skip
FILES = ("aspects/judge/lock/canonical.py", "constructs_lib/kernel/secret_shapes.py", "constructs_lib/kernel/errors.py")
LONG = 40_000  # characters: what is quadratic takes seconds
MOST = 0.4  # processor seconds; what is linear takes a hundredth
PARTS = (
    "${", "${a", "${a}", "{{resolve:ssm:", "{{", "{%", "arn:", "arn:aws:", "a-", "a", "aA", "/a", "/", "[", "(", '"', "'", "\\",
    " ", "\n", "\t", "password=", "password=a", 'password: "', "password", "password ", "ALARM(", "ALARM ", ".dkr.ecr.",
    ".dkr.ecr.a.amazonaws.com", "-----BEGIN A", "eyJ", "eyJ-", "eyJa.", "AKIA", "ghp_", "https://", "://", "kms", "alias/aws", ":", "::",
    "*", "*:", "0", "x@", "a.b", "a.", "_", "-", "#", "##", "{", '{"Resources"', "Resources", "Resources ", "&{", "$", "<", "=",
    "key/", "\ue000", "\ue001",
)  # fmt: skip


def used() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Each pattern of a module by its name, and the method by which the module asks it."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    for path in [*paths, *(ROOT / file for file in FILES)]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        calls = {
            (node.func.value.id, node.func.attr)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        }
        if not any(called.isupper() or called.startswith("_") for called, _ in calls):
            continue
        held: Any = vars(importlib.import_module(name)) if "compile(" in path.read_text(encoding="utf-8") else {}
        for called, method in sorted(calls):
            if isinstance(found := held.get(called), re.Pattern):
                yield f"{name}.{called}.{method}", found, method


USED = {name: (pattern, method) for name, pattern, method in used()}


def late(signum: int, frame: object) -> None:
    del signum, frame
    raise TimeoutError


@pytest.mark.slow
@pytest.mark.parametrize("name", USED)
def test_a_pattern_looks_at_no_stretch_of_text_again_and_again(name: str) -> None:
    pattern, method = USED[name]
    ask = (lambda text: pattern.sub("", text)) if method == "sub" else getattr(pattern, method)
    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    try:
        for part in (*PARTS, *re.findall(r"[A-Za-z0-9:_ -]{2,}", pattern.pattern)):
            start = time.process_time()
            found = ask((part * (LONG // len(part)))[:LONG] + "\0")
            if method == "finditer":
                sum(1 for _ in found)
            assert time.process_time() - start < MOST, part
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_most_patterns_are_tried() -> None:
    assert len(USED) > 25
    assert "aspects.judge.template.text._DYNAMIC.finditer" in USED
