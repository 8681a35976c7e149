"""What stops a function below a step: a line that works out nothing, or a loop without end."""

from __future__ import annotations

from collections.abc import Mapping

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark
from ...judging.written import Written
from ...room.answers import ENDLESS
from ...verdict import Outcome


def under_its_step(marks: dict[str, Mark], look: CloserLook, text: Written) -> dict[str, Mark]:
    """The marks; what stops in a print is charged where that stands.

    That is to the step whose value is there last above it, whatever is to be printed. The step
    that it stopped is right, unless some are not written: it is the first of these, if unseen.
    """
    for step, mark in marks.items():
        stopped = mark.line or mark.crash.line if mark.crash else 0
        if stopped and text.only_tells(stopped):
            lines = {one: look.began.first_line(one) for one in marks}
            begun = text.function_of(stopped)  # of a helper that stops, others may call it, too
            above = [one for one, line in lines.items() if begun < line < stopped]
            last = max(above, key=lambda one: lines[one], default=step)
            if marks[last].right:
                open_ = text.open_below(stopped)
                is_seen = not open_ or step in look.view.evident
                is_open = step in map(look.scene.named, open_)
                unseen = Mark(Outcome.NOT_STARTED if is_open else Outcome.WAITING)
                return {**marks, step: Mark() if is_seen else unseen, last: mark}
    return marks


def with_what_never_ends(
    marks: dict[str, Mark], look: CloserLook, before: Mapping[str, Mark]
) -> dict[str, Mark]:
    """The marks; what goes on without end is charged, even if the next step is not written.

    That is to the last step that is right above it, and nothing further down is seen. `before` are
    the marks that they had before the look, in which the loop is left where it is.
    """
    crashes = (mark.crash for mark in before.values() if mark.crash)
    crash = next((crash for crash in crashes if crash.type == ENDLESS), None)
    if crash is None or not any(mark.untouched for mark in marks.values()):
        return marks
    lines = {step: look.began.first_line(step) for step, mark in marks.items() if mark.right}
    above = [step for step, line in lines.items() if 0 < line <= crash.line]
    below = {step: Mark(Outcome.WAITING) for step in lines if step not in above}
    stopped = Mark(Outcome.STOPPED, crash=crash, line=crash.line)
    return {**marks, **below, above[-1]: stopped} if above else marks
