"""What the CDK command line was asked to do, read by the table of options that it brings itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What stands for the argument of a command in the table, where the command runs the app to find it.
_STACKS = {"STACKS", "STACK"}
_OF_AN_APP = {*_STACKS, "PATHS", "ENVIRONMENTS", "FLAGNAME"}
_ASKS_FOR_HELP = {"--help", "-h", "--version"}


@dataclass
class Call:
    """One call of the command line.

    `command` is empty where none is named, or help is asked for. `stacks` are empty where it takes none, or where an
    option that the table does not know makes them a guess. `rest` is everything but `--app`.
    """

    command: str = ""
    runs_app: bool = False
    stacks: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    def value(self, option: str) -> str | None:
        """The last value of an option, None where it was not given."""
        return self.options.get(option, [None])[-1]

    def context(self, key: str) -> str | None:
        """What `-c key=value` gives, None where it was not given."""
        given = dict(one.partition("=")[::2] for one in self.options.get("context", ()))
        return given.get(key)


def read(arguments: Sequence[str], table: Mapping[str, Any]) -> Call:
    """Read a call. `table` is `cli-type-registry.json` of the command line, which says what takes a value.

    Source: aws-cdk 2.1148, `lib/cli/cli-type-registry.json` and `parse-command-line-arguments.js` (a list takes one
    value each time it is given).
    """
    call = Call()
    if _ASKS_FOR_HELP & set(arguments):
        return call
    names = {name: key for key, one in table["commands"].items() for name in (key, *one.get("aliases", ()))}
    call.command = next((names[word] for word in _words(arguments, table["globalOptions"]) if word in names), "")
    if not call.command:
        return call
    spec = table["commands"][call.command]
    takes = spec.get("arg", {}).get("name")
    call.runs_app = takes in _OF_AN_APP
    _fill(call, list(arguments), {**table["globalOptions"], **spec.get("options", {})})
    call.stacks = call.stacks[1:] if takes in _STACKS else []  # the first is the command itself
    return call


def _words(arguments: Sequence[str], options: Mapping[str, Any]) -> Iterator[str]:
    """The arguments that are neither an option nor the value of one."""
    call = Call()
    _fill(call, list(arguments), options)
    yield from call.stacks
    yield from arguments  # an option of the command's own may have hidden it


def _fill(call: Call, left: list[str], options: Mapping[str, Any]) -> None:
    known = True
    while left:
        word = left.pop(0)
        if word == "--":
            call.rest += [word, *left]
            call.stacks += left
            break
        if not word.startswith("-") or word == "-":
            call.stacks.append(word)
            call.rest.append(word)
            continue
        name, value, found = _option(word, options)
        known = known and found
        taken = [word]
        if value is None and _takes_value(options.get(name)) and left:
            value = left.pop(0)
            taken.append(value)
        call.options.setdefault(name, []).append(value if value is not None else "true")
        if name != "app":
            call.rest += taken
    if not known:
        call.stacks = call.stacks[:1]


def _option(word: str, options: Mapping[str, Any]) -> tuple[str, str | None, bool]:
    """The full name of an option, the value that stands in the same word, and whether it is known."""
    if word.startswith("--"):
        name, equals, value = word[2:].partition("=")
        full = name if name in options else _named(name, options) or name
        known = full in options or full.removeprefix("no-") in options
        return full, value if equals else None, known
    for place, letter in enumerate(word[1:], start=1):
        full = _named(letter, options)
        if not full:
            return word, None, False
        if _takes_value(options[full]):
            return full, word[place + 1 :].removeprefix("=") or None, True
    return _named(word[-1], options), None, True


def _named(alias: str, options: Mapping[str, Any]) -> str:
    return next((name for name, one in options.items() if one.get("alias") == alias), "")


def _takes_value(option: Mapping[str, Any] | None) -> bool:
    return option is not None and option["type"] in ("string", "array", "number")
