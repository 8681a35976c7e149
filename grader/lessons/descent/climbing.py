"""Hints that climb: the mistake, the learner's own line in numbers, the formula, its pieces.

The first speaks of the learner's own mistake where it is known. The second works her line out on
the record that the lesson does with a pencil. The third is the formula, and the last has the
pieces of the line, in disorder and with some too many; turning them into Python is left to her.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from ...lesson import needs
from ...verdict import Finding, Outcome
from . import pencil
from .exercise import Exercise
from .pencil import Worked, told
from .pieces import Pieces, pieces

SHAPE = re.compile(r"\d×\d|\(\d+,")
Rung = Callable[[], str]
"""A hint, made when it is asked for."""


def rungs(
    lesson: Exercise, finding: Finding, form: str, work_out: Callable[[], Worked]
) -> list[Rung]:
    """The hints for a check, in their order. `work_out` runs the submission on the record.

    Raises KeyError where there are none for it.
    """
    where, idea, formula = lesson.hints(finding.check, form)
    found: list[Rung] = [lambda: _first(finding, where, idea)]
    if finding.check in lesson.steps or finding.check in lesson.loop:
        found.append(lambda: _in_numbers(lesson, finding, form, work_out()))
    found.append(lambda: formula)
    lying_about = pieces(lesson, finding.check, form)
    if lying_about:
        found.append(lambda: _pieces(lying_about))
    return found


def _first(finding: Finding, where: str, idea: str) -> str:
    if finding.advice:
        return f"{_line(finding)}{finding.advice}\n\n{idea}"
    return f"{where}\n\n{idea}"


def _line(finding: Finding) -> str:
    """Her own line, if it is known."""
    if not finding.source:
        return ""
    return f"Your {finding.place} is\n\n      {finding.source}\n\n"


def _pieces(found: Pieces) -> str:
    which = "first line's right-hand side" if found.n_lines > 1 else "right-hand side"
    second = " The second line is its mirror image." if found.n_lines == 2 else ""
    return (
        f"The {which} can be put together from {found.count} of these {len(found.lying_about)} "
        f"pieces; the others belong to well-known mistakes.{second}\n\n"
        f"      {'   '.join(found.lying_about)}"
    )


# ---------------------------------------------------------------- her own line in numbers


def _in_numbers(lesson: Exercise, finding: Finding, form: str, worked: Worked) -> str:
    if finding.check in lesson.loop:
        return _training(lesson, form, worked)
    if finding.check in lesson.update.formulas:
        return _update(lesson, finding, form, worked)
    known = lesson.pencil.known
    right = known[finding.check]
    formula = lesson.passes[finding.check]
    given = ", ".join(f"{name} = {told(known[name])}" for name in needs(formula))
    wanted = f"The lesson's pencil record has {told(right)} here, from {given}."
    own = worked.values.get(finding.check)
    stops_here = worked.crash and worked.line == finding.line
    begun = finding.outcome is not Outcome.NOT_STARTED and finding.check in worked.values
    if stops_here or not begun:
        stops = _stops(worked) if worked.crash else ""
        return f"{wanted}{stops}\n\nWork it out with a pencil: which operations lead there?"
    lines = _worked_line(lesson, finding, worked)
    if pencil.table(own) is None:
        return f"{lines}{wanted}\n\nYour {finding.check} holds no table of numbers there."
    if pencil.same(own, right):
        if form == "matrix" and (lies := _otherwise(own, right)):
            return (
                f"{wanted}\n\nOn this one record yours gives the same numbers, {lies}. With "
                "several records, what would be its rows, and what its columns?"
            )
        return (
            f"{wanted}\n\nOn this one record yours gives the same. So what is wrong shows only "
            "with several records, or with other numbers: what would change with a second record?"
        )
    return f"{lines}On the lesson's pencil record yours gives {told(own)}.\n\n{wanted}"


def _otherwise(own: object, right: object) -> str:
    """How the same numbers lie, where that is not as they should; else ""."""
    rows, meant = pencil.table(own) or [], pencil.table(right) or []
    if len(rows) == len(meant):
        return ""
    return "as a column instead of a row" if len(rows) > 1 else "as a row instead of a column"


def _stops(worked: Worked) -> str:
    """Where her program stops on the record, which has more inputs than the pencil needs."""
    filled = f", with {pencil.REST} more inputs of 0" if SHAPE.search(worked.crash) else ""
    return f" Yours stops in line {worked.line}{filled}: {worked.crash.rstrip()}."


def _worked_line(lesson: Exercise, finding: Finding, worked: Worked) -> str:
    """Her line, and below it the same with the numbers of the record in it."""
    if not finding.source:
        return ""
    shown = [f"      {finding.source}"]
    numbers = _with_numbers(finding.source, {**lesson.pencil.known, **worked.values})
    if numbers:
        shown.append(f"      {numbers}")
    return f"Your {finding.place}, and with the numbers in it:\n\n" + "\n".join(shown) + "\n\n"


def _with_numbers(source: str, values: Mapping[str, object]) -> str:
    """A line with each name that has a value replaced by it; empty if it is no such line."""
    try:
        [statement] = ast.parse(source.strip()).body
    except (SyntaxError, ValueError):
        return ""
    if not isinstance(statement, (ast.Assign, ast.AugAssign)):
        return ""
    text = source.strip()
    names = [
        node
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Name) and pencil.table(values.get(node.id)) is not None
    ]
    encoded = text.encode("utf-8")
    for node in sorted(names, key=lambda node: -node.col_offset):
        end = node.end_col_offset or node.col_offset
        encoded = encoded[: node.col_offset] + told(values[node.id]).encode() + encoded[end:]
    return encoded.decode("utf-8") if names else ""


def _update(lesson: Exercise, finding: Finding, form: str, worked: Worked) -> str:
    record = lesson.pencil
    weights, step = record.weights[-1], record.known[lesson.weight_steps[-1]]
    if form == "numpy":
        return _training(lesson, form, worked)
    [right] = lesson.update.answer(weights, step, record.learnrate, 4.0)
    own = told(worked.updated) if worked.updated is not None else "nothing yet"
    return (
        f"{_line(finding)}Take weights = {told(weights)}, del_w = {told(step)}, learnrate = "
        f"{record.learnrate:g} and n_records = 4. The new weights are {told(right)}; yours give "
        f"{own}.\n\n"
        "How far has each weight moved, and how far should it have?"
    )


def _training(lesson: Exercise, form: str, worked: Worked) -> str:
    record, copies = lesson.pencil, lesson.pencil_copies(form)
    right = {epochs: record.right_after(epochs) for epochs in (1, 2)}
    last = len(lesson.layers) - 1
    differs = [
        layer
        for n, own in sorted(worked.epochs.items())
        for layer in range(last, -1, -1)
        if not pencil.same(own[layer], right[n][layer])
    ]
    layer = differs[0] if differs else last  # what differs later may only follow from that
    lines = [
        f"      after {epochs} epoch{'s' * (epochs > 1)}: {told(right[epochs][layer])}, yours "
        f"{told(worked.epochs[epochs][layer]) if epochs in worked.epochs else 'nothing yet'}"
        for epochs in (1, 2)
    ]
    own = lesson.layers[layer]
    question = (
        f"Which epoch is the first to differ, and has {own.letter} moved too far or too little?"
    )
    if worked.epochs and not differs:
        right_ones = "both layers are" if last else "the weights are"
        question = f"So on this one record {right_ones} right. What is different with others?"
    return (
        f"Train on the lesson's pencil record {copies} times over, with a learnrate of "
        f"{record.learnrate:g}: the average step is that of the one record, and {own.letter}, "
        f"{own.way}, goes from {told(record.weights[layer])} to\n\n"
        + "\n".join(lines)
        + f"\n\n{question}"
    )
