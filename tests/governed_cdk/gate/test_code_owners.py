from __future__ import annotations

import pytest

from governed_cdk.gate.code_owners import parse_code_owners, read_code_owners


@pytest.mark.parametrize(
    ("pattern", "mine", "not_mine"),
    [
        ("*", ["a", "a/b/c.py"], []),
        ("*.js", ["a.js", "a/b.js"], ["a.jsx", "js"]),
        ("/build/logs/", ["build/logs/a", "build/logs/a/b"], ["a/build/logs/b", "build/logs"]),
        ("docs/*", ["docs/a.md"], ["docs/a/b.md", "a/docs/b.md"]),
        ("apps/", ["apps/a", "b/apps/c/d"], ["apps"]),
        ("/docs/", ["docs/a", "docs/a/b"], ["a/docs/b"]),
        ("/scripts/", ["scripts/a"], ["scripts"]),
        ("**/logs", ["build/logs", "logs", "a/b/logs", "a/logs/b"], ["a/logsx"]),
        ("/apps/github", ["apps/github", "apps/github/a"], ["b/apps/github", "apps/githubx"]),
        ("a?.py", ["ab.py", "x/ac.py"], ["a.py", "abc.py"]),
        ("stateful.lock.json", ["stateful.lock.json", "a/stateful.lock.json"], ["statefulxlock.json"]),
    ],
)
def test_a_pattern_means_what_github_says_it_means(pattern: str, mine: list[str], not_mine: list[str]) -> None:
    owners = parse_code_owners(f"{pattern} @me")
    assert [path for path in mine if owners.of(path) != ("@me",)] == []
    assert [path for path in not_mine if owners.of(path)] == []


def test_the_last_line_that_matches_decides_also_one_without_owners() -> None:
    owners = parse_code_owners("# all\n* @all\n\n/infra/ @ops @org/team # theirs\n/infra/open/\n")
    assert owners.of("README.md") == ("@all",)
    assert owners.of("infra/app.py") == ("@ops", "@org/team")
    assert owners.of("infra/open/x") == ()
    assert owners.of_all(["README.md", "infra/app.py"]) == {"@all", "@ops", "@org/team"}


def test_what_github_does_not_read_is_skipped() -> None:
    assert parse_code_owners("!a @x\n[ab] @y\n").patterns == ()


def test_the_first_place_with_a_file_counts() -> None:
    files = {"CODEOWNERS": "* @root", "docs/CODEOWNERS": "* @docs"}
    assert read_code_owners(files.get).of("a") == ("@root",)
    assert read_code_owners(lambda _: None).of("a") == ()
