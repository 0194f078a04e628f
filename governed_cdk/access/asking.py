"""The statements of `access.yaml` asked of an app: what is broken, by which statements, and what nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.access.evaluation import Decision, Layer, decide
from aspects.judge.access.reach import reached
from aspects.judge.iam.matching import readable
from aspects.judge.iam.truth import Truth
from governed_cdk.access.choosing import chosen, contexts, entities, everything, requests, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aspects.judge.access.entities import Request
    from aspects.judge.access.evaluation import Applied
    from aspects.judge.access.reach import RoleStep
    from aspects.judge.access.world import World
    from governed_cdk.access.choosing import About
    from governed_cdk.access.settings import Access, AccessStatement, What


@dataclass(frozen=True, slots=True)
class AccessFinding:
    """One way in which a statement does not hold. `depends_on` are the conditions that decide, `by` who allows it."""

    says: str
    who: str
    action: str
    what: str
    found: str
    depends_on: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessVerdict:
    """What the statements come to. `asked` counts the requests of each statement, by its sentence."""

    findings: tuple[AccessFinding, ...]
    unknown: tuple[AccessFinding, ...]
    asked: dict[str, int]


def ask(world: World, access: Access, about: About = everything) -> AccessVerdict:
    """Ask every statement of an app's world, of the pairs of a principal and a resource that are asked about."""
    findings: list[AccessFinding] = []
    unknown: list[AccessFinding] = []
    asked: dict[str, int] = {}
    for statement in access.statements:
        count = 0
        for finding, is_known in _asked(world, statement, about):
            count += 1
            if finding:
                (findings if is_known else unknown).append(finding)
        asked[statement.says] = count
    if access.calls:
        found = list(_calls(world, access.calls, about))
        findings += [finding for finding, is_known in found if finding and is_known]
        unknown += [finding for finding, is_known in found if finding and not is_known]
        asked[access.calls] = len(found)
    return AccessVerdict(tuple(dict.fromkeys(findings)), tuple(dict.fromkeys(unknown)), asked)


def _asked(world: World, statement: AccessStatement, about: About) -> Iterator[tuple[AccessFinding | None, bool]]:
    if statement.become:
        yield from _becoming(world, statement)
        return
    layer = Layer(statement.by)
    if statement.some:
        yield from _some(statement, list(requests(world, statement)), about, layer)
        return
    for request in requests(world, statement, about):
        yield _judged(statement, request, decide(request, layer))


def _calls(world: World, says: str, about: About) -> Iterator[tuple[AccessFinding | None, bool]]:
    """What is refused of the calls at run time; whatever depends on what nobody knows is not known to be."""
    entities = {one.arn: one for one in world.entities}
    targets = {one.arn: one for one in world.targets}
    for call in world.calls:
        request = call.among(entities, targets)
        if about(request.who, request.what):
            decision = decide(request)
            wrong = decision.answer is not Truth.YES
            known = decision.answer is Truth.NO and not decision.unknown
            yield (_finding(says, "always", request, decision, cause=str(call)) if wrong else None), known


def _some(
    statement: AccessStatement, asked: list[Request], about: About, layer: Layer
) -> Iterator[tuple[AccessFinding | None, bool]]:
    """The best answer to each question that several principals are asked."""
    questions: dict[tuple[str, str, str], list[Request]] = {}
    for one in asked:
        questions.setdefault((one.what.arn, one.action, f"{one.part} {one.context}"), []).append(one)
    for group in questions.values():
        if any(about(one.who, one.what) for one in group):
            answers = [(decide(one, layer), one) for one in group]
            decision, request = max(answers, key=lambda answer: answer[0].answer)
            yield _judged(statement, request, decision)


def _judged(statement: AccessStatement, request: Request, decision: Decision) -> tuple[AccessFinding | None, bool]:
    """What is wrong, and whether it is known to be: a policy that nobody can read may change the answer."""
    if statement.must == "always":
        wrong = decision.answer is not Truth.YES
        return (_finding(statement.says, statement.must, request, decision) if wrong else None, not decision.unknown)
    if decision.answer is Truth.NO:
        found = _finding(statement.says, statement.must, request, decision) if decision.unknown else None
        return found, False
    return _finding(statement.says, statement.must, request, decision), True


def _finding(says: str, must: str, request: Request, decision: Decision, *, cause: str = "") -> AccessFinding:
    """`cause` is the resource for which a call is made."""
    words = {Truth.NO: "not allowed", Truth.MAYBE: "allowed on a condition", Truth.YES: "allowed"}
    of = decision.denied_by if must == "always" and decision.denied_by else decision.allowed_by
    told = {key: values for key, values in request.context.items() if values or not cause}
    given = "; ".join(f"{key}={'|'.join(values) or 'absent'}" for key, values in told.items())
    made_for = f", for {cause}" if cause else ""
    return AccessFinding(
        says, str(request.who), request.action, f"{request.what.kind} {request.what.name}",
        f"{words[decision.answer]}{f' with {readable(given)}' if given else ''}{made_for}",
        tuple(dict.fromkeys(_conditions(of))),
        tuple(dict.fromkeys([*_origins(of), *(f"unknown: {one}" for one in decision.unknown)])),
    )  # fmt: skip


def _origins(applied: Iterable[Applied]) -> Iterator[str]:
    for one in applied:
        yield str(one.statement.origin)


def _conditions(applied: Iterable[Applied]) -> Iterator[str]:
    for one in applied:
        yield from map(str, one.conditions)
        yield from (f"resource {readable(text)}" for text in one.resources)


def _becoming(world: World, statement: AccessStatement) -> Iterator[tuple[AccessFinding | None, bool]]:
    """What roles can be become; one that no template has counts by its name, but where bounded ones are asked for."""
    ours, what = {one.arn for one in world.targets}, statement.to
    wanted = {one.arn for one in targets(world, what)}
    for target in {target.account: target for target in world.targets}.values():
        for who in entities(world, statement.who, target):
            for context in contexts(statement, target):
                steps = reached(world, who, context)
                said = "; ".join("|".join(values) for values in context.values())
                name = f"{who} ({said})" if said else str(who)
                elsewhere = {one.arn for one in steps.values() if one.arn not in ours and _counts(one, what)}
                met = [one for one in steps.values() if one.arn in wanted | elsewhere]
                if statement.must == "always":
                    lost = AccessFinding(statement.says, name, "become", "such a role", "not possible")
                    yield None if met else lost, True
                    continue
                for step in met:
                    yield _become(statement, name, step, steps, known=step.arn in ours), True
                yield None, True


def _counts(step: RoleStep, what: What) -> bool:
    """Whether a role that no template has may be one of those that are asked for."""
    return what.bounded is not True and chosen(step.arn.partition(":role/")[2], what.named, what.but)


def _become(
    statement: AccessStatement, who: str, step: RoleStep, steps: Mapping[str, RoleStep], *, known: bool
) -> AccessFinding:
    role = f"role {readable(step.arn.partition(':role/')[2])}{'' if known else ', of no template here'}"
    found = "possible" if step.answer is Truth.YES else "possible, depending on what is not known"
    return AccessFinding(statement.says, who, "become", role, found, (), tuple(dict.fromkeys(_path(step, steps))))


def _path(step: RoleStep, steps: Mapping[str, RoleStep]) -> Iterator[str]:
    """The statements that lead to a role, the last first."""
    yield from _origins(step.decision.allowed_by)
    if step.whence in steps:
        yield from _path(steps[step.whence], steps)
