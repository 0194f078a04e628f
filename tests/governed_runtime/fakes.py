"""AWS, a clock and an audit that tests decide."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_runtime.audit import Audit
from governed_runtime.aws import Aws
from governed_runtime.cache import Found
from governed_runtime.errors import NotFoundError, ReadError
from governed_runtime.runtime import Runtime
from governed_runtime.secret import Secret
from governed_runtime.settings import Settings

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

SETTINGS = Settings(environment="prod", organization="connectly", project="infrastructure", service="orders")
VARIABLES = {
    "GOVERNED_ENVIRONMENT": "prod",
    "GOVERNED_ORGANIZATION": "connectly",
    "GOVERNED_PROJECT": "infrastructure",
    "GOVERNED_SERVICE": "orders",
}
DB = "/connectly/orders/prod/db"
THROTTLED = "ThrottlingException"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class FakeAws(Aws):
    """Secrets and parameters in dictionaries, counted as they are asked for."""

    def __init__(self) -> None:
        super().__init__(lambda _service: None)
        self.values: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.asked: list[str] = []
        self.fails = ""
        self.definite = False
        self.waits: threading.Event | None = None

    def set(self, path: str, value: object) -> None:
        self.values[path] = value if isinstance(value, str) else json.dumps(value)
        self.versions[path] = self.versions.get(path, 0) + 1

    def secret(self, path: str) -> Found[Secret]:
        text = self._ask(path)
        version = f"v{self.versions[path]}"
        return Found(Secret(path, text, version), version)

    def secrets(self, paths: Sequence[str]) -> dict[str, Found[Secret]]:
        self._ask(f"batch of {len(paths)}", "")
        return {
            path: Found(Secret(path, self.values[path], f"v{self.versions[path]}"), f"v{self.versions[path]}")
            for path in paths
            if path in self.values
        }

    def parameter(self, path: str) -> Found[str]:
        return Found(self._ask(path), str(self.versions[path]))

    def parameters(self, branch: str) -> dict[str, Found[str]]:
        self._ask(f"below {branch}", "")
        return {
            path: Found(text, str(self.versions[path]))
            for path, text in self.values.items()
            if path.startswith(f"{branch}/")
        }

    def _ask(self, path: str, usual: str | None = None) -> str:
        self.asked.append(path)
        if self.waits:
            self.waits.wait(10)
        if self.fails:
            raise ReadError(path, self.fails, definite=self.definite)
        if usual is None and path not in self.values:
            raise NotFoundError(path, "ResourceNotFoundException", definite=True)
        return self.values[path] if usual is None else usual


class Told:
    """The records of an audit."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []

    def __call__(self, record: dict[str, Any]) -> None:
        self.records.append(record)

    def events(self) -> list[tuple[str, str]]:
        return [(record["event"], record["path"]) for record in self.records]


class Bench:
    """A client on a fake AWS, with its clock and its records."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        self.clock, self.aws, self.told = Clock(), FakeAws(), Told()
        self.audit = Audit("orders", write=self.told, clock=self.clock)
        self.runtime = Runtime(settings, aws=self.aws, audit=self.audit, clock=self.clock)
        self.aws.set(DB, {"username": "app", "password": "first", "port": 3306})
