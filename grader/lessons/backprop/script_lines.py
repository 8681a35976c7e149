"""Which check of a script, and which line of it, something seen in one epoch is about."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import replace

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark
from ...judging.origins import line_of
from ...judging.scene import Charge
from ...judging.view import View
from ...judging.worked_out import worked_out_at
from ...lesson import needs
from ..descent.loop_lines import LoopLines
from . import numbers, steps
from .lesson import backprop

FORMULAS = {**steps.FORWARD, **steps.BACKWARD}
SUMS = {"new W": "del_w_hidden_output", "new w": "del_w_input_hidden"}

BEFORE: Mapping[str, tuple[str, ...]] = {
    **{step: tuple(n for n in needs(f) if n in FORMULAS) for step, f in FORMULAS.items()},
    **{new: (total,) for new, total in SUMS.items()},
}


def checks_at(line: int, view: View, column: int = 0) -> list[str]:
    """The checks for what a line works out, that of the outermost first.

    With a column, for what is made of what stands there, that of the innermost first. Where a line
    moves one layer, and another line the other, it is not the rule for both.
    """
    worked_out = worked_out_at(view, line, column)
    others = SUMS.keys() - {*worked_out_at(view, line)}
    is_one = len(others) == 1 and any(map(view.first_line, others))
    moves = backprop.updated if is_one else "update_weights"
    several = (moves if step in SUMS else step for step in worked_out)
    return [step for step in dict.fromkeys(several) if step in FORMULAS or step == moves]


def check_of(charge: Charge, new: Set[str], before: Mapping[str, Mark], view: View) -> str:
    """The check that pays for a charge; `new` are the new weights that something is charged for.

    A sum that is right for single records is wrong over several, and so is one in whose place each
    record's own term stood; but not one whose line raises, with no term seen before it, nor one of
    terms with a mistake that is known. The update is one rule for both layers, so if it is right
    for one of them it is the other that is left out.
    """
    step = charge.step
    if step == numbers.EPOCHS:
        return "every_epoch"
    if step not in BEFORE:
        return "summed_over_records"
    if step in SUMS:
        return "update_weights" if len(new) == len(SUMS) else "both_layers_updated"
    if step not in SUMS.values() or charge.is_turned:
        return step
    term = view.scene.added(step)
    if charge.crash is not None and not (term and view.has_met(term)):
        return step
    unsummed = not before["summed_over_records"].right
    right = all(before[name].right for name in ([step] if unsummed else FORMULAS))
    right = right or (not before[step].mistake and _are_terms(charge, view))
    return "summed_over_records" if right else step


def layer_told_of(before: Mapping[str, Mark]) -> str:
    """The new weights that were seen to be wrong, where it is the update that is; "" otherwise."""
    saw = before["update_weights"].saw
    named = ((new, (f"({weights}", f"{weights} after")) for weights, new in numbers.NEW.items())
    return next((new for new, words in named if any(word in saw for word in words)), "")


def line_about(check: str, view: View) -> int:
    """The line that a check is about which nothing is charged for; 0 if none is known."""
    is_update = check == "update_weights"
    own = "new w" if is_update else check
    if own in BEFORE:
        is_there = (own in SUMS or own in SUMS.values()) and view.has_met(own)
        line = view.first_line(own) if is_there else line_of(view, own)
        if line or not is_update:
            return line
    elif check not in backprop.loop:
        return 0
    added = {step: f"term of {step}" for step in SUMS.values()}
    moved = {new: f"moved {new[-1]}" for new in SUMS}
    lines = LoopLines(view, 1, added, [*SUMS], moved)
    return lines.line("updated_once_per_epoch" if is_update else check)


def is_never_right(charge: Charge, view: View) -> bool:
    """Is what is added to a sum wrong for every single record, whatever the sum comes to?"""
    place = charge.places[0]
    added = view.scene.added(charge.step)
    is_zero = charge.crash is None and view.has_only_zeros(place.site)
    if charge.step in SUMS.values() and is_zero:
        return not any(added in reading for reading in view.readings)
    if charge.step not in SUMS.values() or place.quantity != added or charge.crash is not None:
        return False
    stood, right = _stood_beside_terms(charge, view)
    return bool(stood) and stood.isdisjoint(right)


def _are_terms(charge: Charge, view: View) -> bool:
    """Is what stood in the place of a sum what the single records add to it?"""
    if charge.places[0].quantity in BEFORE[charge.step]:
        return False
    stood, right = _stood_beside_terms(charge, view)
    return bool(stood) and stood <= right


def _stood_beside_terms(charge: Charge, view: View) -> tuple[set[float], set[float]]:
    """The numbers that stood in the place of a sum, and those of what is added to it."""
    added = view.scene.dictionary.quantities.get(view.scene.added(charge.step))
    numbers = (n for value in charge.stood for n in value.numbers if n is not None)
    terms = added.numbers.values() if added else ()
    return {round(n, 12) for n in numbers}, {round(n, 12) for n in terms}


def turned_before(charge: Charge, view: View) -> tuple[str, int] | None:
    """The step right before, and its line, if it is there that what is charged was turned around.

    Its value may stand elsewhere with the right sign, as in a loss. It may be a part of the line
    that gives what is charged, if it is nowhere with the right one.
    """
    quantity = view.scene.dictionary.quantities.get(charge.places[0].quantity)
    right = quantity.numbers if quantity else {}
    of_all = charge.own and all(
        at in right and math.isclose(-n, right[at]) for at, n in charge.own.items()
    )
    around = [view.sites[site] for site in view.turns if f"-{charge.step}" in view.common[site]]
    assigned = [site for site in around if site.kind == "assigned"]
    for before in view.scene.before.get(charge.step, ()) if of_all else ():
        for site in (view.sites[i] for i in view.turns if f"-{before}" in view.common[i]):
            is_part = before not in view.found and any(map(site.is_within, assigned))
            if site.kind == "assigned" or is_part:
                return before, site.line
    return None


def sums_nothing(look: CloserLook) -> bool:
    """Are both sums 0, and nothing else charged, where what each record adds to them is right?"""
    summed = {place.step for charge in look.charges for place in charge.places}
    is_zero = all(charge.is_zero for charge in look.charges)
    terms = (look.scene.added(total) for total in SUMS.values())
    return (
        is_zero and summed == {*SUMS.values()} and all(_is_left(term, look.began) for term in terms)
    )


def _is_left(name: str, view: View) -> bool:
    """Is every entry of a quantity there, and handed on as it is, alone or in an object?"""
    met = (i for i, reading in enumerate(view.readings) if name in reading)
    alone = any(view.roots[i] == i or view.noted.notes[view.roots[i]].value is None for i in met)
    return alone and view.has_met(name)


def where_it_is_added_up(charge: Charge, look: CloserLook) -> Charge:
    """The charge of a sum that is read further down, or begun, at the one line that changes it.

    That is the line that left what is read there, whatever its name.
    """
    view, here = look.began, charge.site
    if charge.step not in SUMS.values() or charge.crash is not None:
        return charge
    changing = {i: view.sites[i] for i in view.turns if view.sites[i].kind in ("added", "changed")}
    if here.kind == "name":
        [read, *_] = view.values(charge.places[0].site) or [None]
        lines = {site.line: site for i, site in changing.items() if view.values(i)[-1] == read}
    elif here.kind == "assigned" and charge.is_zero:
        lines = {site.line: site for site in changing.values() if site.name == here.name}
    else:
        return charge
    return replace(charge, site=next(iter(lines.values()))) if len(lines) == 1 else charge


def with_lines(look: CloserLook, before: Mapping[str, Mark]) -> dict[str, Mark]:
    """The marks as they were, with the line of what is found, as far as it goes."""
    several = (where_it_is_added_up(charge, look) for charge in look.charges)
    lines = {charge.step: charge.site.line for charge in several}
    lines["update_weights"] = lines.get(layer_told_of(before), 0)
    wrong = [step for step, mark in before.items() if not mark.right]
    for step in (step for step in wrong if before[step].is_a_mistake):
        charged = step in backprop.loop and len(wrong) == 1 and look.charges
        own = look.charges[0].site.line if charged else line_about(step, look.began)
        lines[step] = lines.get(step, 0) or own or line_about(step, look.view)
    if len(wrong) == 1 and look.charges:
        lines[wrong[0]] = lines.get(wrong[0], 0) or look.charges[0].site.line
    return {
        step: mark if mark.right else replace(mark, line=mark.line or lines.get(step, 0))
        for step, mark in before.items()
    }
