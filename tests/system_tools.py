"""Programs of the system that some tests need."""

from __future__ import annotations

import os
import shutil

import pytest


def system_tool(name: str, *, package: str) -> str:
    """The path of a program of the system; without it the test is skipped, or fails where CI demands it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found:
        return found
    message = f"{name} is missing: apt-get install {package}"
    if os.environ.get("GOVERNED_CDK_REQUIRE_TOOLS") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
