"""A function that stops over what its steps rest on, and is right with that in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark
from ...judging.stopgaps import Known, Stopgap, carried_on, left_out, stopgaps
from ...judging.view import View
from ...judging.worked_out import worked_out_at
from ...lesson import Lesson
from ...verdict import Outcome


def stopped_alone(
    lesson: Lesson,
    looks: Sequence[CloserLook],
    known: Sequence[Known],
    before: Mapping[str, Mark],
) -> dict[str, Mark]:
    """The marks of a function that stops, where nothing else is wrong with it; {} otherwise.

    What it stops over may be a part of its steps, and all of one of them at most. Each name pays
    once, for the cheapest step that the lines work out which it stands in; a line that works out
    none, for the first that is missing.
    """
    (look, other), crash = looks, next((m for m in before.values() if m.crash), None)
    if not look.began.broke_off or crash is None:
        return {}
    several = stopgaps(look.began, known[0])
    if any(_hides_a_step(gap, look) for gap in several):
        return {}
    view = carried_on(look.scene, several, known[0]) if several else None
    if view is None or carried_on(other.scene, several, known[1]) is None:
        return {}
    nowhere = {*left_out(view), *view.told} - look.began.evident
    if len(nowhere) > 1:
        stopped = replace(crash, line=view.sites[several[0].site].line)
        return _unwritten(view, nowhere, stopped, before)
    marks, evident = dict.fromkeys(before, Mark()), look.began.evident
    missing = [step for step in look.scene.before if step not in evident]
    for gaps in _by_name(several, view):
        towards = {gap: _steps_at(gap, view, known[0]) for gap in gaps}
        steps = set().union(*towards.values()) or {*missing[:1]}
        found = steps & view.told or steps
        check = min(filter(found.__contains__, look.scene.before), key=lesson.worth.__getitem__)
        gap = next((gap for gap in gaps if check in towards[gap]), gaps[0])
        if marks[check].right:
            open_ = any(v and v.kind == "..." for v in look.began.values(gap.site))
            mark = Mark(Outcome.NOT_STARTED) if open_ else crash
            marks[check] = replace(mark, line=view.sites[gap.site].line)
    return marks


def _unwritten(
    view: View, nowhere: Set[str], crash: Mark, before: Mapping[str, Mark]
) -> dict[str, Mark]:
    """The marks of a function that a helper hands no steps; {} where more of them were right.

    The first of these steps is where it stops, and the others wait for it.
    """
    first, *others = (step for step in view.scene.before if step in nowhere)
    waits = Mark(Outcome.WAITING, saw=f"follows from {first}")
    found = {**dict.fromkeys(before, Mark()), **dict.fromkeys(others, waits), first: crash}
    lost = {step for step, mark in before.items() if not mark.right}
    return found if nowhere < lost else {}


def _hides_a_step(gap: Stopgap, look: CloserLook) -> bool:
    """Is it made of a step that is not there, with what is to come to that in a later line?"""
    quantity = look.scene.dictionary.quantities.get(gap.name)
    if quantity is None or quantity.is_step:
        return False
    return any(one in look.scene.before and one not in look.began.evident for one in quantity.of)


def _by_name(several: Sequence[Stopgap], view: View) -> list[list[Stopgap]]:
    """The same, together with those that stand for the same name."""
    found: dict[str, list[Stopgap]] = {}
    for gap in several:
        found.setdefault(_name_at(view, gap.site), []).append(gap)
    return [*found.values()]


def _name_at(view: View, site: int) -> str:
    """The first name in the text of a site."""
    line = view.scene.source.split(b"\n")[view.sites[site].line - 1]
    name = re.match(rb"\w*", line[view.sites[site].column :])
    return name[0].decode() if name else ""


def _steps_at(gap: Stopgap, view: View, known: Known) -> set[str]:
    """The steps that the line works out in which it stands, or whose value it is."""
    there = worked_out_at(view, view.sites[gap.site].line)
    return {step for step in there if step in view.scene.before} | known[gap.name].steps
