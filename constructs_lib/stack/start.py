"""start(): what an app does to its process, first of all and on purpose."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.caches import jsii_cache, jsii_s_own_cache
from constructs_lib.kernel.context import command_line_context
from constructs_lib.kernel.errors import EXIT_BAD_INPUT
from constructs_lib.kernel.node import installed_node
from constructs_lib.kernel.own_packages import refuse_namesakes
from constructs_lib.kernel.report import report_in_one_line
from constructs_lib.kernel.schema_check import check_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def start() -> None:
    """Begin an app: call it before anything else, also before `aws_cdk` is imported.

    From then on, errors of the user's making end the program in one line each (exit code 2; 3 for findings). The
    environment that `-c env=` names is held against `environments/schema.json` at once, before CDK is loaded, which
    takes a second or two. jsii runs with the Node of the extra `node` where that is installed, whatever Node the PATH
    has, unless `JSII_NODE` names one, and keeps its cache beside the packages for a user without a home. Then Python's
    collector of reference cycles is told to wait, since a synth makes few and ends soon; jsii tells which line makes
    which construct; and an app that ends without `app.synth()` fails.

    Raises ConfigurationError for a wrong environment file, and for what hides a package of ours beside the app.
    """
    report_in_one_line()
    refuse_namesakes(Path(sys.path[0]))
    check_environment(command_line_context())
    if node := installed_node():
        os.environ.setdefault("JSII_NODE", str(node))  # noqa: TID251 - jsii is told of its Node no other way
    if (cache := jsii_cache()) != jsii_s_own_cache():
        os.environ.setdefault("JSII_RUNTIME_PACKAGE_CACHE_ROOT", str(cache))  # noqa: TID251 - nor of its cache
    gc.set_threshold(100_000, 50, 50)
    from constructs_lib.stack.app import is_unfinished  # noqa: PLC0415 - they load aws_cdk, so only now
    from constructs_lib.stack.source_lines import record_lines  # noqa: PLC0415 - as above

    gc.freeze()
    atexit.register(_refuse_unfinished, record_lines(), is_unfinished)


def _refuse_unfinished(apps: Iterable[Any], is_unfinished: Callable[[Any], bool]) -> None:
    """Fail where an app has stacks and made no template of them: CDK lets `app.synth()` be forgotten in silence."""
    failed_already = hasattr(sys, "last_type")  # set by Python for an exception that nobody caught
    if not failed_already and any(map(is_unfinished, apps)):
        sys.stderr.write("error: the app ended without app.synth(): no template was written\n")
        sys.stderr.flush()
        os._exit(EXIT_BAD_INPUT)  # an exception here would be printed and forgotten
