"""The second distribution: what it is built of, alone in an environment, and in the zip of a Lambda function."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import tomllib
import venv
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from constructs_lib.compute.bundle import bundle
from tests.governed_runtime.fakes import VARIABLES
from tests.repository import PROJECT
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

SOURCE = ROOT / "governed_runtime"
OWN = tomllib.loads((SOURCE / "pyproject.toml").read_text())["project"]
MODULES = sorted(path.stem for path in SOURCE.glob("*.py"))
# Everything that it can be asked, against the address that AWS_ENDPOINT_URL has.
PROGRAM = """
import asyncio, importlib, sys
from pathlib import Path
import governed_runtime
from governed_runtime import aio, contract
for name in {modules}:
    importlib.import_module(f"governed_runtime.{{name}}")
assert governed_runtime.secret("db")["password"] == "hidden"
assert governed_runtime.parameter("features/limit", to=int) == 7
assert governed_runtime.output(contract.NETWORK_PRIVATE_SUBNET_IDS) == ["7"]
assert asyncio.run(aio.secret("db")).text
foreign = {{"aws_cdk", "constructs_lib", "pydantic", "aspects", "governed_cdk", "yaml", "jsii"}}
assert foreign.isdisjoint(sys.modules), foreign & set(sys.modules)
print(Path(governed_runtime.__file__).parents[1])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=SOURCE, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


class Answers(BaseHTTPRequestHandler):
    """GetSecretValue and GetParameter, as far as boto3 reads the answers."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        secret = self.headers["x-amz-target"] == "secretsmanager.GetSecretValue"
        answer: dict[str, object] = {"Parameter": {"Value": "7", "Version": 1}}
        if secret:
            answer = {"ARN": "arn", "Name": "db", "VersionId": "v" * 32, "SecretString": '{"password": "hidden"}'}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/x-amz-json-1.1")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host, port = server.server_address[:2]
    yield {
        **VARIABLES,
        "PATH": os.defpath,
        "AWS_ENDPOINT_URL": f"http://{host!s}:{port}",
        "AWS_REGION": "ap-northeast-2",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_LAMBDA_FUNCTION_NAME": "prod-orders-work",
    }
    server.shutdown()
    server.server_close()


def ran(python: Path | str, folder: Path, variables: dict[str, str], *options: str) -> list[str]:
    """What the program printed: a record for each read, and where it was imported from."""
    command = [str(python), *options, "-c", PROGRAM.format(modules=MODULES)]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_version_licence_and_pythons_are_those_of_the_library_and_its_needs_are_two() -> None:
    for key in ("version", "license", "requires-python", "authors"):
        assert OWN[key] == PROJECT[key], key
    assert {Requirement(text).name for text in OWN["dependencies"]} == {"boto3", "aws-lambda-powertools"}
    assert not {Requirement(text).name for text in PROJECT["dependencies"]} & {OWN["name"]}


def test_the_wheel_is_small_typed_and_has_the_licence(wheel: Path) -> None:
    assert wheel.name == f"governed_runtime-{PROJECT['version']}-py3-none-any.whl"
    assert wheel.stat().st_size < 100_000
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert archive.read("governed_runtime/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert held == {f"governed_runtime/{name}" for name in ("LICENSE", "py.typed", *(f"{one}.py" for one in MODULES))}


def needs(*names: str) -> set[str]:
    """Distributions with all that they need, as they are installed here."""
    found, left = set[str](), [canonicalize_name(name) for name in names]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            required = map(Requirement, distribution(name).requires or [])
            left += [
                canonicalize_name(one.name) for one in required if not one.marker or one.marker.evaluate({"extra": ""})
            ]
    return found


def link(folder: Path, *names: str) -> None:
    """Put distributions with all that they need into a folder, as they are installed here: there is no network."""
    for name in needs(*names):
        for file in distribution(name).files or []:
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(str(distribution(name).locate_file(top)))


def test_it_works_in_an_environment_that_has_nothing_else(
    wheel: Path, variables: dict[str, str], tmp_path: Path
) -> None:
    venv.create(tmp_path / "alone", with_pip=False)
    python = tmp_path / "alone/bin/python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (packages,) = tmp_path.glob("alone/lib/python3*/site-packages")
    link(packages, *(Requirement(text).name for text in OWN["dependencies"]))
    *reads, where, used = ran(python, tmp_path, variables)
    assert where == str(packages)
    records = [*reads, used]  # the last at the end of the process
    events = [json.loads(record) for record in records]
    assert [one["message"] for one in events] == ["read"] * 3 + ["used"]
    assert {one["function"] for one in events} == {"prod-orders-work"}
    assert "hidden" not in "".join(records)


def test_it_works_from_the_bundle_of_a_function_where_lambda_brings_boto3(
    wheel: Path, variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "installed"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--target",
        str(installed),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    monkeypatch.syspath_prepend(str(installed))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "work").mkdir()
    (tmp_path / "work/handler.py").write_text("from governed_runtime import secret\n")
    names = ("governed-runtime", "aws-lambda-powertools", "jmespath", "typing_extensions")
    made = bundle(tmp_path / "work", names)
    task = tmp_path / "task"
    with zipfile.ZipFile(tmp_path / "function.zip", "w") as archive:
        for path in made.rglob("*"):
            archive.write(path, path.relative_to(made))
    with zipfile.ZipFile(tmp_path / "function.zip") as archive:
        archive.extractall(task)
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    link(runtime, "boto3")
    lambdas = {**variables, "PYTHONPATH": f"{task}{os.pathsep}{runtime}"}
    assert ran(sys.executable, task, lambdas, "-S")[-2] == str(task)
