"""governed_runtime/contract.py: the platform's outputs, as services read them at run time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel import contract
from constructs_lib.kernel.output import WireType
from constructs_lib.kernel.regions import GLOBAL_REGION

if TYPE_CHECKING:
    from constructs_lib.kernel.output import Output

FILE = Path("governed_runtime/contract.py")
_HEAD = '''"""What the platform's stacks publish. Written by `governed-cdk docs` from the library's contract."""

from governed_runtime.outputs import Output

'''


def render_runtime_contract() -> str:
    """The module. What is published in another region only is not in it: a client asks its own."""
    here = [output for output in contract.ALL if not output.name.startswith(f"{GLOBAL_REGION}-")]
    return _HEAD + "".join(f'{_declared(output)}\n"""{output.meaning}."""\n' for output in here)


def _declared(output: Output[Any]) -> str:
    kind = "strings" if output.wire is WireType.STRING_LIST else "optional" if output.optional else "string"
    return f'{output.constant} = Output.{kind}("{output.producer}", "{output.name}")'
