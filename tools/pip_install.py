"""`pip install --requirement FILE` that says how far it is, and all that pip said where it fails."""

import re
import subprocess
import sys
import time
from pathlib import Path

_SECONDS = 10
_QUIET = ("--disable-pip-version-check", "--no-deps", "--no-input", "--progress-bar", "off")
_PINNED = ("--require-hashes", "--only-binary", ":all:")


def main(requirements: str) -> int:
    """The exit code of pip."""
    total = len(re.findall(r"^[\w.-]+(?:\[.*\])?==", Path(requirements).read_text(encoding="utf-8"), re.MULTILINE))
    command = [sys.executable, "-m", "pip", "install", *_QUIET, *_PINNED, "--requirement", requirements]
    said: list[str] = []
    count, told = 0, time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:  # noqa: S603 - pip, by this Python
        for line in pip.stdout or ():
            said.append(line)
            count += line.startswith(("Collecting ", "Processing "))  # from an index, from a file
            if line.startswith("Installing "):
                _tell(f"{count} of {total} packages fetched; installing them")
            elif count < total and (sys.stdout.isatty() or time.monotonic() - told > _SECONDS):
                _tell(f"{count} of {total} packages fetched")
                told = time.monotonic()
    if sys.stdout.isatty():
        sys.stdout.write("\n")
    if pip.returncode:
        sys.stderr.write("".join(said))
    return pip.returncode


def _tell(text: str) -> None:
    end, begin = ("", "\r") if sys.stdout.isatty() else ("\n", "")
    sys.stdout.write(f"{begin}  {text}{end}")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
