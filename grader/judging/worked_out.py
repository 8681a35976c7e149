"""Which steps a line of a program works out, as a closer look at one run of it shows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from .view import View


def worked_out_at(view: View, line: int, column: int = 0) -> list[str]:
    """The steps of which a line works out the value or a part.

    First those of the first turn of it, the outermost before all others, and none that it only
    reads beside them. With a column, those that are made of what stands there, the innermost first.
    Where the line only calls what works them out and keeps them, it works out the results, or else
    the one step there is.
    """
    if column:
        return _made_of(view, line, column)
    here = [site for site in view.turns if view.sites[site].kind != "name"]
    sites = [site for site in here if view.sites[site].line <= line <= view.sites[site].end_line]
    sites.sort(key=lambda site: view.sites[site].extent, reverse=True)
    first = [view.turns[site][0] for site in sites]
    later = itertools.chain.from_iterable(view.turns[site][1:] for site in sites)
    several = itertools.chain.from_iterable(view.readings[i] for i in (*first, *later))
    quantities = view.scene.dictionary.quantities
    names = [name for name in dict.fromkeys(several) if quantities[name].step]
    known = _met_before(view, first)
    new = [name for name in names if name not in known] or names
    found = [*dict.fromkeys(quantities[name].step for name in new)]
    return found or _made_in_calls(view, first)


def _met_before(view: View, turns: Sequence[int]) -> set[str]:
    """What was there before the first of these notes began."""
    start = min((view.noted.notes[i].start for i in turns), default=0)
    return {name for reading in view.readings[:start] for name in reading}


def _made_in_calls(view: View, turns: Sequence[int]) -> list[str]:
    """The results that are first there on the way to one of these notes, or the only step.

    A call that leads to several steps belongs to none of them.
    """
    before = _met_before(view, turns)
    inside = [j for i in turns for j in range(view.noted.notes[i].start, i)]
    names = (name for j in inside for name in view.readings[j] if name not in before)
    steps = dict.fromkeys(view.scene.dictionary.quantities[name].step for name in names)
    made = [*filter(None, steps)]
    return [step for step in made if step in view.scene.asked_for] or made[: len(made) == 1]


def _made_of(view: View, line: int, column: int) -> list[str]:
    """The steps that are worked out in the line, and not yet where the first turn begins."""
    sites = [site for site in view.turns if view.sites[site].holds(line, column)]
    found: list[str] = []
    for site in sorted(sites, key=lambda site: view.sites[site].extent):
        turn = view.turns[site][0]
        new = view.readings[turn].keys() - _met_before(view, [turn])
        quantities = view.scene.dictionary.quantities
        found += [quantities[name].step for name in view.readings[turn] if name in new]
    return [*filter(None, dict.fromkeys(found))]
