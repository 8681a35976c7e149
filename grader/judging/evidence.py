"""Does a value show that its step was done? It is not enough that it follows from those before.

Zeros follow from zeros by any formula. What follows from a wrong value that is nearly all zeros,
or the same in each row, may be a copy of it; of numbers far too large the sigmoid is no more than
a threshold, and of small ones no more than a straight line. Such values show nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ...solution.matrix import Matrix
from ..lesson import Formula, Value, compute, needs
from .trace import TOLERANCE, Trace, agree

Known: TypeAlias = "Mapping[str, Value]"

SHARE = 1 / 3
"""More than this share of a wrong value's numbers must differ from each other, and must count."""

SPREAD = 0.01
"""What follows from a wrong value has numbers this far apart, relative to the largest."""

NUDGE = 1.01


def is_constant(entries: Sequence[float], spread: float = TOLERANCE) -> bool:
    """Are they zero, one and the same number everywhere, or none at all?"""
    largest = max(map(abs, entries), default=0.0)
    if len(entries) < 2:
        return largest < TOLERANCE
    return max(entries) - min(entries) <= max(spread * largest, TOLERANCE**2)


def is_shown(
    group: Sequence[str],
    formulas: Mapping[str, Formula],
    traces: Sequence[Trace],
    worlds: Sequence[Known],
) -> bool:
    """Does the last step of the group, which follows in these traces, show that it was done?

    `worlds` has what each trace's values are taken to be. Where they are right, it does.
    """
    used = sorted({name for step in group for name in needs(formulas[step])} - {*group})
    pairs = list(zip(traces, worlds, strict=True))
    if not all(any(_is_wrong(name, *pair) for name in used) for pair in pairs):
        return True
    wrong = {name: [pair for pair in pairs if _is_wrong(name, *pair)] for name in used}
    values = [_value(group, formulas, world) for world in worlds]
    if is_constant(_entries(values), SPREAD):
        return False
    for name in filter(wrong.get, used):
        nudged = [_value(group, formulas, _nudged(world, name)) for world in worlds]
        own = _entries([world[name] for _, world in wrong[name]])
        if not _are_various(own) or not _are_others(_entries(values), _entries(nudged)):
            return False
    return True


def _is_wrong(name: str, trace: Trace, world: Known) -> bool:
    """Is it a table, but not the one that the lesson's formulas give?"""
    own, right = world.get(name), trace.right.get(name)
    if not isinstance(own, Matrix) or not isinstance(right, Matrix):
        return False
    return not agree(right, own, trace.tolerance)


def _are_various(entries: Sequence[float]) -> bool:
    """Do many of these numbers differ from each other, and count beside the largest?"""
    largest = max(map(abs, entries))
    told_apart = {round(entry / largest / TOLERANCE) for entry in entries if largest} - {0}
    return len(told_apart) > max(SHARE * len(entries), min(1, len(entries) - 1))


def _are_others(before: Sequence[float], after: Sequence[float]) -> bool:
    """Have many of the numbers changed?"""
    least = TOLERANCE * max(map(abs, before), default=0.0)
    changed = sum(abs(a - b) > least for a, b in zip(before, after, strict=False))
    return changed > SHARE * len(before)


def _nudged(world: Known, name: str) -> Known:
    value = world.get(name)
    return {**world, name: value * NUDGE} if isinstance(value, Matrix) else world


def _value(group: Sequence[str], formulas: Mapping[str, Formula], world: Known) -> Value | None:
    known = dict(world)
    try:
        for step in group:
            known[step] = compute(formulas[step], known)
    except (KeyError, ValueError, OverflowError):
        return None
    return known[group[-1]]


def _entries(values: Sequence[Value | None]) -> list[float]:
    return [entry for value in values if isinstance(value, Matrix) for entry in value.entries]
