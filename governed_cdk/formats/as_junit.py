"""JUnit's XML, as Jenkins, GitLab and GitHub's test reporters read it: one suite a template.

A finding is a failed case. A warning passes, with its text in `system-out`: nothing else tells it from a failure. What
is unknown or accepted is skipped and says why. A template without any of them has one case, which passes. Source: the
schema `junit-10.xsd` of Jenkins' xUnit plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from constructs_lib.kernel.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.formats.report import CheckReport, ReportedFinding


def pieces(report: CheckReport) -> Iterator[str]:
    """The report as XML, one suite after the other."""
    suites = _suites(report)
    tests = sum(max(1, len(cases)) for cases in suites.values()) + len(report.faults)
    counts = f'tests="{tests}" failures="{len(report.errors)}" errors="{len(report.faults)}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="governed-cdk" time="{report.seconds:.3f}" {counts}>\n'
    for name, cases in suites.items():
        suite = Element("testsuite", name=name)
        for word, finding in cases:
            _add(suite, word, finding)
        if not cases:
            SubElement(suite, "testcase", name="no findings", classname=name)
        yield _written(suite)
    if report.faults:
        suite = Element("testsuite", name="rules that failed")
        for fault in report.faults:
            case = SubElement(suite, "testcase", name=fault, classname="governed-cdk")
            SubElement(case, "error", type="fatal", message=fault)
        yield _written(suite)
    yield "</testsuites>\n"


def _suites(report: CheckReport) -> dict[str, list[tuple[str, ReportedFinding]]]:
    """The cases of each template, in the order in which they are told."""
    suites: dict[str, list[tuple[str, ReportedFinding]]] = {name: [] for name in report.templates}
    for word, findings in (("", report.findings), ("unknown", report.unknown), ("accepted", report.accepted)):
        for finding in findings:
            suites.setdefault(finding.template, []).append((word or finding.severity, finding))
    return suites


def _add(suite: Element, word: str, finding: ReportedFinding) -> None:
    case = _case(suite, finding)
    if word == "error":
        failure = SubElement(case, "failure", type=finding.rule, message=finding.found)
        failure.text = _details(finding)
    elif word == "warning":
        SubElement(case, "system-out").text = f"warning: {_details(finding)}"
    else:
        said = f"unknown: {finding.found}" if word == "unknown" else _accepted(finding)
        SubElement(case, "skipped", message=said)


def _written(suite: Element) -> str:
    _counted(suite)
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return f"  {tostring(suite, encoding='unicode').rstrip()}\n"


def _case(suite: Element, finding: ReportedFinding) -> Element:
    place = f" {finding.property}" if finding.property else ""
    name = f"{finding.logical_id}{place}: {finding.rule}"
    return SubElement(suite, "testcase", name=name, classname=finding.template)


def _counted(suite: Element) -> None:
    suite.set("tests", str(len(suite)))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{kind}"))))


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
    return printable(f"accepted {finding.acceptance.terms}: {finding.acceptance.reason}")
