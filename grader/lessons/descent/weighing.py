"""Which tells more of a function: what a closer look charges, or what its named values came to?"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Set
from dataclasses import replace

from ...judging.closer_look import CloserLook
from ...judging.mark import Mark, Marks
from ...judging.scene import Charge
from ...verdict import Outcome


def weighed(
    marks: Marks, before: Marks, look: CloserLook, other: CloserLook
) -> dict[str, Mark] | None:
    """The marks by two looks; None where the marks `before` them tell more."""
    wrong = {step for step, mark in marks.items() if not mark.right}
    lost = {step for step, mark in before.items() if not mark.right}
    named = {step for step, mark in before.items() if mark.mistake}
    if len(named) > 1 and any(stands_for_another(charge, look) for charge in look.charges):
        return None  # one right value in the place of another has hidden a mistake
    told_better = len(named) == 1 != len([step for step in wrong if marks[step].mistake])
    behind = {step for name in named for step in look.scene.behind(frozenset([name]))} - named
    is_there = named <= look.began.found and all(marks[step].explained for step in wrong)
    is_there = is_there or named <= look.turned  # the sign is turned back at last
    is_there = is_there or (named < wrong and all(marks[step].mistake for step in wrong))
    is_there = is_there or (bool(wrong) and wrong <= behind)  # where it only shows
    raised = {step for step in wrong if marks[step].stopped}
    follows = {step for step in raised if named & look.scene.behind(frozenset([step]))}
    found = dict(marks)
    if len(named) == 1 and named < wrong and wrong - named == follows:
        waits = Mark(Outcome.WAITING, saw=f"follows from {next(iter(named))}")
        found |= dict.fromkeys(follows, waits)
    is_seen = bool(named) and named <= look.began.found & other.began.found - wrong
    by_name = {c.step for c in look.charges if look.scene.named(c.site.name) == c.step}
    by_itself = {s for s in raised & by_name if not lost & look.scene.behind(frozenset([s]))}
    by_one = any(mark.by_one for mark in before.values())  # which shows less than several do
    more = len(wrong - by_itself) > len(lost) and not (is_seen or by_one) and not _are_apart(look)
    if more or (told_better and not is_there and wrong - by_itself != named):
        return None
    return found | _hidden(marks, before, look, other)


def stands_for_another(charge: Charge, look: CloserLook) -> bool:
    """Was it put in the place of the right value of another step, under that one's own name?"""
    site = look.began.sites[charge.places[0].site]
    its = look.scene.named(site.name) if site.kind == "assigned" else ""
    return its not in ("", charge.step) and its in look.began.common.get(charge.places[0].site, ())


def _are_apart(look: CloserLook) -> bool:
    """Is each mistake made where what comes of the one before it is right, once that is mended?"""
    order = [*look.scene.before]
    charges = sorted(look.charges, key=lambda charge: order.index(charge.step))
    if len({charge.site.line for charge in charges}) < len(charges):
        return False
    alone = (look.with_nothing_but(charge.places[0]) for charge in charges[:-1])
    is_enough = any(view is not None and view.is_done for view in alone)
    return not is_enough and all(_is_apart(look, *pair) for pair in itertools.pairwise(charges))


def _is_apart(look: CloserLook, one: Charge, other: Charge) -> bool:
    """Does what is right, and comes of the one, go into what is wrong by the other?"""
    view, scene = look.view, look.scene
    if one.crash is not None or other.crash is not None:
        return False
    comes_of = {step for step in scene.before if one.step in scene.behind(frozenset([step]))}
    turns = view.turns.get(other.places[0].site, ())
    inside = (range(view.noted.notes[i].start, i) for i in turns)
    return any(comes_of & view.readings[j].keys() for several in inside for j in several)


def _hidden(marks: Marks, before: Marks, look: CloserLook, other: CloserLook) -> dict[str, Mark]:
    """The marks of steps that are wrong by their own names, and that nothing right is made of.

    The right value of the next step stands in the place of its own mistake, and the step itself is
    only there in the middle of its line, which goes on to make something else of it. Or the next is
    not written yet.
    """
    wrong = {step for step, mark in before.items() if mark.is_a_mistake}
    open_ = {step for step, mark in marks.items() if mark.untouched}
    found: dict[str, Mark] = {}
    for step in (step for step in wrong if marks[step].right):
        users, line = _users(step, look), _misnamed(step, look)
        is_inside = step in look.began.found - look.began.left_alone - other.began.left_alone
        is_covered = is_inside and users <= _wrong(marks) & wrong
        if users and line and (is_covered or users <= open_):
            found[step] = replace(before[step], line=before[step].line or line)
    return found


def _misnamed(step: str, look: CloserLook) -> int:
    """The line that gives the step's own name another value; 0 where none does."""
    view = look.began
    several = (i for i in view.turns if view.sites[i].kind == "assigned")
    named = [i for i in several if view.scene.named(view.sites[i].name) == step]
    return view.sites[named[-1]].line if named and step not in view.common[named[-1]] else 0


def _users(step: str, look: CloserLook) -> Set[str]:
    """The steps that are made of this one."""
    return {later for later, made_of in look.scene.before.items() if step in made_of}


def _wrong(marks: Mapping[str, Mark]) -> Set[str]:
    return {step for step, mark in marks.items() if mark.is_a_mistake}
