"""Calls of GitHub's REST API: JSON in, JSON out, page by page.

Source: GitHub REST API documentation, version 2022-11-28, "Getting started with the REST API", "Using pagination".
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PUBLIC = "https://api.github.com"
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_SECONDS = 30
_NEXT = re.compile(r'<([^>]+)>; rel="next"')
_MOST_PAGES = 50


class GitHub:
    """The API of one repository, `owner/name`. Methods raise ConfigurationError for whatever GitHub refuses."""

    def __init__(self, repository: str, token: str, url: str = PUBLIC) -> None:
        """Raises ConfigurationError for what is no repository."""
        if not _REPOSITORY.fullmatch(repository):
            raise invalid("repository", repository, "owner/name")
        if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise invalid("GITHUB_API_URL", url, "https://...")
        self._repository, self._token, self._url = repository, token, url.rstrip("/")

    def get(self, path: str) -> Any:
        """One answer of `repos/<owner>/<name>/<path>`; a path with a slash first is the API's own."""
        return self._call("GET", self._address(path))[0]

    def pages(self, path: str) -> Iterator[Any]:
        """Every item of a list, all pages of it."""
        address: str | None = self._address(f"{path}{'&' if '?' in path else '?'}per_page=100")
        for _ in range(_MOST_PAGES):
            if address is None:
                return
            items, links = self._call("GET", address)
            yield from items
            found = _NEXT.search(links)
            address = found[1] if found and found[1].startswith(f"{self._url}/") else None

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """POST, PATCH or PUT a body."""
        return self._call(method, self._address(path), body)[0]

    def _address(self, path: str) -> str:
        return f"{self._url}{path}" if path.startswith("/") else f"{self._url}/repos/{self._repository}/{path}"

    def _call(self, method: str, address: str, body: Mapping[str, Any] | None = None) -> tuple[Any, str]:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "User-Agent": "governed-cdk",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310 - checked when made
        what = f"GitHub: {method} {address.removeprefix(self._url)}"
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - the same
                text = answer.read()
                return (json.loads(text) if text else None), answer.headers.get("Link", "")
        except urllib.error.HTTPError as error:
            raise ConfigurationError(f"{what}: {error.code} {_message(error)}") from None
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{what}: {error}") from None


def from_environment(repository: str = "") -> GitHub:
    """GitHub by the variables that its runners have: GITHUB_REPOSITORY, GITHUB_API_URL, GH_TOKEN or GITHUB_TOKEN.

    Raises ConfigurationError for a missing one.
    """
    name = repository or os.environ.get("GITHUB_REPOSITORY", "")
    token = os.environ.get("GH_TOKEN") or os.environ.get("GITHUB_TOKEN") or ""
    if not name or not token:
        raise ConfigurationError("GitHub: set GITHUB_REPOSITORY to owner/name, and GH_TOKEN to a token of it")
    return GitHub(name, token, os.environ.get("GITHUB_API_URL") or PUBLIC)


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read()).get("message", error.reason))
    except (ValueError, AttributeError):
        return str(error.reason)
