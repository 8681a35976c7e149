"""From shares to points: what each check is worth is decided after everything is graded.

In a batch every check is graded as worth one point, so that a kept result holds the share that
was earned. Other points then need no submission to be run again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..settings import default_points, points_in
from ..verdict import Finding, Report, totals

SHARES: Mapping[str, float] = dict.fromkeys(default_points(), 1.0)
"""Every check worth one point."""


def weighed(report: Report, points: Mapping[str, float]) -> Report:
    """A report that was graded with SHARES, as it is with these points."""
    points = points_in(report.form, points)
    findings = tuple(
        replace(
            finding,
            points=_share(finding) * points.get(finding.check, 0.0),
            max_points=points.get(finding.check, 0.0),
        )
        for finding in report.findings
    )
    score, max_score = totals(report.outcome, findings, points)
    return replace(report, findings=findings, score=score, max_score=max_score)


def _share(finding: Finding) -> float:
    return finding.points / finding.max_points if finding.max_points else 0.0
