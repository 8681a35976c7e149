"""The lessons: the only place that names what one of them computes."""

from ..verdict import Report
from .backprop import backprop
from .descent.lesson import Descent

LESSONS: tuple[Descent, ...] = (backprop,)
"""All the lessons, in the order in which they are learned."""


def lesson_of(report: Report) -> Descent:
    """The lesson that a report is about; the last one where it says nothing of that."""
    return next((one for one in LESSONS if one.name == report.lesson), LESSONS[-1])
