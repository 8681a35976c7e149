"""A step that is worked out for all the records, in each turn of a loop that goes from one to one.

With a single record that is the same, and as long as nothing is made of it nothing stops over it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...judging.mark import Mark
from ...judging.statements import nodes
from ...judging.view import View
from ...judging.written import written
from ...verdict import Outcome

SAW = "in the turn of one record, line {line} works it out for all {n}"
ADVICE = (
    "The loop around this line goes from record to record. What in this line changes from turn to "
    "turn, and which name stands for the record whose turn it is?"
)


def for_all_in_each_turn(view: View, steps: Iterable[str]) -> dict[str, Mark]:
    """The mark of the first of these steps that is so; {} if none is."""
    loops = [*_loops_over_records(view)]
    for step in steps:
        if (n := view.scene.dictionary.quantities[step].spans[0]) > 1:
            for loop in loops:
                lines = {len(records): line for line, records in _met_in(view, loop, step)}
                if {*lines} == {n}:
                    saw = SAW.format(line=lines[n], n=n)
                    return {step: Mark(Outcome.FAILED, saw=saw, advice=ADVICE, line=lines[n])}
    return {}


def _loops_over_records(view: View) -> Iterator[ast.For]:
    """The loops whose head gives a name to a single record in each turn."""
    for loop in nodes(written(view.scene.source).tree):
        if isinstance(loop, ast.For):
            head = range(loop.lineno, (loop.target.end_lineno or loop.lineno) + 1)
            if any(len(records) == 1 for _, records in _met(view, head, "x", {"name"})):
                yield loop


def _met_in(view: View, loop: ast.For, step: str) -> Iterator[tuple[int, set[int]]]:
    body = range(loop.body[0].lineno, (loop.end_lineno or loop.lineno) + 1)
    return _met(view, body, step)


def _met(
    view: View, lines: range, quantity: str, kinds: Iterable[str] = ()
) -> Iterator[tuple[int, set[int]]]:
    """Where in these lines it is met, and what it is there of which records."""
    for note, reading in zip(view.noted.notes, view.readings, strict=True):
        site = view.sites[note.site]
        if quantity in reading and site.line in lines and (not kinds or site.kind in kinds):
            yield site.line, {index[0] for index in reading[quantity]}
