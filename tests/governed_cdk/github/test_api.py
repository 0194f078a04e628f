from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.github.api import GitHub, from_environment

if TYPE_CHECKING:
    from tests.governed_cdk.github.server import State


def comments(many: int) -> list[dict[str, object]]:
    """As GitHub has them once who wrote them has left."""
    return [{"id": number, "html_url": f"https://github.com/x#{number}", "user": None} for number in range(many)]


def test_every_page_of_a_list_is_read(github: State) -> None:
    github.comments = comments(250)
    assert [one["id"] for one in from_environment().pages("issues/7/comments")] == list(range(250))
    assert len(github.asked) == 3


def test_what_github_refuses_is_one_line(github: State, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="GitHub: GET /orgs/example-org/teams/nobody/members: 404 Not Found"):
        from_environment().get("/orgs/example-org/teams/nobody/members")
    monkeypatch.setenv("GH_TOKEN", "wrong")
    with pytest.raises(ConfigurationError, match="401 Bad credentials") as refused:
        from_environment().get("pulls/7")
    assert "wrong" not in str(refused.value)
    assert github.asked


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(ConfigurationError, match="GitHub: GET"):
        GitHub("a/b", "ghs_x", "http://127.0.0.1:9").get("pulls/7")


@pytest.mark.parametrize(("repository", "url"), [("fileflow", "https://x"), ("a/b/c", "https://x"), ("a/b", "ftp://x")])
def test_what_is_no_repository_or_no_address_is_bad_input(repository: str, url: str) -> None:
    with pytest.raises(ConfigurationError):
        GitHub(repository, "ghs_x", url)


def test_a_page_of_another_server_is_not_followed(github: State) -> None:
    github.comments = comments(150)
    api = from_environment()
    github.url = "http://evil.example"
    assert len(list(api.pages("issues/7/comments"))) == 100


def test_a_missing_token_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GH_TOKEN", "GITHUB_TOKEN", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="GH_TOKEN"):
        from_environment("a/b")
