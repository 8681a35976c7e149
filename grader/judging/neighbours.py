"""The neighbours of a formula: what it becomes by one slip of the pen.

An operator exchanged, a factor dropped or doubled, another quantity in a place, a sign, a bracket,
a matrix turned, a function applied too many or too few times. Where a value is what one of them
gives, on every input, it is told as the part to look at, and never as what should stand there:
what is in the learner's line may be named, what is missing from it may not.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from . import expressions
from .expressions import (
    OPERATIONS,
    ORDERS,
    Tree,
    leaf,
    part,
    places,
    spellings,
    split,
    with_part,
)

OPERATORS = (*OPERATIONS, "@")
NUMBERS = (0.0, 1.0, 2.0)


class Kind(IntEnum):
    """The kinds of slips, the likelier first."""

    SIGN = 0
    DROPPED = 1
    ORDER = 2
    OPERATOR = 3
    BRACKETS = 4
    DOUBLED = 5
    ALONE = 6
    QUANTITY = 7
    TURNED = 8
    UNMAPPED = 9
    MAPPED = 10
    NUMBER = 11
    CUT = 12
    SUMMED = 13
    ONE_FOR_ALL = 14
    MOVED = 15
    APART = 16
    CHANGED = 17
    SHIFTED = 18
    SCALED = 19
    EXTRA = 20


@dataclass(frozen=True)
class Edit:
    """A neighbour: its tree, and what of it may be named (quantities, a function, an operator)."""

    kind: Kind
    tree: Tree
    about: tuple[str, ...] = ()


def _squared(z: float) -> float:
    return z * z


def _rectified(z: float) -> float:
    return max(z, 0.0)


def _thresholded(z: float) -> float:
    return float(z > 0)


def _one_or_zero(z: float) -> float:
    return float(z > 0.5)


def _cut_to_whole(z: float) -> float:
    return float(math.trunc(z)) if math.isfinite(z) else z


def _root(z: float) -> float:
    return math.sqrt(z)


PARTS: Mapping[tuple[int | None, int | None], str] = {
    (1, None): "leaves out the first of what it is to add up",
    (None, -1): "leaves out the last of what it is to add up",
    (0, 1): "takes in the first of what it is to add up, and nothing else",
    (-1, None): "takes in the last of what it is to add up, and nothing else",
}
"""Which part of a sum there is, and what that looks like."""

CHANGES: Mapping[Callable[[float], float], str] = {
    abs: "what is left of {part} is its size, and its sign is lost",
    _squared: "{part} is squared",
    _rectified: "{part} is cut off at zero: what is negative has become 0",
    _thresholded: "only whether {part} is above zero counts, and not by how much",
    _one_or_zero: "{part} has been rounded to 0 or 1",
    _cut_to_whole: "{part} has lost what stands behind its decimal point",
    math.tanh: "{part} goes through tanh",
    math.exp: "{part} goes through the exponential function",
    _root: "the square root of {part} is taken",
}
"""Functions that a part may have gone through, and what that looks like."""


def edits(
    tree: Tree, names: Iterable[str], functions: Sequence[Callable[[float], float]]
) -> list[Edit]:
    """The neighbours of a formula, each once. `names` are the quantities that are known there."""
    found = [*_at_a_place(tree, sorted(names)), *_in_any_spelling(tree, functions)]
    once = {edit.tree: edit for edit in sorted(found, key=lambda edit: edit.kind, reverse=True)}
    once.pop(tree, None)
    return sorted(once.values(), key=lambda edit: edit.kind)


def _at_a_place(tree: Tree, names: Sequence[str]) -> Iterator[Edit]:
    """What can happen to one part of it."""
    for place in places(tree):
        old = part(tree, place)
        named = name_of(old)
        for edit in _instead(old):
            about = ("",) if edit.kind is Kind.SIGN and not place else edit.about
            yield Edit(edit.kind, with_part(tree, place, edit.tree), about)
        for name in names:
            if (name,) != named:
                kind = Kind.QUANTITY if place else Kind.ALONE
                yield Edit(kind, with_part(tree, place, leaf(name)), (name,))
        for number in NUMBERS[: 3 if old.what == "number" else 2]:
            if place and not old.operands:
                yield Edit(Kind.NUMBER, with_part(tree, place, leaf(number)), (f"{number:g}",))
        for f, what in CHANGES.items():
            where = named or (("the right value",) if not place else ())
            yield Edit(Kind.CHANGED, with_part(tree, place, old.map(f)), (what, *where))
    for place in places(tree):
        old = part(tree, place)
        for one, other in split(old) if old.what in ("*", "/") else ():
            for what in "+-":
                new = with_part(tree, place, Tree(what, (one, other)))
                yield Edit(Kind.OPERATOR, _flattened(new))
                yield Edit(Kind.OPERATOR, new)
    for a, b in itertools.combinations(sorted(tree.names), 2):
        swapped = _everywhere(_everywhere(tree, a, ""), b, a)
        yield Edit(Kind.ORDER, _everywhere(swapped, "", b))
    for old_name, new_name in itertools.product(sorted(tree.names), names):
        yield Edit(Kind.QUANTITY, _everywhere(tree, old_name, new_name), (new_name,))


def _instead(old: Tree) -> Iterator[Edit]:
    """What one part may have been replaced by."""
    named = name_of(old)
    yield Edit(Kind.SIGN, -old, named)
    yield Edit(Kind.DOUBLED, old * old, named)
    yield Edit(Kind.SUMMED, old.total, named)
    yield Edit(Kind.ONE_FOR_ALL, old.rows(0, 1), named)
    yield Edit(Kind.ONE_FOR_ALL, old.T.rows(0, 1).T, named)
    if old.what == "name":
        for order in ORDERS:
            yield Edit(Kind.MOVED, old.moved(order), (order, *named))
    if old.what != "number":
        yield Edit(Kind.TURNED, old.operands[0] if old.what == "T" else old.T)
    if old.what == "map":
        yield Edit(Kind.UNMAPPED, old.operands[0])
    if old.what == "@":
        for some, words_of in PARTS.items():
            yield Edit(Kind.CUT, Tree("@", old.operands, some), (words_of,))
        yield from _apart(*old.operands)
    if old.what in ("+", "-"):
        for operand in old.operands:
            yield Edit(Kind.DOUBLED, old + operand, name_of(operand))


def _apart(first: Tree, second: Tree) -> Iterator[Edit]:
    """A product in which what is added up meets what stands one place further on."""
    names = (*name_of(first), *name_of(second))
    for one, other in (((1, None), (None, -1)), ((None, -1), (1, None))):
        product = Tree("@", (first.T.rows(*one).T, second.rows(*other)))
        yield Edit(Kind.APART, product, names if one[0] else names[::-1])


def _in_any_spelling(tree: Tree, functions: Sequence[Callable[[float], float]]) -> Iterator[Edit]:
    """What can happen to a part in any of its spellings, or where two parts meet."""
    for spelled in spellings(tree):
        for place in places(spelled):
            old = part(spelled, place)

            def with_new(new: Tree, place: tuple[int, ...] = place, of: Tree = spelled) -> Tree:
                return with_part(of, place, new)

            if old.what != "number":
                for f in functions:
                    yield Edit(Kind.MAPPED, with_new(old.map(f)), (f.__name__,))
            if old.what not in OPERATORS:
                continue
            one, other = old.operands
            for what in OPERATORS:
                if what != old.what:
                    meeting = (*name_of(one), *name_of(other))
                    about = meeting if len(meeting) == 2 else ()
                    yield Edit(Kind.OPERATOR, with_new(Tree(what, (one, other))), about)
                    yield Edit(Kind.OPERATOR, with_new(Tree(what, (other, one))), about)
            for kept in (one, other):
                new = with_new(kept)
                gone = "" if tree.names - new.names else "somewhere"
                yield Edit(Kind.DROPPED, new, (gone,))
            if old.what in ("-", "/", "@"):
                yield Edit(Kind.ORDER, with_new(Tree(old.what, (other, one))), (old.what,))
            for rotated in _rotated(old):
                yield Edit(Kind.BRACKETS, with_new(rotated))


def _rotated(tree: Tree) -> Iterator[Tree]:
    """Other brackets around the same three operands."""
    one, other = tree.operands
    if other.what in OPERATORS:
        inner, last = other.operands
        yield Tree(other.what, (Tree(tree.what, (one, inner)), last))
    if one.what in OPERATORS:
        first, inner = one.operands
        yield Tree(one.what, (first, Tree(tree.what, (inner, other))))
    if one.what == "map":
        yield Tree(tree.what, (one.operands[0], other)).map(one.of)  # type: ignore[arg-type]
    if other.what == "map":
        yield Tree(tree.what, (one, other.operands[0])).map(other.of)  # type: ignore[arg-type]


def with_more(tree: Tree, names: Iterable[str]) -> Iterator[Edit]:
    """The trees in which one more quantity has come in."""
    for name, what, place in itertools.product(sorted(names), OPERATIONS, places(tree)):
        if name not in tree.names:
            more = Tree(what, (part(tree, place), leaf(name)))
            yield Edit(Kind.EXTRA, with_part(tree, place, more), (name,))


def without_brackets(tree: Tree, made_of: Mapping[str, Tree]) -> Iterator[Edit]:
    """The trees in which a sum has lost the brackets around it, or was put in without any."""
    yield from (Edit(Kind.BRACKETS, new) for new in expressions.without_brackets(tree, made_of))


def _flattened(tree: Tree) -> Tree:
    """a + (b − c) as a + b − c: what Python makes of it where there are no brackets."""
    if tree.what in ("+", "-") and tree.operands[1].what in ("+", "-"):
        first, (second, third) = tree.operands[0], tree.operands[1].operands
        return Tree(tree.operands[1].what, (Tree(tree.what, (first, second)), third))
    return tree


def _everywhere(tree: Tree, old: str, new: str) -> Tree:
    if tree.what == "name" and tree.of == old:
        return leaf(new)
    operands = tuple(_everywhere(operand, old, new) for operand in tree.operands)
    return Tree(tree.what, operands, tree.of)


def name_of(tree: Tree) -> tuple[str, ...]:
    """How a part can be named: a quantity by its name, a number by itself."""
    if tree.what == "name":
        return (str(tree.of),)
    if tree.what == "T":
        return name_of(tree.operands[0])
    return (f"{tree.of:g}",) if tree.what == "number" else ()
