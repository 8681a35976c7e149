"""A report in the forms that people and programs read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..verdict import Report

FORMATS = ("text", "json", "junit", "gradescope", "classroom50", "classroom-resources")
"""What `--format` takes; each is a file here with a function `rendered(report)`."""

OF_POINTS = ("gradescope", "classroom50", "classroom-resources")
"""Those from which a machine takes the points."""


def rendered(report: Report, form: str, **how: Any) -> str:
    """One report in one of FORMATS. Only the file that this needs is imported."""
    module = import_module(f".{form.replace('-', '_')}", __name__)
    text: str = module.rendered(report, **how)
    return text
