"""Fixes put where a template really says what was judged.

A rule reads values: branches taken, globals inherited, loops written out, JSON parsed. What mends one is a change of
the file, so that each place is looked up there again. Inside a function the nearest property that is a plain one is
replaced whole, with only those branches changed that are wrong. Where no change would be right (what a loop makes, what
comes from the globals or from a template within this one), there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.patch import GONE, Patch, applied, in_words, steps
from aspects.judge.rewriting import ANYTHING, NEXT, RewriteTarget, UnfitError, built, found_key, is_function, rewritten
from aspects.judge.template import ABSENT, EVERY
from aspects.judge.template.inline import InlineTemplate
from aspects.judge.template.once import remembered
from aspects.judge.template.template_body import as_written
from aspects.judge.template.world import current, entered

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from aspects.judge.rewriting import BranchGuard, Step
    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource


class Amendment(NamedTuple):
    """What should stand at a place: `at` as in `Breach.at`, or its steps; `value` may be GONE.

    `given` is what was found there, ABSENT included: only the branches that say so are changed. Without it, all are.
    `guard` and `within` as of a `RewriteTarget`.
    """

    at: str | tuple[Step, ...]
    value: Any
    given: Any = ANYTHING
    guard: BranchGuard | None = None
    within: int = 0


def mended(resource: Resource, *changes: Amendment) -> tuple[Patch, ...]:
    """The patches that make some changes to a resource's properties, one after the other; none where one has no place.

    What is as it should be already takes no patch.
    """
    if not is_written(resource):
        return ()
    key = (mended, changes, tuple((type(one.value), type(one.given)) for one in changes))
    if current() is None or not _is_hashable(key):
        return _patches(resource, changes)
    with entered(None):  # of what the file says, whatever comes true: the same for what is found in several worlds
        return remembered(resource, key, lambda: _patches(resource, changes))


def _is_hashable(key: Hashable) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True


def _patches(resource: Resource, changes: tuple[Amendment, ...]) -> tuple[Patch, ...]:
    body = as_written(resource.template.body)["Resources"][resource.logical_id].get("Properties") or {}
    found: dict[tuple[Step, ...], Any] = {}
    try:
        with entered(None):
            for change in changes:
                path, value = _placed(resource, body, change)
                if value is ANYTHING:
                    continue
                found = _with(found, path, value)
                body = applied(body, [Patch(path, value)]) if len(changes) > 1 else body
    except UnfitError:
        return ()
    return tuple(Patch(("Resources", resource.logical_id, "Properties", *path), one) for path, one in found.items())


def fixed(
    resource: Resource,
    breaches: Iterable[Breach],
    changes: Callable[[Breach], Iterable[Amendment]],
    *,
    fits: bool = True,
) -> Iterator[Breach]:
    """Some breaches, each with the patches of the changes that mend it; what is unknown has none.

    `fits`: the fix in words that the rule has is one for this type; where it does not, the patches are told.
    """
    for breach in breaches:
        if breach.unknown or breach.patches:
            yield breach
            continue
        patches = mended(resource, *changes(breach))
        yield replace(breach, patches=patches, fix=breach.fix or ("" if fits else in_words(patches)))


def _with(found: dict[tuple[Step, ...], Any], path: tuple[Step, ...], value: Any) -> dict[tuple[Step, ...], Any]:
    """Some values by their paths and one more: what is above it takes it in, what is below it is gone."""
    for above, said in found.items():
        if len(above) < len(path) and path[: len(above)] == above and said is not GONE:
            inside = applied({"": said}, [Patch(("", *path[len(above) :]), value)])
            return {**found, above: inside[""]}
    return {**{one: said for one, said in found.items() if one[: len(path)] != path}, path: value}


def is_written(resource: Resource) -> bool:
    """Whether a resource stands in its file as it is judged: no loop made it, and no text within another template."""
    template = resource.template
    written = as_written(template.body).get("Resources", {}).get(resource.logical_id)
    return isinstance(written, dict) and not isinstance(template, InlineTemplate)


def aligned(at: str, pattern: Iterable[str]) -> tuple[Step, ...]:
    """The steps of a place that was read by a pattern: where that breaks off above a list, its first item is meant."""
    given, wanted = list(steps(at)), list(pattern)
    found: list[Step] = []
    for index, part in enumerate(wanted):
        if part != EVERY:
            found.append(given.pop(0) if given else part)
        elif given and given[0] not in wanted[index + 1 : index + 2]:
            found.append(given.pop(0))
        else:
            found.append(0)
        while given and isinstance(given[0], int) and wanted[index + 1 : index + 2] != [EVERY]:
            found.append(given.pop(0))  # of a list inside a list, as branches make them
    return tuple(found)


def _placed(resource: Resource, body: Any, change: Amendment) -> tuple[tuple[Step, ...], Any]:
    """The deepest path that is a plain one, and what should stand there; ANYTHING where that is so already."""
    path = list(steps(change.at)) if isinstance(change.at, str) else list(change.at)
    node: Any = body
    merged: Any = resource.properties
    done: list[Step] = []
    long = len(path)
    while path and isinstance(node, dict | list) and not is_function(node):
        step = found_key(node, path[0])
        if isinstance(node, list):
            step = _own_index(node, merged, step)
        elif step == NEXT:
            break
        elif isinstance(step, int):  # a single item where a list is due
            path.pop(0)
            continue
        if (step not in node) if isinstance(node, dict) else (step == len(node)):
            return (*done, step), _missing(path[1:], change, _below(merged, step))
        inner: Any = node
        node, merged = inner[step], _below(merged, path[0])
        done.append(step)
        path.pop(0)
    if path[:1] == [NEXT] and isinstance(node, dict):  # a single item where a list is due
        return tuple(done), [node, change.value]
    if not path and not is_function(node):
        value = node if change.given is ABSENT and node is not None else change.value
    else:
        target = RewriteTarget(tuple(path), *change[1:])
        value = rewritten(resource.template, node, target._replace(within=change.within - (long - len(path))))
    return tuple(done), ANYTHING if value is node or value == node else value


def _own_index(node: list[Any], merged: Any, step: Step) -> int:
    """The index in the file's own list, behind what the globals put before it."""
    if not isinstance(step, int):
        raise UnfitError
    if step == NEXT:
        return len(node)
    before = len(merged) - len(node) if isinstance(merged, list) else 0
    if not 0 <= step - max(before, 0) <= len(node):
        raise UnfitError
    return step - max(before, 0)


def _missing(rest: Sequence[Step], change: Amendment, merged: Any) -> Any:
    """What stands where the file says nothing; what is inherited there can be added to, and not be taken away."""
    inherited = merged is not ABSENT
    if inherited and (change.value is GONE or isinstance(merged, list)):
        raise UnfitError
    return ANYTHING if change.value is GONE else built(rest, change.value)


def _below(merged: Any, step: Step) -> Any:
    if isinstance(merged, list) and isinstance(step, int):
        return merged[step] if -1 < step < len(merged) else ABSENT
    return merged.get(step, ABSENT) if isinstance(merged, dict) else ABSENT
