"""A report as classroom50/result/v1, which a workflow writes to ./result.json.

Source: the wiki of classroom50. Points are whole numbers there: where ours are not, all of them
are multiplied by 100. The workflow's environment says which assignment it is. Where nothing was
judged the score is null.
"""

from __future__ import annotations

import datetime
import json
import os

from ..verdict import Outcome, Report

SCHEMA = "classroom50/result/v1"
NAMED = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def rendered(report: Report) -> str:
    """One report, with the moment at which it was rendered."""
    points = [p for finding in report.findings for p in (finding.points, finding.max_points)]
    points += [report.score or 0.0, report.max_score]
    unit = 1 if all(p == int(p) for p in points) else 100
    table = {
        "schema": SCHEMA,
        **{key: os.environ.get(variable, "") for key, variable in NAMED.items()},
        "datetime": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": None if report.score is None else round(report.score * unit),
        "max-score": round(report.max_score * unit),
        "tests": [
            {
                "test-name": finding.check,
                "passed": finding.outcome is Outcome.PASSED,
                "score": round(finding.points * unit),
                "max-score": round(finding.max_points * unit),
            }
            for finding in report.findings
            if report.score is not None
        ],
    }
    return json.dumps(table, indent=2) + "\n"
