"""A script that stops, and goes on to the right weights with what it handles in that place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...judging.mark import Mark
from ...judging.stopgaps import NEEDLESS, Stopgap, hold, stopgaps
from ...judging.view import View
from .epoch_looked_at import Epoch, right_weights
from .handled_in_scripts import handled
from .lesson import backprop
from .script import ScriptProgram
from .script_lines import BEFORE, SUMS

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
    return {**dict.fromkeys(before, Mark()), check: mark}


def _hold(script: ScriptProgram, epochs: Sequence[Epoch], several: Sequence[Stopgap]) -> bool:
    """Do these make other records right, and several epochs in a row?"""
    first, other = epochs[:2]
    if not hold(other.scene(script), several, {**NEEDLESS, **handled(other.run)}):
        return False
    run = replace(first.run, epochs=EPOCHS)
    known = {**NEEDLESS, **handled(run)}
    seen = script.look_at_training(run, [[gap.put(known) for gap in several]])
    return seen is not None and right_weights(run, run.trained)(seen[1][0]) == SUMS.keys()
