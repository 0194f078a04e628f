"""What must hold in every template, of whatever stack: properties over all resources rather than one at a time."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.judgement import judge
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.readings.known_keys import Standing, standing
from aspects.judge.readings.tags import tag_sets
from aspects.judge.rules.names_and_tags import required_tags_are_present_and_valid
from aspects.judge.template import ABSENT, is_known
from aspects.judge.template.assembly import read_assembly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource, Template
    from tests.support import Templates

# Their tags can be set at creation only, and another one would replace them.
UNTAGGED = {"AWS::CE::AnomalyMonitor", "AWS::CE::AnomalySubscription"}

GLOBAL = {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::S3::Bucket"}


def test_our_rules_find_nothing_in_the_finished_templates(templates: Templates) -> None:
    verdict = judge(read_assembly(templates.folder), today=datetime.date.today())  # noqa: DTZ011 - as the synth is
    told = [f"{one.resource.place}: {one.rule.id}: {one.breach.found}" for one in (*verdict.findings, *verdict.unknown)]
    assert told == []
    assert verdict.faults == []
    assert len(verdict.accepted) > 0


def test_acceptances_are_few_and_each_has_a_reason(templates: Templates) -> None:
    report = json.loads((templates.folder / "validation-report.json").read_text())
    suppressed = [v for plugin in report["pluginReports"] for v in plugin.get("suppressedViolations", [])]
    resources = sum(1 for _ in templates.all())
    # A fifth: what looks for secrets is for whatever is new, and accepts each of its stars by design.
    assert len(suppressed) <= resources / 5, f"{len(suppressed)} acceptances for {resources} resources"
    by_people = [violation["reason"] for violation in suppressed if "(by design of " not in violation["reason"]]
    assert by_people
    assert all("(owner: " in reason and "; until: " in reason for reason in by_people)


def test_every_taggable_resource_has_the_eight_tags(templates: Templates) -> None:
    judged = 0
    for template in read_assembly(templates.folder):
        for resource in template.resources.values():
            fact = facts(resource.type).tags
            if fact is None:
                continue
            if resource.type in UNTAGGED:
                assert fact.path[0] not in resource.properties
                continue
            judged += 1
            assert list(required_tags_are_present_and_valid.check(resource)) == [], resource.construct_path
            (found,) = tag_sets(resource, fact)
            assert [place.value for place in found.values["Environment"]] == [templates.environment]
    assert judged > 100


def test_everything_that_can_be_encrypted_has_a_key_of_ours(templates: Templates) -> None:
    judged = 0
    for resource in (one for template in read_assembly(templates.folder) for one in template.resources.values()):
        if "AccessLog" in resource.logical_id:
            continue  # S3 and load balancers deliver access logs only to a bucket with keys of S3's own
        for use in key_uses(resource):
            judged += 1
            assert standing(use.value)[0] is not Standing.NOT_OURS, f"{resource.construct_path}: {use.at}"
            assert use.off == (), f"{resource.construct_path}: {use.at}"
    assert judged > 30


def test_physical_names_are_unique_over_all_stacks(templates: Templates) -> None:
    names = Counter(
        (resource.type, str(place.value), "everywhere" if resource.type in GLOBAL else template.region)
        for template in read_assembly(templates.folder)
        for resource, place in named(template)
        if is_known(place.value)
    )
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 100


def test_every_resource_that_can_be_named_is(templates: Templates) -> None:
    unnamed = [
        resource.construct_path
        for template in read_assembly(templates.folder)
        for resource, place in named(template)
        if place.value is ABSENT and "CustomResourceProvider" not in resource.construct_path
    ]
    assert unnamed == []


def named(template: Template) -> Iterator[tuple[Resource, Place]]:
    """Every resource of a template that takes a name, with the name."""
    for resource in template.resources.values():
        fact = facts(resource.type).name
        for place in resource.places(*fact.path) if fact else ():
            yield resource, place
