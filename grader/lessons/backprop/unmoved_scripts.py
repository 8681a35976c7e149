"""A script whose weights stay where they are, or are lost: its steps are seen, the update pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...judging.closer_look import CloserLook, begun
from ...judging.mark import Mark
from ...judging.scene import Charge
from ...judging.statements import not_begun
from ...judging.view import View
from ...judging.written import written
from ...room.answers import Odd, raw
from ...verdict import Outcome
from ..descent.charges import adds
from ..descent.epochs import NOT_KEPT
from .epoch_looked_at import Epoch, moved
from .lesson import backprop
from .script import ScriptProgram
from .script_lines import FORMULAS, SUMS, line_about

STEPS = FORMULAS.keys() - {*SUMS.values()}
"""The steps that a single record has."""

STAYS = "the weights at the end of an epoch are those from its beginning"
LOST = "at the end of an epoch there is nothing in the place of the weights"
NOT_MOVED = (
    "What are the weights to make of the sums of an epoch, once the last record has had its say?"
)
NOT_HANDED_BACK = (
    "The weights are to get their new value here. What do they get, and which line was to work it "
    "out, or to hand it back?"
)


Said = Callable[[Charge, Charge, str, Mark], Mark]
"""The mark of a charge that is made in both epochs, for a check and from its mark before."""


def unmoved(
    script: ScriptProgram,
    epochs: Sequence[Epoch],
    before: Mapping[str, Mark],
    first: CloserLook,
    said: Said,
) -> dict[str, Mark]:
    """The marks where every step is seen in two epochs and no weight moves; {} for others.

    Each is right, or is charged in the look at the `first` epoch and in that at another. What goes
    on around an update that is not there cannot be seen, and follows from it; so do sums that it
    alone was to make.
    """
    is_known = all(before[step].right for step in FORMULAS)
    is_open = any(mark.untouched for mark in before.values())
    other = None if is_known or is_open else begun(epochs[1].scene(script))
    if other is None or not _stays(first.began, epochs[0]) or not _stays(other.began, epochs[1]):
        return {}
    other.finds_all()
    charged = {charge.places[0].site: charge.step for charge in first.charges}
    is_same = charged == {charge.places[0].site: charge.step for charge in other.charges}
    views = [first.view, other.view]
    lacking = FORMULAS.keys() - frozenset.intersection(*(v.evident | v.told for v in views))
    if not is_same or not STEPS.issuperset(charged.values()):
        return {}
    if lacking and (lacking != {*SUMS.values()} or not _is_left_open(script, views)):
        return {}
    is_lost = any(map(_is_nothing, _layers(views[0])))
    is_made = not is_lost and all(view.evident.issuperset(SUMS) for view in views)
    check = backprop.updated if is_made else "update_weights"
    saw, advice = (LOST, NOT_HANDED_BACK) if is_lost else (STAYS, NOT_MOVED)
    line = _line(script, views[0])
    mark = Mark(Outcome.FAILED, saw=saw, advice=NOT_KEPT if is_made else advice, line=line)
    follows = Mark(Outcome.WAITING, carried=True, saw=f"follows from {check}")
    right = dict.fromkeys([*FORMULAS, "update_weights"], Mark())
    around = dict.fromkeys([*lacking, *backprop.loop], follows)
    wrong = {
        charge.step: said(charge, again, charge.step, Mark(Outcome.WAITING))
        for charge, again in zip(first.charges, other.charges, strict=True)
    }
    return {**right, **around, **wrong, check: mark}


def _line(script: ScriptProgram, view: View) -> int:
    """Where the new weights are made; or what holds their place, if it is the only such line."""
    places = [*not_begun(written(script.source).tree)]
    is_made = view.first_line("new w")
    return is_made or (places[0].lineno if len(places) == 1 else line_about(backprop.updated, view))


def _stays(view: View, epoch: Epoch) -> bool:
    """Does it end with both layers as they began, or with nothing in their places?"""
    if view.broke_off:
        return False
    moves = moved(epoch.run, epoch.after, view.noted)
    still = not any(any(own.entries) for _, own in moves.values())
    lost = [layer for layer in _layers(view) if _is_nothing(layer)]
    return still and len(moves) + len(lost) == len(SUMS)


def _layers(view: View) -> list[object]:
    layers = raw(view.noted.answer.get("weights"))
    return layers if isinstance(layers, list) else []


def _is_nothing(layer: object) -> bool:
    return layer == Odd("nothing")


def _is_left_open(script: ScriptProgram, views: Sequence[View]) -> bool:
    """Is it the update that was to read the sums, or that was to make them as well?

    They are added up, and nothing reads them; or nothing of them is there yet, and some line holds
    the place of what is to be done.
    """
    added = [(view, view.scene.added(total)) for view in views for total in SUMS.values()]
    if any(view.has_met(term) for view, term in added):
        return all(map(adds, *zip(*added, strict=True)))
    return any(not_begun(written(script.source).tree))
