"""What can be told before a synth: an environment that is not there, a stack that is not, no credentials."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.environment_names import environment_names
from constructs_lib.kernel.errors import ConfigurationError, did_you_mean, invalid

if TYPE_CHECKING:
    from governed_cdk.cdk_cli.arguments import Call

_ASK_AWS = {
    "deploy",
    "destroy",
    "diff",
    "diagnose",
    "drift",
    "import",
    "publish-assets",
    "refactor",
    "rollback",
    "watch",
}
_GLOB = set("*?[]{}!")
_SLUG = re.compile(r"^ {4}slug(?:: \w+(?:\[\w+\])?)? = \"([a-z0-9-]+)\"(?=\n|\Z)", re.MULTILINE)


def check(call: Call, environment: str) -> None:
    """Raise ConfigurationError for what would only be told after the synth."""
    environments = environment_names()
    if environments and environment not in environments:
        raise invalid("-c env", environment, _either(environments, environment))
    stacks = platform_stacks(environment)
    for name in call.stacks if stacks else ():
        _check_stack(name, environment, stacks)
    if call.command in _ASK_AWS and "template" not in call.options:
        _check_credentials(call.value("profile"))


def platform_stacks(environment: str, folder: Path = Path("stacks")) -> list[str]:
    """The names of the stacks of `stacks/`, which the app makes all and no others; none where there is no such folder.

    A companion in another region has a name that begins with that of its stack.
    """
    package = folder / "__init__.py"
    if not package.is_file() or "def discover(" not in package.read_text(encoding="utf-8"):
        return []
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.py"))]
    return [f"{environment}-{slug}" for text in texts for slug in _SLUG.findall(text)]


def _check_stack(name: str, environment: str, known: list[str]) -> None:
    # A pattern; a stack in a stage; a stack, its companion, or the path of a construct in it.
    if _GLOB & set(name) or "/" in name or any(name == one or name.startswith(f"{one}-") for one in known):
        return
    wanted = name if name.startswith(f"{environment}-") else f"{environment}-{name}"
    raise invalid("stack", name, _either(known, wanted))


def _either(known: list[str], wanted: str) -> str:
    return f"{', '.join(known)}{did_you_mean(wanted, known)}"


def _check_credentials(profile: str | None) -> None:
    """Look for credentials as the AWS SDKs do; whether they are any good, AWS alone can say."""
    try:
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - an extra: without it, CDK says it after the synth
        from botocore.session import Session  # noqa: PLC0415 - as above
    except ImportError:
        return
    try:
        found = Session(profile=profile).get_credentials()
    except BotoCoreError as error:
        raise ConfigurationError(f"AWS: {' '.join(str(error).split())}") from None
    if found is None:
        raise ConfigurationError("no AWS credentials; sign in, for example by AWS_PROFILE or aws sso login")
