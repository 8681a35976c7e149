"""What is said of a step that a closer look charges, with the words that it has if they fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ....solution.matrix import Matrix
from ...judging import crashes, diagnosis, shapes
from ...judging.closer_look import CloserLook
from ...judging.mark import Mark
from ...judging.numbers import Index
from ...judging.origins import line_of
from ...judging.question import Question
from ...judging.scene import Charge
from ...judging.trace import agree, difference
from ...judging.view import View
from ...judging.written import written
from ...lesson import Formula, Function, Lesson, Value, compute, matrix, needs
from ...mistakes import Mistake
from ...room.answers import ENDLESS, Crash, crashed, raw
from ...verdict import Outcome
from .odd_values import of_its_values

TURNED = Mark(
    Outcome.FAILED,
    saw="the right numbers, with rows and columns exchanged",
    advice="Which way round is the table needed there: what are its rows, and what its columns?",
)

LOST_ON_THE_WAY = "the right value is there, and something else goes on from it"

SPOILED = (
    "Your {step} was right on the way, and something else is handed back for it. What becomes of "
    "its value between the line that works it out and the return?"
)

NOTHING_ADDED = Mark(
    Outcome.FAILED,
    saw="the sums are 0 at the end of each epoch",
    advice="The steps of each batch are right here, and none of them goes into a sum. What is to "
    "become of them, before those of the next batch stand in their place?",
    lacking=True,
)

EXCHANGED = Mark(
    Outcome.FAILED,
    saw="two right values are given to a function, each in the other's place",
    advice="In which order does the function take its values, and in which order does this line "
    "give them?",
)

KEPT_NOWHERE = (
    "The right value of your {step} is worked out in this line, and kept nowhere. What is to come "
    "of it: is it asked for by a name, or handed back?"
)

CHANGED = (
    "The right value of your {step} is worked out in this line, and something more is done to it "
    "there. Is that asked for, and what is the value like when it leaves the line?"
)

WHATEVER_IT_IS_GIVEN = ("NameError", "UnboundLocalError")
"""What a line raises by itself, whatever values it is called with."""

FOR_ALL = (
    "it is right with one record in the data, and not with several",
    "The loop takes one record at a time. Which of the names in this line stand for that record, "
    "and which for all of them, or for what was there before?",
)

BY_THEIR_NUMBER = (
    "With more records in the data, is this line run for each of them, and does anything in it "
    "change with their number?"
)

ADDED_UP = (
    "What each record adds is right, and at the end of the epoch it is not all there. What becomes "
    "of the sum so far, as this line is run for the next record?"
)

PART_TURNED = (
    "A part of this step has the right size and the opposite sign in this line. Which sign is it "
    "to have, and what gives it another one here?"
)

TWO_TURNS = (
    "Follow this line by hand through two turns of the loop. What stands under the name before "
    "each of them, what is to come to it there, and what stands under it then?"
)

BEGUN = (
    "This line makes a table of zeros, and the right numbers never get into it. Is anything "
    "written into it further down, and does each of its rows have a list of its own?"
)


def said(
    lesson: Lesson,
    charge: Charge,
    again: Charge,
    before: Mark,
    known: Sequence[Mapping[str, Value]],
    formulas: Mapping[str, Formula],
    source: bytes,
) -> Mark:
    """What is said of a step that is charged, in the words of its mark `before` if these fit.

    The same charge `again` has what stood there on the other inputs; `known` are both of them, and
    nothing where the words for the step do not fit what is charged. The program is `source`.
    """
    line = charge.site.line
    if charge.untouched:
        return Mark(Outcome.NOT_STARTED, line=line)
    crash = _crash(charge)
    unfinished = crash is not None and crash.line == line  # it had only begun
    is_one = "+" not in before.mistake  # of two, one may be a mistake elsewhere
    if before.mistake and is_one and not unfinished:
        if not _is_refuted(lesson.mistakes.get(before.mistake), charge, known):
            return replace(before, outcome=Outcome.FAILED, line=line)
        before = Mark(Outcome.FAILED, saw=before.saw)
    if charge.is_exchanged:
        return replace(EXCHANGED, line=line)
    has_words = before.explained and is_one and not before.waiting and not before.stopped
    if crash is not None and (unfinished or not has_words):
        inside = line <= crash.line <= charge.site.end_line or crash.type in WHATEVER_IT_IS_GIVEN
        return Mark(Outcome.STOPPED, crash=crash, line=crash.line if inside else line)
    if has_words:
        return replace(before, line=line)
    seen = not (before.right or before.waiting or before.stopped) and before.saw
    if charge.is_turned and before.crash and before.crash.line == line:
        return replace(before, line=line)
    if charge.no_table or charge.is_turned:
        told = no_table(line) if charge.no_table else TURNED
        return replace(before if seen else told, line=line)
    own = [
        _table(one, there, formulas.get(one.step)) or one.table
        for one, there in zip((charge, again), known, strict=False)
    ]
    if not own or own[0] is None:
        unknown = of_its_values(charge, again, line)
        told = before if seen else unknown
        return replace(told, line=line, advice=told.advice or _of_its_shape(lesson, charge, known))
    right = matrix(known[0][charge.step])
    if agree(right, own[0]):
        is_result = any(charge.step in each.gives for each in lesson.functions.values())
        advice = SPOILED.format(step=charge.step) if is_result else ""
        return Mark(Outcome.FAILED, saw=LOST_ON_THE_WAY, advice=advice, line=line)
    saw = difference(right, own[0])
    if not any(own[0].entries) and (not charge.stood or written(source).makes_zeros(line)):
        told = before if seen else Mark(Outcome.FAILED, saw=saw)
        return replace(told, advice=BEGUN, line=line, lacking=True)
    values = [{charge.step: value} for value in own]
    question = Question(lesson, [charge.step], formulas, known, values)
    found = diagnosis.explain(question) if None not in own else None
    if found is None:
        return replace(before if seen else Mark(Outcome.FAILED, saw=saw), line=line)
    return Mark(Outcome.FAILED, saw=saw, mistake=found.mistake, advice=found.advice, line=line)


def made_more_of(
    marks: Mapping[str, Mark], before: Mapping[str, Mark], *views: View
) -> dict[str, Mark]:
    """The marks of steps that are right in the middle of their line, which goes on from there.

    Where the next step is written, what comes of it shows that; where not, only this does. Where
    the line goes on to break off, it is that step, and not the next, which is stopped there.
    """
    if not any(mark.untouched for mark in marks.values()):
        return {}
    scene = views[0].scene
    left = {
        step: frozenset.intersection(
            *(v.left_outside_of_calls if mark.is_a_mistake else v.left_alone for v in views)
        )
        for step, mark in before.items()
    }
    doubtful = [
        s for s in scene.before if s in marks and marks[s].right and s not in left.get(s, {s})
    ]
    wrong = [step for step, mark in marks.items() if mark.is_a_mistake or mark.stopped]
    if wrong:
        crash = marks[wrong[0]].crash
        whose = [step for step in doubtful if crash and before[step].crash == crash]
        if len(wrong) > 1 or not whose:
            return {}
        return {whose[0]: marks[wrong[0]], wrong[0]: Mark(Outcome.WAITING)}
    found: dict[str, Mark] = {}
    for step in doubtful:
        if not any(step in scene.behind(frozenset([o])) for o in doubtful if o != step):
            found[step] = _line_goes_on(step, before[step], views[0])
    return found


def _line_goes_on(step: str, before: Mark, view: View) -> Mark:
    """What is said of a step that is right in the middle of its line."""
    if not before.explained and view.scene.added(step):
        return of_several(step, view)
    line = line_of(view, step) if before.is_a_mistake else view.first_line(step)
    if written(view.scene.source).is_kept_nowhere(line):
        return replace(_kept_nowhere(step), line=line)
    own = before if before.explained else Mark(advice=CHANGED.format(step=step))
    saw = before.saw or "the right value is there, and is not what this line comes to"
    return replace(own, outcome=Outcome.FAILED, saw=saw, line=line)


def _kept_nowhere(step: str) -> Mark:
    """What is said of a step that is worked out and gets no name."""
    saw = "the right value is there, and gets no name"
    return Mark(Outcome.FAILED, saw=saw, advice=KEPT_NOWHERE.format(step=step))


def of_several(step: str, view: View) -> Mark:
    """What is said of a step that is right for one record by itself, and wrong for several."""
    added = view.scene.added(step)
    if added and not adds(view, added):  # what each record adds is wrong where it is added
        return Mark(Outcome.FAILED, saw=FOR_ALL[0], advice=BY_THEIR_NUMBER)
    saw, advice = ("it is not the sum over the records", ADDED_UP) if added else FOR_ALL
    return Mark(Outcome.FAILED, saw=saw, advice=advice, line=line_of(view, step))


def adds(view: View, term: str) -> bool:
    """Is that what a line adds to something?"""
    sites = (site for site in view.turns if view.sites[site].kind == "added")
    return view.has_met(term) and any(
        term in view.readings[i] for site in sites for i in view.turns[site]
    )


def endless(look: CloserLook) -> Mark:
    """What is said of the loop that does not come to an end."""
    loop, _ = look.view.noted.endless or (0, 0)
    line = look.view.sites[loop].line
    return Mark(Outcome.STOPPED, crash=Crash(ENDLESS, "", line), line=line)


def unsummed(line: int) -> Mark:
    """What is said of sums that are wrong where nothing is made of them yet."""
    saw = "at the end of the epoch this is not the sum over all its records"
    return Mark(Outcome.FAILED, saw=saw, advice=TWO_TURNS, line=line)


def no_table(line: int) -> Mark:
    """What is said of a line that gives no numbers."""
    saw = f"line {line} gives no table of numbers"
    return Mark(Outcome.FAILED, saw=saw, advice=crashes.odd(saw), line=line)


def _is_refuted(
    mistake: Mistake | None, charge: Charge, known: Sequence[Mapping[str, Value]]
) -> bool:
    """Does other than this mistake of the step stand there, with several records in the data?

    With a single one a product with their number is the same as without.
    """
    place = charge.places[0]
    if mistake is None or not mistake.check == place.quantity == charge.step:
        return False
    if not known or "n_records" not in known[0]:  # as in a function, which never asks for it
        return False
    stood = [number for value in charge.stood for number in value.numbers if number is not None]
    try:
        told = matrix(compute(mistake.wrong, known[0])).entries
    except ValueError:  # it is one of single records
        return False
    return bool(stood) and not any(math.isclose(n, m) for n in stood for m in told)


def _of_its_shape(lesson: Lesson, charge: Charge, known: Sequence[Mapping[str, Value]]) -> str:
    """What the shape shows of what stood there, record by record; "" where it is right."""
    step = charge.step
    right = matrix(known[0][step]) if known and charge.places[0].quantity == step else Matrix([])
    is_each = bool(charge.stood) and len(charge.stood) == right.shape[0]
    if step not in lesson.vocabulary.shapes or not is_each:
        return ""
    pair = right[:1], Matrix([[number or 0.0 for number in charge.stood[0].numbers]])
    return shapes.by_shape(step, [pair], lesson.vocabulary, in_a_script=True)


def _crash(charge: Charge) -> Crash | None:
    return crashed(charge.crash)


def _table(charge: Charge, known: Mapping[str, Value], formula: Formula | None) -> Matrix | None:
    """The step as it was, or as it follows from the part that is wrong, if all that was there."""
    own, quantity = charge.own, charge.places[0].quantity
    if quantity == f"term of {charge.step}":
        own, quantity = _summed(own, matrix(known["x"]).shape[0]), charge.step
    is_a_part = quantity != charge.step
    if is_a_part and (formula is None or quantity not in needs(formula)):
        return None
    n_rows, n_columns = matrix(known[quantity]).shape
    flat = len(next(iter(own), (0,))) == 1
    rows = [[own.get((i,) if flat else (i, j)) for j in range(n_columns)] for i in range(n_rows)]
    if any(number is None for row in rows for number in row):
        return None
    table = Matrix([[float(number or 0.0) for number in row] for row in rows])
    if not is_a_part or formula is None:
        return table
    try:
        return compute(formula, {**known, quantity: table})
    except (ValueError, OverflowError):  # the part is of a shape that the formula has no use for
        return None


def _summed(terms: Mapping[Index, float], n_records: int) -> dict[Index, float]:
    """The sums over all the records, of which each has its term."""
    found: dict[Index, list[float]] = {}
    for (_, *index), number in terms.items():
        found.setdefault(tuple(index), []).append(number)
    return {index: sum(several) for index, several in found.items() if len(several) == n_records}


NO_RESULTS = Mark(
    Outcome.FAILED,
    saw="the right values are there, and something else is handed back",
    advice="Which results does the docstring promise, and which values does the return name?",
)


def handed_back(
    look: CloserLook, function: Function, before: Mapping[str, Mark]
) -> dict[str, Mark]:
    """All the steps are right, and what is handed back is not: that costs one of them.

    Results that are worked out nowhere are not right, each by itself.
    """
    marks = {step: Mark() for step in before}
    last = function.gives[-1]
    nowhere = {step: before[step] for step in look.missing if not before[step].right}
    wrong = [step for step in function.gives if step in marks and step not in look.began.results]
    text = written(look.scene.source)
    for step, line in ((step, look.began.first_line(step)) for step in wrong):
        if text.is_kept_nowhere(line):
            return {**marks, step: replace(_kept_nowhere(step), line=line)}
    if not nowhere:
        told = [mark for mark in (before[last], *before.values()) if mark.explained]
        nowhere = {wrong[0] if len(wrong) == 1 else last: told[0] if told else NO_RESULTS}
    returned = raw(look.began.noted.answer.get("returned"))
    several = returned if isinstance(returned, list) and len(function.gives) > 1 else [returned]
    are_all = len(several) == len(function.gives) and all(isinstance(one, list) for one in several)
    for step, mark in nowhere.items():
        line = (line_where_lost(look, step) if are_all else 0) or look.last_line
        line = line or look.began.first_line(step)
        line = line or text.ending(function.name)
        marks[step] = replace(mark, outcome=Outcome.FAILED, line=line)
    return marks


def line_where_lost(look: CloserLook, step: str) -> int:
    """The line of a step that nothing is charged for: where it is lost, if it was there."""
    view = look.began
    if step in view.scene.asked_for and view.has_met(step):
        return look.last_line or view.first_line(step)
    return line_of(view, step)
