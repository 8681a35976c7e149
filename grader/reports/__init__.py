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


OURS = re.compile(
    rb"""(?:[^\n]*:[ ](?:no[ ]score|[\d.]+[ ]of[ ])  # text
      |\{\s*"(?:score"|schema":[ ]"(?:byhand/report|classroom50/result))
      |<\?xml[^>]*>\s*<testsuites[ ]name="byhand"
      |eyJ2ZXJzaW9uIjog)  # classroom-resources: {"version": in base64""",
    re.VERBOSE,
)
"""How each of FORMATS begins."""


def is_ours(path: Path) -> bool:
    """May a new report take the place of what stands there: a report, or nothing?"""
    if not path.is_file():
        return True
    with path.open("rb") as file:
        head = file.read(1000)
    return not head or bool(OURS.match(head))


def rendered(report: Report, form: str, **how: Any) -> str:
    """One report in one of FORMATS. Only the file that this needs is imported."""
    module = import_module(f".{form.replace('-', '_')}", __name__)
    text: str = module.rendered(report, **how)
    return text
