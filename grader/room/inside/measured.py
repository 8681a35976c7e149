"""The learnrate of a script that has no such name for it: the number that its weights move by.

Other numbers are put in its place, and one epoch is run with each. What the weights become then is
a straight line over the learnrate, and over hardly another number of a script; or over its inverse,
where that is divided by.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence, Set
from typing import Any, TypeAlias

from .learnrate import NOWHERE, Places
from .trees import Loop, assigned, name_of, walk

Epoch: TypeAlias = Callable[[Places, int], Any]
"""Runs one epoch of a script with some of its numbers taken as many times as that.

It gives all weights in a row after it; None if none has moved.
"""

Numbers: TypeAlias = dict[tuple[int, int], float]
"""Numbers of a script, by line and column."""

MOST = 8
"""Numbers that are tried, the smallest first: each costs an epoch of the script, or two."""

SMALLEST_DIVISOR = 50
"""A whole number that is divided by may be the inverse of a learnrate if it is as large as that."""

SAME, FAR = 1e-5, 0.7
"""As a part of what moves: scripts may have single precision. Where nothing is in line, since one
layer moves too early or the rate is taken twice, it is what is nearest to that, and not too far."""


def measured(tree: ast.Module, epoch: Epoch, n_records: int) -> Places:
    """Where the number stands that the weights move by.

    If none of them moves, nothing shows it: it is the likeliest by how it is written.
    """
    fractions, divisors, looped = _fractions(tree), _divisors(tree, n_records), _in_loops(tree)
    inside = {at: value for at, value in fractions.items() if at in looped}
    several = [
        _places_of(value, numbers)
        for value in sorted({*fractions.values()})
        for numbers in (inside, fractions)
        if value in numbers.values()
    ]
    own = epoch(NOWHERE, 1)
    if own is None:
        return _likeliest(tree, fractions)
    alone = [Places(frozenset([at])) for at in fractions]
    tried = [*dict.fromkeys([*several, *alone])][:MOST]
    tried += [_places_of(value, divisors, divides=True) for value in sorted({*divisors.values()})]
    nearest, found = FAR, NOWHERE
    for places in tried[: MOST + 2]:
        twice = epoch(places, 2)
        if twice is None or not _apart(own, twice):
            continue
        thrice = epoch(places, 3)
        off = _off_line(own, twice, thrice, 4 / 3 if places.divides else 2) if thrice else FAR
        if off <= SAME:
            return _that_move(own, places, looped, epoch)
        if off < nearest:
            nearest, found = off, places
    return found


def _that_move(
    own: Sequence[float],
    places: Places,
    looped: Set[tuple[int, int]],
    epoch: Epoch,
) -> Places:
    """Those of these places by which a weight moves: the same number may stand elsewhere.

    One in a loop may be of a layer whose step is nothing yet.
    """
    elsewhere = {at for at in places.positions if at not in looped}
    alone = {at: Places(frozenset([at]), places.divides) for at in elsewhere}
    twice = {at: epoch(each, 2) for at, each in alone.items() if len(places.positions) > 1}
    moving = {at for at, weights in twice.items() if weights and _apart(own, weights)}
    there = (places.positions - elsewhere) | moving
    return Places(frozenset(there), places.divides) if there else places


def _likeliest(tree: ast.Module, fractions: Numbers) -> Places:
    """The smallest fraction that has a name, is handed to an own function, or stands in a loop."""
    named, handed = _named(tree), _handed(tree)
    loops = (node for node in walk(tree) if isinstance(node, Loop))
    in_loops = [node for loop in loops for node in walk(loop)]
    for nodes in (named, handed, in_loops):
        here = {(node.lineno, node.col_offset) for node in nodes if isinstance(node, ast.Constant)}
        if there := {at: value for at, value in fractions.items() if at in here}:
            return _places_of(min(there.values()), there)
    return _places_of(min(fractions.values()), fractions) if fractions else NOWHERE


def _named(tree: ast.Module) -> list[ast.AST]:
    """What has a name."""
    return [value for node in walk(tree) for _, value in assigned(node)]


def _handed(tree: ast.Module) -> list[ast.AST]:
    """What is handed to the script's own functions and classes, or to a parameter of theirs."""
    own = {node.name for node in walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    calls = (node for node in walk(tree) if isinstance(node, ast.Call))
    own_calls = (call for call in calls if name_of(call.func) in own)
    heads = (node.args for node in walk(tree) if isinstance(node, ast.FunctionDef))
    return [
        *(v for call in own_calls for v in (*call.args, *(k.value for k in call.keywords))),
        *(value for head in heads for value in (*head.defaults, *head.kw_defaults) if value),
    ]


def _fractions(tree: ast.Module) -> Numbers:
    """The floats; 1.0 and 2.0, which formulas have, where they have a name or are handed over.

    And any number that something is multiplied by in a loop, under a name or without. Nothing
    moves by what something is compared with.
    """
    compared = (node for node in walk(tree) if isinstance(node, ast.Compare))
    asked = {id(part) for node in compared for part in (node.left, *node.comparators)}
    constants = [n for n in walk(tree) if isinstance(n, ast.Constant) and id(n) not in asked]
    alone = {id(node) for node in (*_named(tree), *_handed(tree))}
    factors = [*_factors_in_loops(tree)]
    names = {node.id for node in factors if isinstance(node, ast.Name)}
    given = (pair for node in walk(tree) for pair in assigned(node))
    times = {id(node) for node in (*factors, *(v for to, v in given if name_of(to) in names))}
    return {
        (node.lineno, node.col_offset): node.value
        for node in constants
        if (isinstance(node.value, float) and (node.value not in (1.0, 2.0) or id(node) in alone))
        or (isinstance(node.value, (int, float)) and id(node) in times)
        if node.value
    }


def _factors_in_loops(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands before or behind a `*` within a loop."""
    for loop in (node for node in walk(tree) if isinstance(node, Loop)):
        for node in walk(loop):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
                yield from (node.left, node.right)


def _in_loops(tree: ast.Module) -> set[tuple[int, int]]:
    """Where numbers stand in a loop, by line and column."""
    loops = (node for node in walk(tree) if isinstance(node, Loop))
    inside = (node for loop in loops for node in walk(loop))
    return {(n.lineno, n.col_offset) for n in inside if isinstance(n, ast.Constant)}


def _divisors(tree: ast.Module, n_records: int) -> Numbers:
    """The large numbers that something is divided by, other than that of the records."""
    divided = (node for node in walk(tree) if isinstance(node, ast.BinOp))
    several = (node.right for node in divided if isinstance(node.op, ast.Div))
    return {
        (node.lineno, node.col_offset): node.value
        for node in several
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float))
        if SMALLEST_DIVISOR <= node.value != n_records
    }


def _places_of(value: float, numbers: Numbers, *, divides: bool = False) -> Places:
    return Places(frozenset(at for at, other in numbers.items() if other == value), divides)


def scaled(tree: ast.Module, places: Places, factor: int) -> ast.Module:
    """The script, with the numbers in these places taken as many times as that."""
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            node.value = factor * node.value if places.have(node) else node.value
    return tree


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _off_line(
    own: Sequence[float], twice: Sequence[float], thrice: Sequence[float], far: float
) -> float:
    """How far off the line the third is, which should be `far` times as far as the second."""
    there = [a + far * (b - a) for a, b in zip(own, twice, strict=True)]
    return _apart(there, thrice) / _apart(own, twice)
