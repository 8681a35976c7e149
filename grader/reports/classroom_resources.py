"""A report as the classroom-resources Actions pass it on: base64 of a JSON object.

Source: classroom-resources/autograding-grading-reporter. Its console counts passed tests and its
notification adds up their scores; both say the same only if every test is worth the same, so a
check becomes as many tests as it is worth units.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator

from ..verdict import Ending, Finding, Report


def rendered(report: Report) -> str:
    """One report, as the value of a runner's `…_RESULTS` variable."""
    unit = math.gcd(*(_cents(finding) for finding in report.findings)) or 1
    told = [f for f in report.findings if report.score is not None or not f.max_points]
    tests = [test for finding in told for test in _tests(finding, unit)]
    table = {
        "version": 1,
        "status": _status(report),
        "max_score": report.max_score,
        "tests": tests or [_test(report.submission, report.full_marks, report.score or 0.0)],
    }
    return base64.b64encode(json.dumps(table).encode()).decode() + "\n"


def _status(report: Report) -> str:
    if report.outcome is Ending.OUR_FAULT:
        return "error"
    return "pass" if report.full_marks else "fail"


def _tests(finding: Finding, unit: int) -> Iterator[dict[str, object]]:
    count = _cents(finding) // unit
    if finding.check == "submission":  # why nothing else could be looked at: no points hang on it
        count = 1
    said = " ".join(filter(None, (finding.saw, finding.advice)))
    for number in range(1, count + 1):
        name = f"{finding.check} {number} of {count}" if count > 1 else finding.check
        yield _test(name, finding.points > 0, finding.points / count, said, finding.promise)


def _test(
    name: str, passed: bool, score: float, message: str = "", promise: str = ""
) -> dict[str, object]:
    return {
        "name": name,
        "status": "pass" if passed else "fail",
        "score": score,
        "message": message,
        "test_code": promise,
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }


def _cents(finding: Finding) -> int:
    return round(finding.max_points * 100)
