"""A report in the forms that people and programs read."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..verdict import Report

FORMATS = ("text", "json", "junit", "gradescope", "classroom50", "classroom-resources")
"""What `--format` takes; each is a file here with a function `rendered(report)`."""

OF_POINTS = ("gradescope", "classroom50", "classroom-resources")
"""Those from which a machine takes the points."""


HEAD = rb"(?:[^\n]*\n)?[^\n]*:\s+(?:no\s+score\s+\(of|[\d.]+\s+of)\s+[\d.]+\s+points\)?"
"""Whose report it is and its points, as a text begins; a long name may take a line of its own."""

BEGINNINGS = (
    HEAD + rb"\n\n",
    rb'\{\s*(?:"score": [\d.]+,\s*)?"execution_time": [^,]+,\s*"output": "' + HEAD,
    rb'\{\s*"schema": "(?:byhand/report|classroom50/result)/',
    rb'<\?xml[^>]*>\s*<testsuites name="byhand"',
    rb"eyJ2ZXJzaW9uIjog",  # {"version": in base64
)
"""How each of FORMATS begins, as a regular expression."""


def is_ours(path: Path) -> bool:
    """May a new report take the place of what stands there: a report, or nothing?"""
    if not path.is_file():
        return True
    with path.open("rb") as file:
        head = file.read(1000)
    return not head or any(re.match(beginning, head) for beginning in BEGINNINGS)


def rendered(report: Report, form: str, **how: Any) -> str:
    """One report in one of FORMATS. Only the file that this needs is imported."""
    module = import_module(f".{form.replace('-', '_')}", __name__)
    text: str = module.rendered(report, **how)
    return text
