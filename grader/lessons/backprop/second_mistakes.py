"""What else is wrong around a script's training, where one mistake hides another.

A right value put in further down makes all of it right, with a sum that is right nowhere. And a
layer that never gets its new weights has no place in which these could be put.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark
from ...judging.trace import agree, difference, is_multiple
from ...judging.view import View
from ...verdict import Outcome
from ..descent.charges import ADDED_UP
from ..descent.training import Run, Weights
from ..descent.wrong_loops import scaled, trained_by
from .epoch_looked_at import Epoch, Moves, moved
from .lesson import backprop
from .numbers import NEW
from .script_lines import SUMS, line_about

SUMMED = "summed_over_records"

FACTORS = (0.0, -1.0)
"""By what a layer's step may be multiplied where nothing could be put in its place."""


def hidden_by(
    looks: Sequence[CloserLook],
    epochs: Sequence[Epoch],
    charged: Mapping[str, Mark],
    before: Mapping[str, Mark],
) -> dict[str, Mark]:
    """The marks of mistakes that are hidden by those that are charged."""
    found: dict[str, Mark] = {}
    terms = [charged[step] for step in SUMS.values() if step in charged]
    known = backprop.mistakes.get(before[SUMMED].mistake)
    if terms and known and known.check != backprop.updated:  # so say trainings of these very terms
        found[SUMMED] = replace(before[SUMMED], line=terms[0].line)
    for new, total in SUMS.items():
        if line := _line_never_summed(new, total, looks, epochs):
            found[SUMMED] = _never_summed(line, before[SUMMED])
    if not looks[0].view.is_done:
        found[backprop.updated] = _left_out(looks, epochs, before[backprop.updated])
        own = charged.get(SUMMED)
        if own and not own.explained and own.is_a_mistake and _adds_what_is_right(looks[0]):
            found[SUMMED] = _never_summed(own.line, Mark())  # what is seen is of the other layer
    return found


def _adds_what_is_right(look: CloserLook) -> bool:
    """Is it a sum that is charged first, and right what each record adds to it?"""
    added = look.scene.added(look.charges[0].step)
    return bool(added) and look.charges[0].step in SUMS.values() and look.began.has_met(added)


# ---------------------------------------------------------------- a sum that is right nowhere


def _line_never_summed(
    new: str, total: str, looks: Sequence[CloserLook], epochs: Sequence[Epoch]
) -> int:
    """The line of a sum that is right nowhere, above an update that is charged; 0 if there is none.

    What each record adds to it is right. As it stands the weights go another way, and with the
    right sum in its place they go the right one, if too far or backwards: so what is wrong with
    the update is not what is wrong with the sum.
    """
    first = looks[0]
    known = [*zip(looks, epochs, strict=True)]
    updates = [charge.site.line for charge in first.charges if charge.step == new]
    terms_are_right = first.began.has_met(first.scene.added(total))
    if not updates or total not in first.missing or not terms_are_right:
        return 0
    if any(_goes_its_way(look.began, epoch, new) for look, epoch in known):
        return 0
    for place in first.places_for(total):
        line = first.began.sites[place.site].line
        seen = ((look.with_nothing_but(place), epoch) for look, epoch in known)
        if line not in updates and all(view and _goes_its_way(view, e, new) for view, e in seen):
            return line
    return 0


def _goes_its_way(view: View, epoch: Epoch, new: str) -> bool:
    """Does the layer move by its right step times a number?"""
    moves = moved(epoch.run, epoch.after, view.noted)
    if view.broke_off or new not in moves:
        return False
    wanted, got = moves[new]
    return any(got.entries) and is_multiple([*got.entries], [*wanted.entries])


def _never_summed(line: int, before: Mark) -> Mark:
    """What is said of that sum, with the words that it has."""
    own = before if before.explained and before.is_a_mistake else Mark(advice=ADDED_UP)
    saw = own.saw or "it is not the sum over the records"
    return Mark(Outcome.FAILED, saw=saw, mistake=own.mistake, advice=own.advice, line=line)


# ---------------------------------------------------------------- a layer that is left out


def is_all_but_a_layer(look: CloserLook) -> bool:
    """Is all right once it is put in, but that one layer does not get its new weights?

    The other layer moves as it should, and what this one gets has no place of its own.
    """
    lost = look.scene.asked_for - look.view.results
    is_one = not look.view.broke_off and len(lost) == 1
    return is_one and lost == {*look.missing} - unread_sums(look)


def unread_sums(look: CloserLook) -> set[str]:
    """The sums of layers that do not get new weights, or stay, if right terms are added to them.

    Nothing reads such a sum, so that is all there is to be seen of it.
    """
    staying = {new for new in look.scene.asked_for if not look.scene.before[new]}
    lost = staying | (look.scene.asked_for - look.view.results)
    return {SUMS[new] for new in lost if look.view.has_met(look.scene.added(SUMS[new]))}


def _layer_left(look: CloserLook) -> str:
    """The new weights that are all that is missing, but for a sum that nothing reads."""
    return look.missing[-1]


def goes_as_far(look: CloserLook, other: CloserLook) -> bool:
    """Is it the same layer on other inputs, with the right values in the very same places?"""
    return look.holds_for(other) and other.missing == look.missing and is_all_but_a_layer(other)


def without_words(mark: Mark) -> Mark:
    """The mark of sums that are known by weights which a layer that stays has no part in."""
    return replace(mark, mistake="", advice="")


def by_a_factor(
    looks: Sequence[CloserLook], epochs: Sequence[Epoch]
) -> Callable[[Run], Weights] | None:
    """The loop that moves a layer backwards, or not at all, as this one does; None for others."""
    step = _layer_left(looks[0])
    known = [*zip(looks, epochs, strict=True)]
    for factor in FACTORS:
        factors = [factor if new == step else 1.0 for new in NEW.values()]
        loop = partial(_moving_by, factors)
        if all(_ends_as(loop, epoch, _moves(look, epoch)) for look, epoch in known):
            return loop
    return None


def _moving_by(factors: Sequence[float], run: Run) -> Weights:
    return trained_by(run, lambda weights: scaled(run.summed(weights), *factors))


def _left_out(looks: Sequence[CloserLook], epochs: Sequence[Epoch], before: Mark) -> Mark:
    """What is said of the layer that does not get its new weights."""
    if before.is_a_mistake and before.explained:
        return before
    step = _layer_left(looks[0])
    weights = next(name for name, new in NEW.items() if new == step)
    line = line_about(backprop.updated, looks[0].view)
    known = [(epoch, _moves(look, epoch)) for look, epoch in zip(looks, epochs, strict=True)]
    saw = f"{weights}, {difference(*known[0][1][step])}"
    found = Mark(Outcome.FAILED, saw=before.saw or saw, line=line)
    for mistake in backprop.known(backprop.updated):
        if all(_ends_as(mistake.wrong, epoch, own) for epoch, own in known):
            return replace(found, mistake=mistake.id, advice=mistake.advice)
    return found


def _moves(look: CloserLook, epoch: Epoch) -> Moves:
    return moved(epoch.run, epoch.after, look.view.noted)


def _ends_as(loop: Callable[[Run], Weights], epoch: Epoch, own: Moves) -> bool:
    """Does this loop move the weights as these have moved?"""
    try:
        ended = loop(epoch.run)
    except ValueError:  # it is one of batches, which there are none of
        return False
    return all(
        new in own and agree(after - before, own[new][1])
        for new, before, after in zip(NEW.values(), epoch.run.weights, ended, strict=True)
    )
