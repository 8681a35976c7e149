"""Any other layout, by a regular expression for the paths, as nbgrader's zipcollect has it.

Named groups: `student_id` (must be there), `file_id`, `timestamp`, `first_name`, `last_name`,
`email`. For example `(?P<student_id>\\w+)-hw3-(?P<timestamp>[\\d-]+)/(?P<file_id>.+)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import IntakeError
from .delivery import Delivery, Found, folded, written
from .download import Download


def pattern(name_regex: str) -> re.Pattern[str]:
    """The regular expression, or an IntakeError that says what is wrong with it."""
    try:
        compiled = re.compile(name_regex)
    except re.error as failure:
        raise IntakeError(
            f"--name-regex is not a regular expression: {failure}; put it in quotes?"
        ) from failure
    if "student_id" not in compiled.groupindex:
        raise IntakeError(
            "--name-regex does not say who the student is; name a group (?P<student_id>…)"
        )
    return compiled


def read(download: Download, names: re.Pattern[str]) -> Iterator[Found]:
    """The files whose whole paths the expression matches."""
    for entry in download.entries:
        if match := names.fullmatch(entry.path):
            told = {key: value for key, value in match.groupdict().items() if value}
            student = told.get("student_id", "")
            full_name = f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
            identifiers = {"login": student, "org_defined_id": student}
            if "email" in told:
                identifiers["email"] = told["email"]
            delivery = Delivery(
                student=folded(student),
                name=written(full_name or student),
                submitted_at=told.get("timestamp", ""),
                attempt=told.get("timestamp", ""),
                identifiers=identifiers,
            )
            yield delivery, told.get("file_id", entry.parts[-1]), entry
