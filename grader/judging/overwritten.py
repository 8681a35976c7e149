"""A value that is still needed, and has been changed by then.

    hidden_output = hidden_output * (1 - hidden_output)      this line is to blame,
    hidden_error_term = hidden_error * hidden_output         which is right by itself
    del_w_hidden_output = hidden_output.T @ ...              and so is this one

The name has held the right value when it was read before, or the value was there under another name
of the same table, and another statement has left what is read now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..room.noted import Site
from ..verdict import Outcome
from .mark import Mark
from .view import View
from .worked_out import worked_out_at
from .written import written

GONE = "{name} is changed in this line, and line {line} still needs the value from before"
BOTH_ARE_NEEDED = (
    "Both values are needed further down. How does what this line works out get a place of its own?"
)

STORED, GIVEN = ("assigned", "changed"), ("assigned", "added")


@dataclass(frozen=True)
class Overwritten:
    """The name whose value is gone, and the lines of the statement that has changed it."""

    name: str
    lines: range


def with_what_is_overwritten(marks: Mapping[str, Mark], view: View) -> dict[str, Mark]:
    """The marks; a step whose line reads a value that is gone is right, and the one before pays.

    That is the step which the line works out that has changed it.
    """
    found = dict(marks)
    steps = [step for step in view.scene.before if step in marks]
    lines = {view.scene.named(s.name): s.line for s in view.sites if s.kind in GIVEN}
    for step in (step for step in steps if marks[step].is_a_mistake or marks[step].stopped):
        crash = marks[step].crash
        line = marks[step].line or (crash.line if crash else lines.get(step, 0))
        for gone in overwritten(view, step, line):
            made = (step for n in gone.lines for step in worked_out_at(view, n))
            its = next(made, "")
            if its in found and found[its].right and steps.index(its) < steps.index(step):
                saw = GONE.format(name=gone.name, line=line)
                told = Mark(Outcome.FAILED, saw=saw, advice=BOTH_ARE_NEEDED, line=gone.lines[0])
                return {**found, step: Mark(), its: told}
    return found


def overwritten(view: View, step: str, line: int) -> Iterator[Overwritten]:
    """What a line reads to work out a step that was there before, and is another by then."""
    text, notes = written(view.scene.source), view.noted.notes
    quantity = view.scene.dictionary.quantities[step]
    needed = {*quantity.of, *view.scene.before.get(step, ())}
    held: dict[tuple[int, str], tuple[int, frozenset[str]]] = {}
    for j, note in enumerate(notes):
        site = view.sites[note.site]
        if site.kind != "name" or note.value is None:
            continue
        name, known = text.name(site), frozenset(view.readings[j]) & needed
        known_as = text.function_of(site.line), name
        at, before = held.get(known_as, (j, frozenset()))
        if before.isdisjoint(known) and before and site.line == line:
            gave = {k.line for k in _leaving(view, at, range(at))}
            others = [k for k in _leaving(view, j, range(at + 1, j)) if k.line not in gave]
            others.sort(key=lambda site: site.name != name)
            lines = [range(each.line, each.line + 1) for each in others[:1]]
            lines = lines or [text.taking(name, view.sites[notes[at].site].line, line)]
            yield from (Overwritten(name, one) for one in lines if one)
        if known:
            held[known_as] = j, known


def _leaving(view: View, read: int, within: range) -> list[Site]:
    """The statements within these notes that have left the very value that is read."""
    notes, value = view.noted.notes, view.noted.notes[read].value
    stored = (i for i in within if view.sites[notes[i].site].kind in STORED)
    same = [i for i in stored if (v := notes[i].value) and value and v.numbers == value.numbers]
    return [view.sites[notes[i].site] for i in same]
