"""The distributions that the library's functions ship with: wheels as PyPI has them, inside the package, to the byte.

What a service repository has installed decides nothing: two repositories of one version of the library deploy the same
code. The versions are those of requirements.txt, with which the code is tested; CONTRIBUTING says how one is renewed.
"""

from __future__ import annotations

import functools
import hashlib
import re
import zipfile
from pathlib import Path

from constructs_lib.kernel.errors import ConfigurationError

FOLDER = Path(__file__).parents[1] / "runtime" / "wheels"

WHEELS = {
    "aws_lambda_powertools-3.37.0-py3-none-any.whl": "92df3f790851a30cfb5ed45ff8e11f2de9b74e60aed0169d2a6b6da2362b45fb",
    "detect_secrets-1.5.0-py3-none-any.whl": "e24e7b9b5a35048c313e983f76c4bd09dad89f045ff059e354f9943bf45aa060",
    "jmespath-1.1.0-py3-none-any.whl": "a5663118de4908c91729bea0acadca56526eb2698e83de10cd116ae0f4e97c64",
    "pymysql-1.2.4-py3-none-any.whl": "e169bed906168fffd0088925f45b3df024c2775c6fd128da0df773d47c458840",
    "typing_extensions-4.16.0-py3-none-any.whl": "481caa481374e813c1b176ada14e97f1f67a4539ce9cfeb3f350d78d6370c2e8",
}
"""SHA-256 of each, as on PyPI."""


def canonical(name: str) -> str:
    """A distribution's name as indexes compare it: `typing_extensions` is `typing-extensions`."""
    return re.sub(r"[-_.]+", "-", name).lower()


PINNED = {canonical(file.split("-")[0]): file for file in WHEELS}
"""Its wheel by the name of each distribution."""


@functools.cache
def wheel_files(distribution: str) -> dict[str, bytes]:
    """The code of a pinned distribution by path, without scripts and the notes about the installation.

    Raises ConfigurationError for a wheel that is not the one that the library was released with.
    """
    file = PINNED[distribution]
    path = FOLDER / file
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != WHEELS[file]:
        raise ConfigurationError(f"{path}: not the wheel that governed-cdk was released with; install it anew")
    with zipfile.ZipFile(path) as wheel:
        return {
            entry.filename: wheel.read(entry)
            for entry in wheel.infolist()
            if not entry.is_dir() and not entry.filename.split("/")[0].endswith((".dist-info", ".data"))
        }
