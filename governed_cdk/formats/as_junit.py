"""JUnit's XML, as Jenkins, GitLab and GitHub's test reporters read it: one suite a template.

A finding is a failed case. A warning passes, with its text in `system-out`: nothing else tells it from a failure. What
is unknown or accepted is skipped and says why. A template without any of them has one case, which passes. Source: the
schema `junit-10.xsd` of Jenkins' xUnit plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

if TYPE_CHECKING:
    from governed_cdk.formats.report import CheckReport, ReportedFinding


def render(report: CheckReport) -> str:
    """The report as XML."""
    root = Element("testsuites", name="governed-cdk", time=f"{report.seconds:.3f}")
    suites = {name: Element("testsuite", name=name) for name in report.templates}
    for finding in report.findings:
        suite = suites.setdefault(finding.template, Element("testsuite", name=finding.template))
        if finding.severity == "error":
            failure = SubElement(_case(suite, finding), "failure", type=finding.rule, message=finding.found)
            failure.text = _details(finding)
        else:
            SubElement(_case(suite, finding), "system-out").text = f"warning: {_details(finding)}"
    for finding in report.unknown:
        SubElement(_case(suites[finding.template], finding), "skipped", message=f"unknown: {finding.found}")
    for finding in report.accepted:
        SubElement(_case(suites[finding.template], finding), "skipped", message=_accepted(finding))
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


def _case(suite: Element, finding: ReportedFinding) -> Element:
    place = f" {finding.property}" if finding.property else ""
    name = f"{finding.logical_id}{place}: {finding.rule}"
    return SubElement(suite, "testcase", name=name, classname=finding.template)


def _counted(suite: Element) -> Element:
    suite.set("tests", str(len(suite)))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{kind}"))))
    return suite


def _details(finding: ReportedFinding) -> str:
    said = {
        "resource": f"{finding.logical_id} ({finding.type})",
        "template": f"{finding.template}:{finding.line}",
        "source": finding.source,
        "construct": finding.construct_path,
        "property": finding.property,
        "why": finding.why,
        "fix": finding.fix,
        "accept": finding.accept,
    }
    return "\n".join([finding.found, *(f"{label}: {text}" for label, text in said.items() if text)])


def _accepted(finding: ReportedFinding) -> str:
    if finding.acceptance is None:
        return "accepted"
    return f"accepted {finding.acceptance.terms}: {finding.acceptance.reason}"
