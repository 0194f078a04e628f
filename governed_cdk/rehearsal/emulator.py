"""A local AWS: ministack with our extension, as a child process on a loopback port of its own."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from constructs_lib.kernel.caches import jsii_cache
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.ports import free_port
from governed_cdk.rehearsal.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOST = "127.0.0.1"
SECRET = "rehearsal"  # noqa: S105 - of the local account: the emulator checks that requests are signed with it
_START_S = 30.0
_STOP_S = 10.0

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Emulator:
    """A running emulator. Its account is the one that the environment file names; every region is there."""

    endpoint: str
    account: str
    region: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of a program that talks to it, and to nothing else: nothing of ours is passed on."""
        return clean_environment(self.folder) | {
            "AWS_ENDPOINT_URL": require_loopback(self.endpoint),
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }

    def coverage(self) -> dict[str, Coverage]:
        """How far it goes with each type that it was started for."""
        found: dict[str, str] = json.loads((self.folder / "coverage.json").read_text(encoding="utf-8"))
        return {type_: Coverage(value) for type_, value in found.items()}

    def fail(self, *orders: str) -> None:
        """Let resources fail from now on: `create AWS::SNS::Topic`, `update AWS::SNS::Topic`; none ends all faults.

        `answer 503` is what new tasks answer to a smoke test.
        """
        (self.folder / "faults").write_text("\n".join(orders), encoding="utf-8")

    def minute(self, seconds: float) -> None:
        """Let a minute that a deployment of ECS waits last so long from now on; 0.02 seconds without this."""
        write_whole(self.folder / "minute", str(seconds))

    def client(self, service: str, region: str | None = None, *, retries: bool = True) -> Any:
        """A boto3 client of a service in a region, the home region when none is named."""
        import boto3  # noqa: PLC0415 - part of the `rehearse` extra: other commands do without
        from botocore.config import Config  # noqa: PLC0415 - the same

        return boto3.client(
            service,
            endpoint_url=require_loopback(self.endpoint),
            region_name=region or self.region,
            aws_access_key_id=self.account,
            aws_secret_access_key=SECRET,
            config=None if retries else Config(retries={"total_max_attempts": 1}),
        )


def require_loopback(endpoint: str) -> str:
    """The endpoint, if it is this machine by its address.

    Raises ConfigurationError for any other: a rehearsal must never reach an account.
    """
    host = urlsplit(endpoint).hostname or ""
    with contextlib.suppress(ValueError):
        if ip_address(host).is_loopback:
            return endpoint
    raise invalid("rehearse: endpoint", endpoint, f"an address of this machine, such as http://{HOST}:4566")


def clean_environment(home: Path) -> dict[str, str]:
    """An environment without anything that AWS tools read, whose home folder is `home`: ~/.aws stays unread."""
    return {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": os.environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT", str(jsii_cache())),
    }


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    account: str,
    region: str,
    types: Mapping[str, list[str]],
    persist: bool = False,
    exists: Sequence[str] = (),
    quotas: Mapping[str, int] | None = None,
) -> Iterator[Emulator]:
    """Start an emulator that keeps its files in `folder`, and stop it whatever happens.

    `types` are the resource types of the templates, with the attributes that they ask for. With `persist` it takes up
    the state that an earlier one left in the folder. `exists` are names and types of singletons that are there before,
    `quotas` those that are higher than a new account's, by type.

    Raises ConfigurationError when ministack is not installed, RehearsalError when it does not start.
    """
    if importlib.util.find_spec("ministack") is None:
        raise ConfigurationError("rehearse: ministack is not installed; run: pip install 'governed-cdk[rehearse]'")
    (folder / "types.json").write_text(json.dumps(types), encoding="utf-8")
    held = {"exists": list(exists), "quotas": dict(quotas or {})}
    (folder / "account.json").write_text(json.dumps(held), encoding="utf-8")
    port = free_port(HOST)
    with (folder / "emulator.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "governed_cdk.rehearsal.extension", str(folder)],
            cwd=folder, env=_server_environment(folder, port, account, region, persist=persist),
            stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(process, port, folder)
        yield Emulator(f"http://{HOST}:{port}", account, region, folder, process)
    finally:
        stop(process)


def stop(process: subprocess.Popen[Any], *, kill: bool = False) -> None:
    """End a process that leads its group, and everything that it started. `kill` gives it no time to save its state."""
    for wanted, seconds in ((signal.SIGTERM, _STOP_S), (signal.SIGKILL, None))[1 if kill else 0 :]:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, wanted)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if process.stdin:
        process.stdin.close()


def _server_environment(folder: Path, port: int, account: str, region: str, *, persist: bool) -> dict[str, str]:
    return clean_environment(folder) | {
        "PYTHONPATH": str(_ROOT),
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": account,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "MINISTACK_ACCOUNT_ID": account,
        "MINISTACK_REGION": region,
        "IOT_MTLS_ENABLED": "0",  # a listener of its own that nobody here needs
        "SFTP_ENABLED": "0",  # the same
        "SFN_WAIT_SCALE": "0",
        "PERSIST_STATE": "1" if persist else "0",
        "STATE_DIR": str(folder / "state"),
    }


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"http://{HOST}:{port}/_ministack/health", timeout=1).close()
            return
        time.sleep(0.05)
    log = (folder / "emulator.log").read_text(encoding="utf-8", errors="replace")
    raise RehearsalError(f"the emulator did not start: {reason(log)}")
