"""Which mistake gives these numbers?

The surest way of asking comes first: a known mistake gives exactly these numbers on every input,
however it was written; the value is right but for its shape; one slip in a formula gives it; two
known mistakes together do; it is the right one times a product of known quantities; it is right but
cut off, or rounded. Where none is certain, nothing is said but what was seen.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar

from ...solution.matrix import Matrix
from ..lesson import Value, compute, matrix
from ..mistakes import Vocabulary
from . import constants, factors, neighbours, phrases, resemblances, shapes
from .expressions import Tree, stretched, value
from .question import (
    Explanation,
    Question,
    World,
    Wrong,
    by_formula,
    carried,
    following,
    last_value,
    table_of,
)
from .same import Same
from .trace import agree
from .two_mistakes import two_mistakes

RESULTS_IN_THE_OTHER_ORDER = (
    "Both results are there, each in the other's place. In which order does the function's "
    "docstring promise them?"
)


_explains = ContextVar("_explains", default=True)


@contextlib.contextmanager
def without_explaining() -> Iterator[None]:
    """Nothing is explained in this block: all that is asked is whether a program is right."""
    before = _explains.set(False)
    try:
        yield
    finally:
        _explains.reset(before)


def explain(question: Question) -> Explanation | None:
    """What accounts for the numbers on every input; None where nothing does for sure.

    No mark hangs on it, so where a way of asking breaks on what it is shown it knows no answer. The
    mistake may be in any step of the group, since only the last one is seen: the explanation
    from which most of the later steps follow is taken.
    """
    nothing_is_seen = all(own[name] is None for own in question.values for name in question.group)
    if nothing_is_seen or not _explains.get():
        return None
    return _explained(Same(question, question.key))


@functools.lru_cache(maxsize=64)
def _explained(same: Same[Question]) -> Explanation | None:
    """The answer to a question. Marks that are made in several ways ask the same one each time."""
    for ways in WAYS:
        try:
            found = surest(ways(same.what), same.what)
        except Exception:
            found = None
        if found:
            return found
    return None


def surest(found: Iterable[Explanation], question: Question) -> Explanation | None:
    """The one from which most of the later steps follow; of several the one that costs least."""
    steps = question.lesson.steps

    def rank(each: Explanation) -> tuple[int, float]:
        return following(question, each), -steps[each.step].points

    return max(found, key=rank, default=None)


def _one_mistake(question: Question) -> Iterator[Explanation]:
    for step in reversed(question.group):
        for mistake in question.lesson.known(step):
            worlds = carried(question, step, by_formula(mistake.wrong))
            if worlds:
                yield Explanation(
                    step, mistake.id, mistake.advice, worlds, wrong=by_formula(mistake.wrong)
                )


def _neighbours(question: Question) -> Iterator[Explanation]:
    """One slip in one formula, of which a part can be told to look at."""
    functions = tuple(question.of.inverses)
    for step in reversed(question.group):
        names = _known_before(question, step)
        trees = list(_written(question, step))
        made_of = {n: question.tree(n) for n in names if n in question.lesson.steps}
        edits = [edit for tree in trees for edit in neighbours.edits(tree, names, functions)]
        edits += [e for tree in trees for e in neighbours.without_brackets(tree, made_of)]
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
        worlds = carried(question, step, _by_tree(edit.tree), _fits)
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


def _factors(question: Question) -> Iterator[Explanation]:
    """The right value times a product of known quantities, or times one number throughout.

    Of new weights it is what they have moved by that may be so.
    """
    before = [_start(question, world) for world in question.worlds]
    right = [last_value(question, world) for world in question.worlds]
    expected = [_less(value, b) for value, b in zip(right, before, strict=True)]
    seen = [_less(v[question.last], b) for v, b in zip(question.values, before, strict=True)]
    found = factors.search(question.last, expected, seen, question.worlds, question.of)
    if found is None:
        return
    for step in reversed(question.group):
        if found.is_far_fetched(step, question.of):
            continue
        worlds = carried(question, step, _scaled(question, step, found))
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


def _constant(question: Question) -> Iterator[Explanation]:
    """One number for all that goes in: which one it is says nothing of where it comes from."""
    pairs = _pairs(question)
    if len(question.group) == 1 and pairs and resemblances.is_constant(pairs):
        worlds = [dict(world) for world in question.worlds]
        advice = resemblances.CONSTANT.format(step=question.of.name(question.last))
        yield Explanation(question.last, "", advice, worlds)


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
    expected = (last_value(question, world) for world in question.worlds)
    seen = (values[question.last] for values in question.values)
    return [(e, s) for e, s in zip(expected, seen, strict=True) if e and s]


WAYS = (
    _one_mistake,
    _zeros,
    _constant,
    _shapes_by_numbers,
    _neighbours,
    two_mistakes,
    _factors,
    _far_neighbours,
    _resemblances,
    _shapes,
)
"""The ways of asking, the surest first."""


def _start(question: Question, world: Mapping[str, Value]) -> Matrix | None:
    moved = question.of.moves.get(question.last)
    return table_of(world[moved]) if moved else None


def _less(value: Matrix | None, start: Matrix | None) -> Matrix | None:
    if value is None or start is None or value.shape != start.shape:
        return value
    return value - start


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
