"""Runtime: a service's secrets, parameters and outputs of the contract, each read once and then known for a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar, overload

from governed_runtime.audit import Audit
from governed_runtime.aws import MOST_SECRETS, Aws
from governed_runtime.cache import Cache, Found
from governed_runtime.errors import NotFoundError, ReadError
from governed_runtime.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from governed_runtime.outputs import Output
    from governed_runtime.settings import Settings

T = TypeVar("T")
_LOOK_AGAIN_SECONDS = 1.1  # longer than what was just read is not read again


class Runtime:
    """A client. Threads share it; a service has one, `governed_runtime.default()`.

    Args:
        settings: whose values, and how long they are good.
        aws: asks AWS.
        audit: is told of every read.
        clock: seconds; the wall's, which goes on while Lambda has frozen the process.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        aws: Aws | None = None,
        audit: Audit | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings = settings
        self._clock = clock
        self.audit = audit or Audit(settings.service)
        self._aws = aws or Aws()
        self._optional: set[str] = set()
        self.secret_cache: Cache[Secret] = self._cache("secret", settings.secret_path, self._fetch_secret)
        self.parameter_cache: Cache[str] = self._cache("parameter", settings.parameter_path, self._aws.parameter)
        self.output_cache: Cache[str | None] = self._cache("output", self._output_path, self._fetch_output)
        self.branch_cache: Cache[dict[str, str]] = self._cache("branch", settings.parameter_path, self._fetch_branch)

    def secret(self, name: str) -> Secret:
        """A secret: `db` of this service, `common/api-key` of another one, or an ARN that an output has.

        Raises ReadError.
        """
        return self.secret_cache.get(name)

    def secrets(self, *names: str) -> dict[str, Secret]:
        """Several secrets by their names; what is not known is read twenty at a time. Raises ReadError.

        A role without `secretsmanager:BatchGetSecretValue`, which knows no resource, reads them one by one.
        """
        known = {name: found.value for name in names if (found := self.secret_cache.hit(name)) is not None}
        paths = {self.settings.secret_path(name): name for name in names if name not in known}
        wanted = list(paths)
        for start in range(0, len(wanted) if len(wanted) > 1 else 0, MOST_SECRETS):
            self._take(paths, wanted[start : start + MOST_SECRETS], known)
        return {name: known[name] if name in known else self.secret(name) for name in names}

    @overload
    def parameter(self, name: str) -> str: ...

    @overload
    def parameter(self, name: str, *, to: Callable[[str], T]) -> T: ...

    def parameter(self, name: str, *, to: Callable[[str], Any] = str) -> Any:
        """A parameter below `/<project>/<environment>/`: `features/x`; `to` makes an int, a float, anything of it.

        Raises ReadError, and what `to` raises.
        """
        return to(self.parameter_cache.get(name))

    def parameters(self, branch: str) -> dict[str, str]:
        """Every parameter of a branch, by its name in it: `features` has `x`. Raises ReadError."""
        return dict(self.branch_cache.get(branch))

    def output(self, output: Output[T]) -> T:
        """What a stack publishes; None for an optional output that is not there. Raises ReadError."""
        text = self.output_cache.get(output)
        return output.value(text) if text is not None else text  # type: ignore[return-value]  # Output[str | None]

    def flush(self) -> None:
        """Write how often each name was used since the last time, as it is done once a minute."""
        self.audit.flush()

    def renewed(self, refused: Secret, patience_seconds: float) -> Secret | None:
        """The secret that has replaced one that was refused; None where none does within so many seconds."""
        until = time.monotonic() + patience_seconds
        while True:
            try:
                found = self.secret_cache.renewed(refused.path, refused.version)
            except ReadError:
                return None
            if found.version != refused.version:
                return found
            if time.monotonic() + _LOOK_AGAIN_SECONDS > until:
                return None
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _cache(self, kind: str, path_of: Callable[[Any], str], fetch: Callable[[str], Found[Any]]) -> Cache[Any]:
        settings = self.settings
        return Cache(
            kind, path_of, fetch, audit=self.audit,
            ttl_seconds=settings.ttl_seconds, stale_seconds=settings.stale_seconds, clock=self._clock,
        )  # fmt: skip

    def _fetch_secret(self, path: str) -> Found[Secret]:
        return self._logging_in(self._aws.secret(path))

    def _logging_in(self, found: Found[Secret]) -> Found[Secret]:
        read = found.value
        return Found(Secret(read.path, read.text, read.version, self.renewed), found.version)

    def _take(self, paths: dict[str, str], wanted: list[str], known: dict[str, Secret]) -> None:
        try:
            found = self._aws.secrets(wanted)
        except ReadError:
            return  # one by one, each with what stands in for it
        for path, one in found.items():
            kept = self._logging_in(one)
            self.secret_cache.put(paths[path], kept, why="batch")
            known[paths[path]] = kept.value

    def _fetch_branch(self, path: str) -> Found[dict[str, str]]:
        found = self._aws.parameters(path)
        for one, value in found.items():
            self.parameter_cache.put(one, value, why="batch")
        below = f"{path.rstrip('/')}/"
        return Found({one.removeprefix(below): value.value for one, value in found.items()}, "")

    def _output_path(self, output: Output[Any]) -> str:
        path = output.path(self.settings.environment)
        if output.is_optional:
            self._optional.add(path)
        return path

    def _fetch_output(self, path: str) -> Found[str | None]:
        try:
            found = self._aws.parameter(path)
        except NotFoundError:
            if path in self._optional:
                return Found(None, "")
            raise
        return Found(found.value, found.version)
