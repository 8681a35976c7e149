"""Which mistake gives these numbers?

The surest way of asking comes first: a known mistake gives exactly these numbers on every input,
however it was written; the value is right but for its shape; one slip in a formula gives it; two
known mistakes together do; it is the right one times a product of known quantities; it is right but
cut off, or rounded. Where none is certain, nothing is said but what was seen.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...solution.matrix import Matrix
from ..lesson import Formula, Lesson, Mistake, Value, Vocabulary, compute, matrix
from . import constants, factors, neighbours, phrases, resemblances, shapes
from .expressions import Tree, stretched, tree_of, value
from .trace import TOLERANCE, agree

RESULTS_IN_THE_OTHER_ORDER = (
    "Both results are there, each in the other's place. In which order does the function's "
    "docstring promise them?"
)

World: TypeAlias = "dict[str, Value]"
Wrong: TypeAlias = Callable[[Mapping[str, Value]], Matrix]
Fits: TypeAlias = "Callable[[Matrix | None, Matrix, float], bool]"


@dataclass(frozen=True)
class Question:
    """The steps of `group`, of which the last is seen, with a value that does not follow.

    Of each trace, `worlds` holds what is known before the group, `values` what is seen of any step.
    """

    lesson: Lesson
    group: Sequence[str]
    formulas: Mapping[str, Formula]
    worlds: Sequence[Mapping[str, Value]]
    values: Sequence[Mapping[str, Matrix | None]]
    tolerance: float = TOLERANCE

    @property
    def last(self) -> str:
        return self.group[-1]

    @property
    def in_a_script(self) -> bool:
        """Are the steps those of a single record, as a script takes them?"""
        return any(map(self.has_its_own, self.formulas))

    def has_its_own(self, step: str) -> bool:
        """Has a script a formula of its own for this step of a single record?"""
        return self.formulas[step] is not self.lesson.steps[step].formula

    def tree(self, step: str) -> Tree:
        """The tree of a step's formula as the lesson has it."""
        return tree_of(self.lesson.steps[step].formula)

    @property
    def of(self) -> Vocabulary:
        return self.lesson.vocabulary


@dataclass(frozen=True)
class Explanation:
    """The step where it went wrong and why, with every trace's values as they then follow.

    `mistake` is the id of a known mistake, or "" where a factor is missing or too many. Where the
    numbers do not show it, `by_numbers` is false, and nothing is known of the other steps. `wrong`
    is what was computed in place of the step, if that is known: it shows of the steps before only
    those that it depends on.
    """

    step: str
    mistake: str
    advice: str
    worlds: Sequence[World]
    by_numbers: bool = True
    wrong: Wrong | None = None

    def shows(self, question: Question, name: str) -> bool:
        """Do the numbers tell of this step of the group, too, that it is right?"""
        before = question.group[: question.group.index(self.step)]
        if self.wrong is None or name not in before:
            return self.by_numbers
        return self.by_numbers and _depends(question, self.step, self.wrong, name)


def explain(question: Question) -> Explanation | None:
    """What accounts for the numbers on every input; None where nothing does for sure.

    No mark hangs on it, so where a way of asking breaks on what it is shown it knows no answer. The
    mistake may be in any step of the group, since only the last one is seen: the explanation
    from which most of the later steps follow is taken.
    """
    for ways in WAYS:
        try:
            found = surest(ways(question), question)
        except Exception:
            found = None
        if found:
            return found
    return None


def surest(found: Iterable[Explanation], question: Question) -> Explanation | None:
    """The one from which most of the later steps follow; of several the one that costs least."""
    steps = question.lesson.steps

    def rank(each: Explanation) -> tuple[int, float]:
        return _following(question, each), -steps[each.step].points

    return max(found, key=rank, default=None)


def _one_mistake(question: Question) -> Iterator[Explanation]:
    for step in reversed(question.group):
        for mistake in question.lesson.known(step):
            worlds = _carried(question, step, _by(mistake.wrong))
            if worlds:
                yield Explanation(
                    step, mistake.id, mistake.advice, worlds, wrong=_by(mistake.wrong)
                )


def _neighbours(question: Question) -> Iterator[Explanation]:
    """One slip in one formula, of which a part can be told to look at."""
    functions = tuple(question.of.inverses)
    for step in reversed(question.group):
        names = _known_before(question, step)
        trees = list(_written(question, step))
        edits = (edit for tree in trees for edit in neighbours.edits(tree, names, functions))
        yield from _told_by(question, step, sorted(edits, key=lambda edit: edit.kind))


def _far_neighbours(question: Question) -> Iterator[Explanation]:
    """One slip that is less likely: some number in a place, or a quantity that plays no part."""
    step = question.last
    values = [own for values in question.values if (own := values[step]) is not None]
    if len(question.group) > 1 or len(values) < len(question.worlds):
        return
    seen = list(zip(question.worlds, values, strict=True))
    tree, names = question.tree(step), _known_before(question, step)
    with_one = constants.with_numbers(tree, seen, question.of.inverses)
    for edits in (with_one, neighbours.with_more(tree, names)):
        yield from _told_by(question, step, edits)


def _told_by(
    question: Question, step: str, edits: Iterable[neighbours.Edit]
) -> Iterator[Explanation]:
    """The explanation by the likeliest kind of those edits that give what is seen."""
    found: list[tuple[neighbours.Edit, list[World]]] = []
    for edit in edits:
        if found and edit.kind > found[0][0].kind:
            break
        worlds = _carried(question, step, _by_tree(edit.tree), _fits)
        if worlds:
            found.append((edit, worlds))
    if found:
        advice = phrases.words(question.of.name(step), [edit for edit, _ in found])
        yield Explanation(step, "", advice, found[0][1], wrong=_by_tree(found[0][0].tree))


def _known_before(question: Question, step: str) -> set[str]:
    """The quantities that could be used in a step: what is given, and the steps before it.

    One that is always 1, as the number of records where there is a single one, is a plain number.
    """
    names = set.intersection(*(set(world) for world in question.worlds))
    names -= {name for name in names if all(world[name] == 1.0 for world in question.worlds)}
    return names.union(itertools.takewhile(lambda name: name != step, question.group))


def _written(question: Question, step: str) -> Iterator[Tree]:
    """The step's formula, and entry by entry where it is so for a single record in a script."""
    tree = question.tree(step)
    yield tree
    if tree.what == "@" and question.has_its_own(step):
        yield Tree("*", tree.operands)


def _by_tree(tree: Tree) -> Wrong:
    def wrong(known: Mapping[str, Value]) -> Matrix:
        found = value(tree, known)
        return found if isinstance(found, Matrix) else Matrix([[found]])

    return wrong


def _fits(found: Matrix | None, own: Matrix, tolerance: float) -> bool:
    """Is it the same value, in NumPy's eyes: a vector may stand or lie, and is stretched to fit?"""
    if found is None or agree(found, own, tolerance):
        return found is not None
    if found.shape == own.shape:
        return False
    if 1 in found.shape and found.T.shape == own.shape:
        return agree(found.T, own, tolerance)
    try:
        return agree(stretched(found, own.shape), own, tolerance)
    except ValueError:
        return False


def _two_mistakes(question: Question) -> Iterator[Explanation]:
    """Two known mistakes in one step, where each multiplies the right value by something else."""
    for step in reversed(question.group):
        right = question.formulas[step]
        for one, other in itertools.combinations(question.lesson.known(step), 2):
            worlds = _carried(question, step, _product(one.wrong, other.wrong, right))
            if worlds and _are_apart(question, step, (one, other), worlds):
                yield Explanation(step, f"{one.id}+{other.id}", of_both(one, other, step), worlds)


def _are_apart(
    question: Question, step: str, two: Iterable[Mistake], worlds: Sequence[World]
) -> bool:
    """Does each of two mistakes account for a factor of its own?

    Without that, two that nobody has made may happen to come to the same as something else.
    """
    right = question.formulas[step]
    found = [
        factors.search(
            step,
            [_tried(right, world) for world in worlds],
            [_tried(mistake.wrong, world) for world in worlds],
            worlds,
            question.of,
        )
        for mistake in two
    ]
    return None not in found and all(
        a.is_apart_from(b, question.of) for a, b in itertools.combinations(filter(None, found), 2)
    )


def of_both(one: Mistake, other: Mistake, step: str) -> str:
    """The questions that both of them raise."""
    questions = " ".join(mistake.advice.rpartition(". ")[2] for mistake in (one, other))
    return f"Two things come together in your {step}, and neither explains it alone. {questions}"


def _factors(question: Question) -> Iterator[Explanation]:
    """The right value times a product of known quantities, or times one number throughout.

    Of new weights it is what they have moved by that may be so.
    """
    before = [_start(question, world) for world in question.worlds]
    expected = [_less(_value(question, w), b) for w, b in zip(question.worlds, before, strict=True)]
    seen = [_less(v[question.last], b) for v, b in zip(question.values, before, strict=True)]
    found = factors.search(question.last, expected, seen, question.worlds, question.of)
    if found is None:
        return
    for step in reversed(question.group):
        worlds = _carried(question, step, _scaled(question, step, found))
        if worlds:
            advice = found.words(step, question.of)
            yield Explanation(step, "", advice, worlds, wrong=_scaled(question, step, found))


def _zeros(question: Question) -> Iterator[Explanation]:
    """Nothing but zeros come of many things: that they are zeros is all that is sure."""
    pairs = _pairs(question)
    if pairs and not any(entry for _, own in pairs for row in own.rows for entry in row):
        worlds = [dict(world) for world in question.worlds]
        advice = resemblances.ZERO.format(step=question.of.name(question.last))
        yield Explanation(question.last, "", advice, worlds, by_numbers=False)


def _shapes_by_numbers(question: Question) -> Iterator[Explanation]:
    """A value that is right but for what has become of its shape."""
    advice = shapes.by_numbers(question.last, _pairs(question), question.of)
    if advice and not question.in_a_script:
        yield Explanation(question.last, "", advice, [dict(world) for world in question.worlds])


def _shapes(question: Question) -> Iterator[Explanation]:
    """A value that does not fit because of its shape."""
    advice = shapes.by_shape(
        question.last, _pairs(question), question.of, in_a_script=question.in_a_script
    )
    if advice:
        worlds = [dict(world) for world in question.worlds]
        yield Explanation(question.last, "", advice, worlds, by_numbers=False)


def _resemblances(question: Question) -> Iterator[Explanation]:
    """What is so of the value, whatever it has been made of."""
    pairs, worlds = _pairs(question), [dict(world) for world in question.worlds]
    square = "" if question.in_a_script else shapes.square(question.last, pairs, question.of)
    advice = square or resemblances.words(question.of.name(question.last), pairs)
    if square or (advice and len(question.group) == 1):
        yield Explanation(question.last, "", advice, worlds, by_numbers=not square)


def _pairs(question: Question) -> list[shapes.Pair]:
    """The last value as it should be and as it is, where both are known."""
    expected = (_value(question, world) for world in question.worlds)
    seen = (values[question.last] for values in question.values)
    return [(e, s) for e, s in zip(expected, seen, strict=True) if e and s]


WAYS = (
    _one_mistake,
    _zeros,
    _shapes_by_numbers,
    _neighbours,
    _two_mistakes,
    _factors,
    _far_neighbours,
    _resemblances,
    _shapes,
)
"""The ways of asking, the surest first."""


def _start(question: Question, world: Mapping[str, Value]) -> Matrix | None:
    moved = question.of.moves.get(question.last)
    return _matrix(world[moved]) if moved else None


def _less(value: Matrix | None, start: Matrix | None) -> Matrix | None:
    if value is None or start is None or value.shape != start.shape:
        return value
    return value - start


def _by(formula: Formula) -> Wrong:
    return lambda known: compute(formula, known)


def _scaled(question: Question, step: str, factor: factors.Factor) -> Wrong:
    formula, of = question.formulas[step], question.of
    moved = of.moves.get(step)

    def scaled(known: Mapping[str, Value]) -> Matrix:
        right = compute(formula, known)
        if moved:
            start = matrix(known[moved])
            return start + factor.times(right - start, known, of)
        if step not in of.per_weight:
            return factor.times(right, known, of)
        shares = [factor.times(compute(formula, one), one, of) for one in _one_by_one(known, of)]
        return sum(shares, Matrix.zeros(*right.shape))

    return scaled


def _one_by_one(known: Mapping[str, Value], of: Vocabulary) -> Iterator[Mapping[str, Value]]:
    """What is known of each record by itself."""
    x = known["x"]
    for i in range(x.shape[0] if isinstance(x, Matrix) else 0):
        yield {
            name: value[i : i + 1]
            if isinstance(value, Matrix) and name not in of.per_weight
            else value
            for name, value in known.items()
        }


def _product(one: Formula, other: Formula, right: Formula) -> Wrong:
    def product(known: Mapping[str, Value]) -> Matrix:
        a, b, c = (compute(formula, known) for formula in (one, other, right))
        return a * b * c.map(lambda entry: 1.0 / entry)

    return product


def _tried(formula: Formula, world: Mapping[str, Value]) -> Matrix | None:
    """The formula's value, where it can be had."""
    try:
        return compute(formula, world)
    except NOT_THIS:
        return None


def _value(question: Question, world: Mapping[str, Value]) -> Matrix | None:
    """What the last step should be, from what is known of one trace."""
    known = dict(world)
    try:
        for name in question.group:
            known[name] = compute(question.formulas[name], known)
    except NOT_THIS:
        return None
    value = known[question.last]
    return value if isinstance(value, Matrix) else None


NOT_THIS = (ArithmeticError, KeyError, ValueError, TypeError, IndexError)
"""What a wrong formula may raise on inputs that it does not fit: then it is not the one."""


def _carried(
    question: Question, step: str, wrong: Wrong, fits: Fits = agree
) -> list[World] | None:
    """Every trace's values with this wrong version of a step, if they are the learner's own."""
    worlds, met = [], False
    for world, values in zip(question.worlds, question.values, strict=True):
        known = dict(world)
        for i, name in enumerate(question.group):
            try:
                known[name] = wrong(known) if name == step else _by(question.formulas[name])(known)
            except NOT_THIS:
                if any(values[unmet] is not None for unmet in question.group[i:]):
                    return None
                break
            own = values[name]
            if own is not None:
                if not fits(_matrix(known[name]), own, question.tolerance):
                    return None
                met = True
        worlds.append(known)
    return worlds if met else None


def _depends(question: Question, step: str, wrong: Wrong, name: str) -> bool:
    """Would this wrong version of a step be another, if an earlier step of its group were?"""
    for world in question.worlds:
        values = []
        for nudge in (0.0, 1.0):
            known = dict(world)
            for each in question.group:
                try:
                    known[each] = (wrong if each == step else _by(question.formulas[each]))(known)
                except NOT_THIS:
                    break
                if each == name:
                    known[each] = known[each] * (1.0 + nudge) + nudge
                if each == step:
                    values.append(_matrix(known[each]))
                    break
        if len(values) == 2 and not agree(values[0], values[1]):
            return True
    return False


def _following(question: Question, explanation: Explanation) -> int:
    """How many of the later values follow, given this explanation."""
    count = 0
    for world, values in zip(explanation.worlds, question.values, strict=True):
        known = dict(world)
        for name in question.formulas:
            if name in known:
                continue
            try:
                known[name] = compute(question.formulas[name], known)
            except NOT_THIS:
                break
            own = values[name]
            if own is not None:
                count += agree(_matrix(known[name]), own, question.tolerance)
                known[name] = own
    return count


def _matrix(value: Value) -> Matrix | None:
    return value if isinstance(value, Matrix) else None
