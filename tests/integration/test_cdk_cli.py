"""The tests of `cdk` again, with CDK's own command line where the others have a stand-in."""

from __future__ import annotations

import pytest

from tests.governed_cdk.cdk_cli.test_interrupted import *  # noqa: F403 - the same tests, another `command`
from tests.governed_cdk.cdk_cli.test_main import *  # noqa: F403 - as above
from tests.support import ROOT


@pytest.fixture  # type: ignore[no-redef]  # that is the point
def command() -> list[str]:
    return [str(ROOT / "tools/cdk")]
