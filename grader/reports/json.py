"""A report as JSON, schema byhand/report/1."""

from __future__ import annotations

import json
from typing import Any

from ..verdict import Report

SCHEMA = "byhand/report/1"


def as_dict(report: Report) -> dict[str, Any]:
    """The report's JSON object.

    `notices` is there only when something odd was noticed, and `lesson` only when it is not the
    last one, the lesson of every report that names none; a finding's `where` only in a notebook.
    """
    from ..lessons import LESSONS

    table = {
        "schema": SCHEMA,
        "grader": report.grader,
        "submission": report.submission,
        "sha256": report.sha256,
        "form": report.form,
        "score": report.score,
        "max_score": report.max_score,
        "outcome": report.outcome.value,
        "isolation": dict(vars(report.isolation)),
        "findings": [
            {
                **{key: value for key, value in vars(finding).items() if key != "where" or value},
                "outcome": finding.outcome.value,
            }
            for finding in report.findings
        ],
        "cpu_seconds": report.cpu_seconds,
    }
    if report.lesson not in ("", LESSONS[-1].name):
        table["lesson"] = report.lesson
    return {**table, "notices": list(report.notices)} if report.notices else table


def rendered(report: Report) -> str:
    """The report as indented JSON; letters beyond ASCII are not escaped."""
    return json.dumps(as_dict(report), indent=2, ensure_ascii=False) + "\n"
