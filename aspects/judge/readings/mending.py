"""Fixes put where a template really says what was judged.

A rule reads values: branches taken, globals inherited, loops written out, JSON parsed. What mends one is a change of
the file, so that each place is looked up there again. A branch of a condition is changed by itself; a text, or what
another function gives, is replaced as a whole. Where no change would be right (what a loop makes, what comes from the
globals or from a template within this one), there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.patch import GONE, Patch, applied, in_words, steps
from aspects.judge.readings.rewrite_target import ANYTHING, NEXT, RewriteTarget, UnfitError
from aspects.judge.readings.rewriting import edits
from aspects.judge.template import ABSENT, EVERY
from aspects.judge.template.inline import InlineTemplate
from aspects.judge.template.intrinsics import is_function
from aspects.judge.template.template_body import as_written
from aspects.judge.template.world import entered, remembered_while_judged

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from aspects.judge.readings.rewrite_target import BranchGuard, Edit, Step, Way
    from aspects.judge.rule import Breach
    from aspects.judge.template import Place, Resource


class Amendment(NamedTuple):
    """What should stand at a place: `at` as in `Breach.at`, or its steps.

    `value` may be GONE, or a function of what is written there (`RewriteTarget`). `given` is what was found there,
    ABSENT included: only the branches that say so are changed. Without it, all are. `guard` and `within` as there.
    """

    at: str | Way
    value: Any | Callable[[Any], Iterable[Edit]]
    given: Any = ANYTHING
    guard: BranchGuard | None = None
    within: int = 0


def first_item(place: Place, item: Any) -> Amendment:
    """An item in a list that has none, whatever its functions may give in other branches, which stays."""
    if place.value is ABSENT or place.value == []:
        return Amendment(place.path, [item], place.value)
    return Amendment((*steps(place.path), NEXT), item)


def mended(resource: Resource, *changes: Amendment) -> tuple[Patch, ...]:
    """The patches that make some changes to a resource's properties, one after the other; none where one has no place.

    What is as it should be already takes no patch.
    """
    if not is_written(resource):
        return ()
    # Of what the file says, whatever comes true: the same for what is found in several worlds.
    key = (mended, resource, tuple((one.at, *map(_told_apart, one[1:])) for one in changes))
    # With the changes, that no other value comes to stand where one of theirs stood.
    return remembered_while_judged(key, lambda: (changes, _patches(resource, changes)))[1]


def _told_apart(value: Any) -> Hashable:
    """What tells a value from others, by its type as well; what cannot be hashed, by where it stands."""
    try:
        hash(value)
    except TypeError:
        return id(value)
    return type(value), value


def _patches(resource: Resource, changes: tuple[Amendment, ...]) -> tuple[Patch, ...]:
    body = as_written(resource.template.body)["Resources"][resource.logical_id].get("Properties") or {}
    found: dict[Way, Any] = {}
    try:
        with entered(None):
            for change in changes:
                path = tuple(steps(change.at)) if isinstance(change.at, str) else change.at
                own = _own_path(body, resource.properties, path, change.value)
                made = list(edits(resource.template, body, RewriteTarget(own, *change[1:])))
                for one in made:
                    found = _with(found, one.way, one.value) if one.value != one.written else found
                last = change is changes[-1]
                body = body if last else applied({"": body}, (Patch(("", *one.way), one.value) for one in made))[""]
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


def _with(found: dict[Way, Any], path: Way, value: Any) -> dict[Way, Any]:
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


def aligned(at: str, pattern: Iterable[str]) -> Way:
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


def _own_path(node: Any, merged: Any, path: Way, value: Any) -> Way:
    """A path in the file's own lists, which stand behind what the globals put before them.

    What is inherited can be added to, and not be taken away.
    """
    own: list[Step] = []
    for index, step in enumerate(path):
        if node is merged or is_function(node) or not isinstance(node, dict | list):
            return (*own, *path[index:])
        if isinstance(node, list) and isinstance(step, int) and step != NEXT:
            at = step - max(len(merged) - len(node), 0) if isinstance(merged, list) else step
            if at < 0:
                raise UnfitError
            own.append(at)
            node, merged = _below(node, at), _below(merged, step)
        elif isinstance(node, dict) and isinstance(step, int) and step != NEXT:  # a single item where a list is due
            own.append(step)
        elif isinstance(node, dict) and step in node:
            own.append(step)
            node, merged = node[step], _below(merged, step)
        else:
            inherited = _below(merged, step)
            if inherited is not ABSENT and (value is GONE or isinstance(inherited, list)):
                raise UnfitError
            return (*own, *path[index:])
    return tuple(own)


def _below(merged: Any, step: Step) -> Any:
    if isinstance(merged, list) and isinstance(step, int):
        return merged[step] if -1 < step < len(merged) else ABSENT
    return merged.get(step, ABSENT) if isinstance(merged, dict) else ABSENT
