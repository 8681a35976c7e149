"""Reports as JUnit XML, as GitLab and the test reporters of GitHub read it.

A suite for each submission, a case for each check. Source: gitlab-org/gitlab,
lib/gitlab/ci/parsers/test/junit.rb, which keeps the first of two cases with the same name, so each
case is named by its submission too, and takes files of less than 30 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from ..verdict import Finding, Outcome, Report

MOST_CASES = 20_000
"""In one file, which keeps it below what GitLab takes."""

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KINDS = {
    Outcome.FAILED: "failure",
    Outcome.STOPPED: "failure",
    Outcome.NOT_STARTED: "failure",
    Outcome.WAITING: "skipped",
    Outcome.OUR_FAULT: "error",
}


def rendered(report: Report) -> str:
    """One report."""
    suite = _suite(report, report.submission, f"{report.cpu_seconds:.2f}")
    return "".join(_document([suite]))


Named = tuple[str, Report]
"""A report, and whose it is."""


def of_class(reports: Iterable[Named]) -> str:
    """A whole class; without times, which differ from run to run."""
    return "".join(of_reports(reports))


def of_reports(reports: Iterable[Named]) -> Iterator[str]:
    """The same, a suite at a time."""
    return _document(_suite(report, name) for name, report in reports)


def in_parts(reports: Iterable[Named]) -> Iterator[Sequence[Named]]:
    """The class in parts, each with few enough cases for GitLab to accept its document."""
    reports = list(reports)
    most = max((len(report.findings) for _, report in reports), default=1)
    at_a_time = max(1, MOST_CASES // max(1, most))
    for start in range(0, max(1, len(reports)), at_a_time):
        yield reports[start : start + at_a_time]


def _document(suites: Iterable[ET.Element]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="byhand">\n'
    for suite in suites:
        ET.indent(suite, level=1)
        yield f"  {ET.tostring(suite, encoding='unicode')}\n"
    yield "</testsuites>\n"


def _suite(report: Report, name: str, seconds: str = "") -> ET.Element:
    name = _legal(name)
    cases = [_case(finding, name, report.submission) for finding in report.findings]
    counted = {
        f"{kind}s": str(sum(case.find(kind) is not None for case in cases))
        for kind in ("failure", "error")
    }
    skipped = str(sum(case.find("skipped") is not None for case in cases))
    suite = ET.Element(
        "testsuite", {"name": name, "tests": str(len(cases)), **counted, "skipped": skipped}
    )
    if seconds:
        suite.set("time", seconds)
    if caution := report.isolation.caution:
        properties = ET.SubElement(suite, "properties")
        ET.SubElement(properties, "property", name="isolation", value=_legal(caution))
    suite.extend(cases)
    return suite


def _case(finding: Finding, suite: str, file: str) -> ET.Element:
    case = ET.Element("testcase", classname=suite, name=finding.check, file=_legal(file))
    kind = KINDS.get(finding.outcome)
    if kind:
        said = [finding.promise, finding.saw and f"Seen: {finding.saw}.", finding.advice]
        message = finding.saw or finding.outcome.value.replace("_", " ")
        result = ET.SubElement(case, kind, message=_legal(message), type=finding.outcome.value)
        result.text = _legal("\n".join(filter(None, said)))
    return case


def _legal(text: str) -> str:
    return ILLEGAL.sub("�", text)
