"""`python -m tests.api`: write down what consumers rely on, as `api/<version>.json`. Each release does."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from constructs_lib.kernel.files import write_whole
from tests.api.baselines import FOLDER, current_version
from tests.api.surface import made, promised
from tests.constructs_lib.two_of_a_kind import assemble

with tempfile.TemporaryDirectory() as name:
    assemble(Path(name), judged=False)
    table = promised() | made(Path(name))
target = FOLDER / f"{current_version()}.json"
write_whole(target, json.dumps(table, indent=0, sort_keys=True) + "\n")
sys.stdout.write(f"{target}: {len(table):,} entries\n")
