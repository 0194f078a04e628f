from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

import pytest

from governed_cdk.formats import render
from tests.governed_cdk.formats.support import accepted, entry, hostile, report

# What Jenkins' junit-10.xsd allows: the attributes of each element (those that must be there first), and its children.
ALLOWED: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"skipped", "time"}, {"testcase"}),
    "testcase": ({"name"}, {"classname", "time"}, {"skipped", "error", "failure", "system-out"}),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def xml(*args: Any, **kwargs: Any) -> Element:
    return fromstring(render(report(*args, **kwargs), "junit"))  # noqa: S314 - our own


def everything() -> dict[str, Any]:
    return {"unknown": (entry(),), "accepted": (accepted(),), "faults": ("x failed",)}


def refused(element: Element) -> list[str]:
    """What Jenkins would not take."""
    required, optional, children = ALLOWED[element.tag]
    said = [f"{element.tag} without {name}" for name in required - set(element.attrib)]
    said += [f"{element.tag} with {name}" for name in set(element.attrib) - required - optional]
    for child in element:
        said += refused(child) if child.tag in children else [f"{child.tag} in {element.tag}"]
    return said


def test_every_element_is_one_that_jenkins_takes() -> None:
    root = xml(entry(), entry(severity="warning"), **everything())
    assert refused(root) == []
    assert {element.tag for element in root.iter()} == set(ALLOWED)


def test_what_jenkins_does_not_take_is_seen() -> None:
    wrong = xml(entry())
    wrong[0].set("x", "y")
    SubElement(wrong[0], "failure")
    assert refused(wrong) == ["testsuite with x", "failure in testsuite"]


def test_a_finding_fails_a_warning_passes_and_what_is_unknown_or_accepted_is_skipped() -> None:
    root = xml(entry(), entry(severity="warning", logical_id="B"), **everything())
    suite, faults = root
    assert suite.get("name") == "cdk.out/prod-rds.template.json"
    assert [[child.tag for child in case] for case in suite] == [["failure"], ["system-out"], ["skipped"], ["skipped"]]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "0", "skipped": "2",
    }  # fmt: skip
    assert [child.tag for child in faults[0]] == ["error"]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "1", "1")


def test_a_failure_holds_the_fix_and_the_line_that_accepts_it() -> None:
    failure = xml(entry()).find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == "The alarm has no action."
    assert "fix: first line\nsecond line" in (failure.text or "")
    assert "accept: accept(self" in (failure.text or "")


def test_a_clean_template_has_one_case_that_passes() -> None:
    (suite,) = xml(templates=("clean.yaml",))
    (case,) = suite
    assert suite.get("tests") == "1"
    assert len(case) == 0


@pytest.mark.parametrize("place", ["findings", "unknown", "accepted", "faults"])
def test_any_text_is_well_formed_xml(place: str) -> None:
    only = report(**{place: getattr(hostile(), place)}, templates=hostile().templates)
    root = fromstring(render(only, "junit"))  # noqa: S314 - our own
    assert refused(root) == []
    texts = "".join(text for element in root.iter() for text in (element.text or "", *element.attrib.values()))
    assert "]]></failure>" in texts
