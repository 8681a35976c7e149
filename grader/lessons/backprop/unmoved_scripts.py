"""A script whose weights stay where they are: its steps are seen, and the update pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...judging.closer_look import begun
from ...judging.mark import Mark
from ...judging.view import View
from ...verdict import Outcome
from .epoch_looked_at import Epoch, moved
from .lesson import backprop
from .script import ScriptProgram
from .script_lines import FORMULAS, SUMS, line_about

STAYS = "the weights at the end of an epoch are those from its beginning"
NOT_KEPT = (
    "The new weights are right, and nothing is kept of them: the next epoch begins with the old "
    "ones. Where do they have to stand, so that it finds them?"
)
NOT_MOVED = (
    "Every step is right here, and the sums of an epoch are as well. What are the weights to make "
    "of them, once the last record has had its say?"
)


def unmoved(
    script: ScriptProgram, epochs: Sequence[Epoch], before: Mapping[str, Mark]
) -> dict[str, Mark]:
    """The marks where every step is seen in two epochs and no weight moves; {} for others.

    What goes on around an update that is not there cannot be seen, and follows from it.
    """
    looks = [begun(epoch.scene(script)) for epoch in epochs[:2]]
    views = [look.view for look in looks if look is not None]
    is_known = all(before[step].right for step in FORMULAS)
    is_open = any(mark.untouched for mark in before.values())
    if is_known or is_open or len(views) < len(looks):
        return {}
    if not all(_stands_still(view, epoch) for view, epoch in zip(views, epochs, strict=False)):
        return {}
    is_made = all(view.evident.issuperset(SUMS) for view in views)
    check = backprop.updated if is_made else "update_weights"
    line = views[0].first_line("new w") if is_made else line_about(backprop.updated, views[0])
    mark = Mark(Outcome.FAILED, saw=STAYS, advice=NOT_KEPT if is_made else NOT_MOVED, line=line)
    follows = Mark(Outcome.WAITING, carried=True, saw=f"follows from {check}")
    right = dict.fromkeys([*FORMULAS, "update_weights"], Mark())
    return {**right, **dict.fromkeys(backprop.loop, follows), check: mark}


def _stands_still(view: View, epoch: Epoch) -> bool:
    """Is each step there, of what it did itself, and do both layers end as they began?"""
    moves = moved(epoch.run, epoch.after, view.noted)
    still = len(moves) == len(SUMS) and not any(any(own.entries) for _, own in moves.values())
    return still and not view.broke_off and view.evident >= FORMULAS.keys()
