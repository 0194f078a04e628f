"""JUnit's XML, as Jenkins, GitLab and GitHub's test reporters read it: one suite a template.

A finding is a failed case. A warning passes, with its text in `system-out`: nothing else tells it from a failure. What
is unknown or accepted is skipped and says why. A template without any of them has one case, which passes. Source: the
schema `junit-10.xsd` of Jenkins' xUnit plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from governed_cdk.formats.report import Entry, Report


def render(report: Report) -> str:
    """The report as XML."""
    root = Element("testsuites", name="governed-cdk", time=f"{report.seconds:.3f}")
    suites = {name: Element("testsuite", name=name) for name in report.templates}
    for entry in report.findings:
        suite = suites.setdefault(entry.template, Element("testsuite", name=entry.template))
        if entry.severity == "error":
            SubElement(_case(suite, entry), "failure", type=entry.rule, message=entry.found).text = _details(entry)
        else:
            SubElement(_case(suite, entry), "system-out").text = f"warning: {_details(entry)}"
    for entry in report.unknown:
        SubElement(_case(suites[entry.template], entry), "skipped", message=f"unknown: {entry.found}")
    for entry in report.accepted:
        SubElement(_case(suites[entry.template], entry), "skipped", message=_accepted(entry))
    if report.faults:
        suites[""] = Element("testsuite", name="rules that failed")
    for fault in report.faults:
        case = SubElement(suites[""], "testcase", name=fault, classname="governed-cdk")
        SubElement(case, "error", type="fatal", message=fault)
    for suite in suites.values():
        if len(suite) == 0:
            SubElement(suite, "testcase", name="no findings", classname=suite.get("name", ""))
        root.append(_counted(suite))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, entry: Entry) -> Element:
    place = f" {entry.property}" if entry.property else ""
    return SubElement(suite, "testcase", name=f"{entry.logical_id}{place}: {entry.rule}", classname=entry.template)


def _counted(suite: Element) -> Element:
    suite.set("tests", str(len(suite)))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{kind}"))))
    return suite


def _details(entry: Entry) -> str:
    said = {
        "resource": f"{entry.logical_id} ({entry.type})",
        "template": f"{entry.template}:{entry.line}",
        "source": entry.source,
        "construct": entry.construct_path,
        "property": entry.property,
        "why": entry.why,
        "fix": entry.fix,
        "accept": entry.accept,
    }
    return "\n".join([entry.found, *(f"{label}: {text}" for label, text in said.items() if text)])


def _accepted(entry: Entry) -> str:
    if entry.acceptance is None:
        return "accepted"
    return f"accepted {entry.acceptance.terms}: {entry.acceptance.reason}"
