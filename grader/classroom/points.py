"""From shares to points: what each check is worth is decided after everything is graded.

In a batch every check is graded as worth one point, so that a kept result holds the share that
was earned. Other points then need no submission to be run again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ..lessons import LESSONS, lesson_of
from ..settings import Settings
from ..verdict import Finding, Report, totals

SHARES: Mapping[str, float] = {check: 1.0 for lesson in LESSONS for check in lesson.worth}
"""Every check worth one point."""


def weighed(report: Report, settings: Settings) -> Report:
    """A report that was graded with SHARES, as it is with the points of these settings."""
    points = lesson_of(report).points_in(report.form, settings.points_of(report.lesson))
    findings = tuple(_worth(each, points.get(each.check, 0.0)) for each in report.findings)
    score, max_score = totals(report.outcome, findings, points)
    return replace(report, findings=findings, score=score, max_score=max_score)


@lru_cache(maxsize=4096)
def _worth(finding: Finding, points: float) -> Finding:
    """Cached, so that students with the same result share one object: in a class, most do."""
    share = finding.points / finding.max_points if finding.max_points else 0.0
    return replace(finding, points=share * points, max_points=points)


def set_by_hand(report: Report, points: Mapping[str, float]) -> Report:
    """The report with what an instructor decided for some of its checks, and their sum."""
    if report.score is None or not any(each.check in points for each in report.findings):
        return report
    findings = tuple(
        replace(each, points=points.get(each.check, each.points)) for each in report.findings
    )
    score, _ = totals(report.outcome, findings, points)
    return replace(report, findings=findings, score=score)
