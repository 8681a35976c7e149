"""A number that has come into a formula: which one it is, and where, as the values tell.

One and the same number has to give all that was seen, of at least four entries, and only a round
one is told: any other could fit by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ...solution.matrix import Matrix
from ..lesson import Value
from .expressions import Tree, leaf, part, places, stretched, value, with_part
from .neighbours import Edit, Kind, name_of

FEWEST = 4
"""The fewest entries that must fit before a number is told."""

NEARLY = 1e-5
Way: TypeAlias = "Callable[[Tree, Tree], Tree]"
Results: TypeAlias = "Sequence[tuple[Mapping[str, Value], Matrix]]"
"""Of each trace what is known, and the value that came of it."""

WAYS: Mapping[Kind, Way] = {
    Kind.NUMBER: lambda _, number: number,
    Kind.SHIFTED: lambda old, number: old + number,
    Kind.SCALED: lambda old, number: old * number,
}
"""How a number may have come into a place."""


def with_numbers(
    tree: Tree, seen: Results, inverses: Mapping[Callable[[float], float], Callable[[float], float]]
) -> Iterator[Edit]:
    """The trees with a number in a place, where one and the same number gives all that is seen.

    Below a function it is looked for by the function's inverse. Fewer than four entries could fit
    by chance, and so could a number that is not round.
    """
    if sum(len(row) for _, own in seen for row in own.rows) < FEWEST:
        return
    if callable(tree.of) and tree.of in inverses:
        try:
            before = [(known, own.map(inverses[tree.of])) for known, own in seen]
        except (ArithmeticError, ValueError):
            return
        for edit in with_numbers(tree.operands[0], before, inverses):
            yield Edit(edit.kind, edit.tree.map(tree.of), edit.about)
        return
    for kind, way in WAYS.items():
        for place in places(tree):
            if any(part(tree, place[:i]).what == "map" for i in range(len(place))):
                continue
            old = part(tree, place)

            def with_number(
                n: float, place: tuple[int, ...] = place, old: Tree = old, way: Way = way
            ) -> Tree:
                return with_part(tree, place, way(old, leaf(n)))

            number = _number(with_number, seen)
            if number is not None and _is_round(number):
                named = () if kind is Kind.NUMBER else name_of(old)
                yield Edit(kind, with_number(number), (f"{number:g}", *named))
    for place in places(tree):
        if part(tree, place).what == "/":
            yield from _with_divisor(tree, place, seen)


def _with_divisor(tree: Tree, place: tuple[int, ...], seen: Results) -> Iterator[Edit]:
    """The tree in which some number is divided by there."""
    over = part(tree, place).operands[0]
    factor = _number(lambda n: with_part(tree, place, over * leaf(n)), seen)
    number = float(f"{1 / factor:.5g}") if factor else 0.0  # what is 6 digits is 5 turned over
    if number and _is_round(number):
        new = with_part(tree, place, over / leaf(number))
        yield Edit(Kind.NUMBER, new, (f"{number:g}",))


def _number(with_number: Callable[[float], Tree], seen: Results) -> float | None:
    """The number that must stand there, as a line through the values at 0 and at 1 tells."""
    numbers: list[float] = []
    for known, own in seen:
        try:
            at_0, at_1 = (stretched(value(with_number(n), known), own.shape) for n in (0.0, 1.0))
        except (ArithmeticError, KeyError, ValueError):
            return None
        rises = (at_1 - at_0).rows[0]
        j = max(range(len(rises)), key=lambda j: abs(rises[j]))
        if not rises[j]:
            return None
        numbers.append((own.rows[0][j] - at_0.rows[0][j]) / rises[j])
        if abs(numbers[-1] - numbers[0]) > NEARLY * max(1.0, abs(numbers[0])):
            return None
    return float(f"{numbers[0]:.6g}") if numbers else None


def _is_round(number: float) -> bool:
    """Has it at most three digits, or four where it is nearly 1, as 0.9999 is?"""
    nearly_1 = abs(number - 1) < 0.01 and number == round(number, 4)
    return nearly_1 or number == float(f"{number:.3g}")
