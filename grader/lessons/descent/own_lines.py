"""Two mistakes that are found in one place: each is told at its own line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...judging.mark import Mark
from ...judging.view import View
from ...verdict import Outcome

UNKNOWN = Mark(Outcome.FAILED, saw="it does not follow from the steps before it")


def each_at_its_own(marks: Mapping[str, Mark], view: View) -> dict[str, Mark]:
    """The marks; of two at the line that one of them is named in, the other is told at its own.

    A right value for the other step is put in where the first is wrong, so that is where it is
    found; what was raised there is no mistake of the other step.
    """
    found = dict(marks)
    lines = {view.scene.named(s.name): s.line for s in view.sites if s.kind == "assigned"}
    lines.pop("", None)
    for step, mark in marks.items():
        other = next((s for s, line in lines.items() if line == mark.line), step)
        alike = other != step and other in marks and _are_alike(mark, marks[other])
        if alike and lines.get(step, mark.line) != mark.line:
            found[step] = replace(UNKNOWN if mark.crash else mark, line=lines[step])
    return found


def _are_alike(one: Mark, other: Mark) -> bool:
    """Are both wrong, or have both stopped, and at the same line as far as one is known?"""
    both = (one.is_a_mistake and other.is_a_mistake) or (one.stopped and other.stopped)
    return both and other.line in (0, one.line)
