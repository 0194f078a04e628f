"""Run a command while nobody else does in this folder: two set-ups at once would undo each other.

The lock is on the folder itself and goes with the process: nothing is left to be cleaned up when it is killed.
"""

import fcntl
import os
import subprocess
import sys


def main(command: list[str]) -> int:
    """The exit code of the command."""
    folder = os.open(".", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stdout.write("set-up: another one is at work in this folder; waiting for it\n")
        sys.stdout.flush()
        fcntl.flock(folder, fcntl.LOCK_EX)
    except OSError:
        pass  # a file system without locks
    return subprocess.run(command, check=False).returncode  # noqa: S603 - what make says


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
