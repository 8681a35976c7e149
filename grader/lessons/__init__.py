"""The lessons: the only place that names what one of them computes."""

from ..verdict import Report
from .backprop import backprop
from .descent.exercise import Exercise
from .neuron import neuron

LESSONS: tuple[Exercise, ...] = (neuron, backprop)
"""All the lessons, in the order in which they are learned."""


def handed_in(lesson: str) -> tuple[str, ...]:
    """The names under which a lesson is handed in: the last one, if none is named."""
    found = next((one for one in LESSONS if one.name == lesson), LESSONS[-1])
    return tuple(found.files.values())


def titled(lesson: str) -> str:
    """What a lesson is called where people read it."""
    return next(one.title for one in LESSONS if one.name == lesson)


def lesson_of(report: Report) -> Exercise:
    """The lesson that a report is about; the last one where it says nothing of that."""
    return next((one for one in LESSONS if one.name == report.lesson), LESSONS[-1])
