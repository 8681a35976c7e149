"""A script that stops: alone, where all is right once it goes on, or as far as it has come."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from ...judging.mark import Mark
from ...judging.mending import is_over_dots
from ...judging.statements import is_open, statements
from ...judging.stopgaps import NEEDLESS, Stopgap, carried_on, hold, left_out, stopgaps
from ...judging.view import View
from ...judging.written import written
from ...verdict import Outcome
from .epoch_looked_at import Epoch, right_weights
from .handled_in_scripts import handled
from .lesson import backprop
from .script import ScriptProgram
from .script_lines import BEFORE, FORMULAS, SUMS

EPOCHS = 3


def stopped_alone(
    script: ScriptProgram, epochs: Sequence[Epoch], view: View, before: Mapping[str, Mark]
) -> dict[str, Mark]:
    """The marks of a script that stops, where nothing else is wrong with it; {} otherwise.

    It broke off in the first of these epochs, as the view shows; the second has other records.
    """
    stopped = next((mark for mark in before.values() if mark.crash), None)
    if not view.broke_off or stopped is None:
        return {}
    several = stopgaps(view, NEEDLESS) or stopgaps(view, handled(epochs[0].run))
    if not several or not _hold(script, epochs, several):
        return {}
    first = several[0]
    step = next((step for step in BEFORE if step not in view.evident), "")
    check = "update_weights" if step in SUMS else step
    check = check if check and first.is_needed else backprop.elsewhere
    mark = replace(stopped, line=view.sites[first.site].line, todo=backprop.todos[check])
    there = carried_on(epochs[0].scene(script), several, {**NEEDLESS, **handled(epochs[0].run)})
    nowhere = {*left_out(there), *there.told} - view.evident if there and left_out(there) else set()
    waits = Mark(Outcome.WAITING, saw=f"follows from {check}")
    return {
        **dict.fromkeys(before, Mark()),
        **dict.fromkeys(nowhere & before.keys(), waits),
        check: mark,
    }


def as_far_as_it_came(views: Sequence[View], before: Mapping[str, Mark]) -> dict[str, Mark]:
    """The marks of a script that stops in all of these looks: what it has worked out is right.

    The first step that is not worked out there stops, or is not written yet; {} where the marks
    before say as much.
    """
    stopped = next((check for check, mark in before.items() if mark.crash), "")
    if not all(view.broke_off for view in views):
        return {}
    seen = frozenset.intersection(*(view.evident for view in views))
    if not stopped:
        return _up_to_what_is_open(seen, before)
    check = next((step for step in FORMULAS if step not in seen), "update_weights")
    known = {step for step in FORMULAS if before[step].right}
    if (
        not known < seen
        or check == stopped
        or not (before[check].waiting or _is_open(before[check]))
    ):
        return {}
    right = {step: Mark() for step in seen & FORMULAS.keys()}
    mark = replace(before[stopped], todo=backprop.todos[check])
    waits = replace(mark, outcome=Outcome.WAITING, crash=None)
    pays = before[check] if _is_open(before[check]) else mark
    source = views[0].scene.source
    if mark.crash and is_over_dots(mark.crash, source.decode("utf-8", "replace")):
        pays = Mark(Outcome.NOT_STARTED, line=pays.line)
    return _in_order({**before, stopped: waits, **right, check: pays}, source)


def _in_order(marks: Mapping[str, Mark], source: bytes) -> dict[str, Mark]:
    """The marks, with the lines that are still open in the order of the steps.

    Where all of them hold `...`, no value tells which line is whose.
    """
    several = statements(written(source).tree.body)
    lines = [statement.lineno for statement in several if is_open(statement)]
    steps = [step for step in FORMULAS if not marks[step].right]
    return {
        **marks,
        **{
            step: replace(marks[step], line=line)
            for step, line in zip(steps, lines, strict=False)
            if _is_open(marks[step]) and marks[step].line in (0, *lines)
        },
    }


def _is_open(mark: Mark) -> bool:
    return mark.outcome is Outcome.NOT_STARTED


def _up_to_what_is_open(seen: Set[str], before: Mapping[str, Mark]) -> dict[str, Mark]:
    """The marks where it stops over a step that is not written: all before that one is right."""
    upto = [*itertools.takewhile(lambda step: not before[step].untouched, FORMULAS)]
    is_open = len(upto) < len(FORMULAS)
    if not is_open or not seen >= {*upto} or any(before[s].is_a_mistake for s in upto):
        return {}
    return {**before, **{step: Mark() for step in upto}}


def _hold(script: ScriptProgram, epochs: Sequence[Epoch], several: Sequence[Stopgap]) -> bool:
    """Do these make other records right, and several epochs in a row?"""
    first, other = epochs[:2]
    if not hold(other.scene(script), several, {**NEEDLESS, **handled(other.run)}):
        return False
    run = replace(first.run, epochs=EPOCHS)
    known = {**NEEDLESS, **handled(run)}
    seen = script.look_at_training(run, [[gap.put(known) for gap in several]])
    return seen is not None and right_weights(run, run.trained)(seen[1][0]) == SUMS.keys()
