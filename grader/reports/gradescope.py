"""A report as Gradescope's results.json.

Source: gradescope/autograder_samples, docs/specs.md. `score` is given beside the tests, so that it
is right where the settings leave the tests out. What is said is plain text, never markup. Where
nothing was judged there is no score, and of the tests only the one that says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from ..verdict import Finding, Outcome, Report
from . import text


def rendered(report: Report) -> str:
    """One report. The maximum of the assignment on Gradescope has to be the report's."""
    return json.dumps(_results(report), indent=2, ensure_ascii=False) + "\n"


def of_class(reports: Mapping[str, Report]) -> str:
    """Every student's results.json in one object, by the student's key."""
    table = {student: _results(report) for student, report in reports.items()}
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def _results(report: Report) -> dict[str, object]:
    score: dict[str, object] = {} if report.score is None else {"score": report.score}
    told = [f for f in report.findings if report.score is not None or not f.max_points]
    return {
        **score,
        "execution_time": report.cpu_seconds,
        "output": click.unstyle(text.rendered(report)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(number, finding) for number, finding in enumerate(told, 1)],
        "extra_data": {"sha256": report.sha256, "isolation": report.isolation.tier},
    }


def _test(number: int, finding: Finding) -> dict[str, object]:
    passed = finding.outcome is Outcome.PASSED or finding.points > 0
    said = [finding.promise, finding.saw and f"Seen: {finding.saw}.", finding.advice]
    return {
        "score": finding.points,
        "max_score": finding.max_points,
        "status": "passed" if passed else "failed",
        "name": finding.check,
        "number": str(number),
        "output": "\n".join(filter(None, said)),
        "tags": [finding.part],
        "visibility": "visible",
    }
