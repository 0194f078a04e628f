"""The entry, loaded as Lambda loads it: from the asset's root, without the rest of the library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.constructs_lib.runtime.rotation.worker import ASSET

if TYPE_CHECKING:
    from pathlib import Path

# boto3 comes with the Lambda runtime; this one answers as a secret that is not rotated.
BOTO3 = """
class Client:
    def describe_secret(self, SecretId):
        return {"RotationEnabled": False}

def client(service):
    assert service == "secretsmanager"
    return Client()
"""
VARIABLES = {"PASSWORD_LENGTH": "32", "EXCLUDE_CHARACTERS": '/@" '}
INVOKE = """
import sys, types
import handler
assert "aws_cdk" not in sys.modules and "constructs_lib" not in sys.modules
context = types.SimpleNamespace(
    function_name="f", memory_limit_in_mb=256, invoked_function_arn="arn", aws_request_id="r"
)
try:
    handler.handler({"Step": "createSecret", "SecretId": "arn:secret", "ClientRequestToken": "t"}, context)
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


def invoke(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    asset = folder / "asset"
    shutil.copytree(ASSET, asset, ignore=shutil.ignore_patterns("__pycache__"))
    (asset / "boto3.py").write_text(BOTO3)
    return subprocess.run(
        [sys.executable, "-c", INVOKE],
        cwd=asset,
        env={**os.environ, **VARIABLES, **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_asset_is_complete_and_runs_a_step_with_boto3s_client(tmp_path: Path) -> None:
    result = invoke(tmp_path)
    assert result.stderr.strip() == "RotationError: rotation is not enabled for arn:secret"
    assert result.returncode == 1


def test_a_wrong_setting_is_reported_before_anything_is_called(tmp_path: Path) -> None:
    result = invoke(tmp_path, ROTATION_STRATEGY="never")
    assert result.stderr.strip().startswith("RotationError: ROTATION_STRATEGY is 'never'; allowed: auto, ")
