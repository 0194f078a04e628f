"""`cdk`, with exit codes that mean something: 2 for bad input, 3 for findings, else what CDK itself ends with."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.context import read_cdk_json
from constructs_lib.kernel.environment_names import DEFAULT
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError
from governed_cdk.cdk_cli import beside, checks
from governed_cdk.cdk_cli.arguments import Call, read
from governed_cdk.cdk_cli.programs import find
from governed_cdk.today import today_or
from governed_cdk.validation_report import open_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from governed_cdk.cdk_cli.programs import Program

_PASSED_ON = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def main(arguments: Sequence[str]) -> int:
    """Run the command line with some arguments; the exit code."""
    try:
        return _main(arguments)
    except ConfigurationError as error:
        for mistake in error.mistakes:
            sys.stderr.write(f"error: {mistake}\n")
        return EXIT_BAD_INPUT
    except KeyboardInterrupt:  # before the command line was started
        return 128 + signal.SIGINT


def _main(arguments: Sequence[str]) -> int:
    program = find()
    # The version is pinned; the registry's `latest` tag is not the newest one, so the notice would send people astray.
    os.environ.setdefault("CDK_DISABLE_VERSION_CHECK", "1")
    table = program.table()
    call = read(arguments, table) if table else Call()
    settings = _cdk_json() if call.runs_app else {}
    app = call.value("app") or settings.get("app")
    if not isinstance(app, str) or Path(app).is_dir():  # no app, or its assembly: nothing to synthesise
        os.execv(program.node, [*program.command, *arguments])  # noqa: S606 - the pinned program, in our place
    environment = call.context("env") or str(settings.get("context", {}).get("env", DEFAULT))
    checks.check(call, environment)
    sys.stderr.write(f"synth {environment} ...\n")
    return _synthesise(program, call, app, Path(call.value("output") or settings.get("output") or "cdk.out"))


def _cdk_json() -> dict[str, Any]:
    """What the command line is told by the project, and where that is silent, by the user.

    Raises ConfigurationError where the project's file is none.
    """
    of_user: dict[str, Any] = {}
    with contextlib.suppress(OSError, ConfigurationError, RuntimeError):  # no home, or nothing of ours to say
        of_user = read_cdk_json(Path("~/.cdk.json").expanduser())
    return of_user | read_cdk_json()


def _synthesise(program: Program, call: Call, app: str, out: Path) -> int:
    """Run the command line, which runs the app, which writes beside `out` first."""
    today = [] if call.context("today") else ["--context", f"today={today_or('')}"]
    with _alone_in(out), tempfile.TemporaryDirectory(prefix="governed-cdk-") as folder:
        ended = Path(folder, "ended")
        own = {
            beside.APP: app,
            beside.ENDED: str(ended),
            beside.BESIDE: shlex.join([sys.executable, "-P", beside.__file__]),
        }
        # A short word: the command line repeats it when the app fails.
        command = [*program.command, "--app", f'eval "exec ${beside.BESIDE}"', *today, *call.rest]
        return _meant(_run(command, {**os.environ, **own}), ended, out)


@contextlib.contextmanager
def _alone_in(out: Path) -> Iterator[None]:
    """Keep other calls out of the folder of the assembly while one writes or reads it.

    Raises ConfigurationError when another one is at work there. The lock goes with the process, however that ends.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise ConfigurationError(f"--output: {out}: {error.strerror}") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        raise ConfigurationError(
            f"{out}: another synth is running here, or its deployment; wait, or give this one another --output"
        ) from None
    except OSError:
        pass  # a file system without locks
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            out.rmdir()  # empty where nothing came of it
        os.close(folder)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the command line to its end; minus a signal's number where that ended it.

    Ctrl-C reaches it by itself, being in the same group; other signals that are meant for it are passed on.
    """
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603 - the pinned program, the user's arguments
        signal.signal(signal.SIGINT, lambda *_: None)
        for one in _PASSED_ON:
            signal.signal(one, lambda number, _: process.send_signal(number))
        return process.wait()


def _meant(code: int, ended: Path, out: Path) -> int:
    """What an exit code of the command line stands for."""
    if code < 0:
        return 128 - code
    if not ended.is_file():  # it did not like its arguments, and never ran the app
        return EXIT_BAD_INPUT if code else 0
    of_app = int(ended.read_text(encoding="utf-8"))
    if of_app in (EXIT_BAD_INPUT, EXIT_FINDINGS):
        return of_app
    # CDK lets some findings pass with exit code 0; its report has them all.
    return EXIT_FINDINGS if of_app == 0 and open_findings(out) else code
