"""A command line that does as CDK's does with an app, and starts in no time. `tests/integration` has the real one."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends without a word, as Node does
    if arguments[-1:] == ["--output"]:
        _say("Not enough arguments following: output")
        return 1
    if arguments[:1] == ["--version"]:
        _say("2.0.0")
        return 0
    if "doctor" in arguments:
        return 0
    values: dict[str, list[str]] = {}
    for option, value in itertools.pairwise(arguments):
        values.setdefault({"-c": "--context"}.get(option, option), []).append(value)
    app = values["--app"][-1]
    if Path(app).is_dir():
        _say(*json.loads(Path(app, "manifest.json").read_text())["artifacts"])
        return 0
    settings = json.loads(Path("cdk.json").read_text())
    out = Path(values.get("--output", [settings.get("output", "cdk.out")])[-1])
    out.mkdir(parents=True, exist_ok=True)
    (out / "synth.lock").write_text(str(os.getpid()))
    context = dict(one.split("=", 1) for one in values.get("--context", []))
    environment = {**os.environ, "CDK_OUTDIR": str(out), "CDK_CONTEXT_JSON": json.dumps(context)}
    code = subprocess.run(app, shell=True, env=environment, check=False).returncode  # noqa: S602 - as the real one
    (out / "synth.lock").unlink()
    if code:
        _say(f"{app}: Subprocess exited with error {code}")
    return 1 if code else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def start(folder: Path, arguments: list[str]) -> int:
    """Run ours around this one."""
    from governed_cdk.cdk_cli import main as ours  # noqa: PLC0415 - the stand-in itself does without
    from governed_cdk.cdk_cli.programs import Program  # noqa: PLC0415 - as above

    def found(project: Path | None = None) -> Program:
        return Program(project or folder, sys.executable)

    ours.find = found  # type: ignore[attr-defined] # mypy knows no re-export
    return ours.main(arguments)


if __name__ == "__main__":
    raise SystemExit(start(Path(sys.argv[1]), sys.argv[2:]) if Path(sys.argv[1]).is_dir() else main(sys.argv[1:]))
