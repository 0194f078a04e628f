"""The project itself: its name, the version that is installed, and where it is read."""

from __future__ import annotations

from typing import Final

NAME: Final = "governed-cdk"
"""The distribution, and the pack of the rules that come with it."""

ADDRESS: Final = f"https://github.com/example-org/{NAME}"
"""The repository. Whoever makes it a company's own says so here; a test names every document that says it too."""


def page(path: str) -> str:
    """Where a file or folder of the repository is read."""
    return f"{ADDRESS}/blob/main/{path}"


def release_address(version: str) -> str:
    """Where the wheel of a release is."""
    return f"{ADDRESS}/releases/download/v{version}/{NAME.replace('-', '_')}-{version}-py3-none-any.whl"


def version() -> str:
    """The version that is installed: what `pyproject.toml` says."""
    from importlib.metadata import version as installed  # noqa: PLC0415 - most commands never ask, and all would wait

    return installed(NAME)
