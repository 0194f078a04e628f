"""A process that checks one path after the other, within a bound on its memory, and says how each ended.

It reads a line of JSON for each, and answers with one: `{"code", "seconds", "out", "err"}`.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import time

from governed_cdk.cli import main

MEMORY = 1 << 30  # bytes


def check(arguments: list[str]) -> dict[str, object]:
    """How `governed-cdk check` ends; 1 where it does by anything but its own exit codes, as Python would."""
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["governed-cdk", "check", *arguments]
    start = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
            code: object = 0
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException as error:  # noqa: BLE001 - what a user would see as a trace
            code = 1
            err.write(f"{type(error).__name__}: {error}")
    text = out.getvalue()
    return {"code": code, "seconds": time.process_time() - start, "out": text[:20_000], "err": err.getvalue()[:5_000]}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin:
        sys.__stdout__.write(json.dumps(check(json.loads(line))) + "\n")  # type: ignore[union-attr]  # it is there
        sys.__stdout__.flush()  # type: ignore[union-attr]  # as above
