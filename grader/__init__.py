"""The grader. README.md says what each of its folders holds, from the top down.

A file is graded in two lines:

    from byhand.grader import grade

    report = grade("backprop.py", secret="of this class")
    report.score, [finding.check for finding in report.findings if finding.saw]
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .installed import ROOT

if TYPE_CHECKING:
    from .settings import Limits
    from .verdict import Report

__all__ = ["ROOT", "grade"]


def grade(
    path: str | Path,
    secret: str = "",
    *,
    practice: bool = False,
    best_effort: bool = False,
    form: str | None = None,
    lesson: str = "",
    limits: Limits | None = None,
) -> Report:
    """The report on the submission at a path: a file, a folder or a zip.

    The hidden inputs are drawn from `secret`; with `practice` they are the public ones, and
    everything is told. `form` is "matrix" or "numpy", and `lesson` the name of one, such as
    "neuron"; without them, the submission itself tells. A fault of the grader is a report with the
    outcome our_fault, and without a score.

    Raises Refusal (byhand.grader.errors): TooOpenError where this machine cannot hide the checks
    from the submission, unless `best_effort` is given, and Refused where nothing at `path` can be
    read as one.
    """
    from .classroom.intake import single
    from .judging import grading
    from .lessons import LESSONS
    from .settings import Limits, Settings

    return grading.grade(
        single.read(Path(path), lesson),
        Settings(secret, lesson=lesson, limits=limits or Limits()),
        LESSONS,
        practice=practice,
        best_effort=best_effort,
        form=form,
    )
