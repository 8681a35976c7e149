"""Where a script says how far its weights move: its learnrate, which the grader's replaces.

It may be a number with a name, in a dictionary, among the arguments of a call, or in the very line
that moves the weights; or a loop goes over several, with a training for each. Nothing is run here.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .script_text import Functions, Strange, outermost_loops
from .trees import Loop, assigned, name_of, names_in, nodes, stored, targets, walk

NAMES = {"learnrate", "learningrate", "lrate", "lr", "eta", "alpha", "η", "α"}
"""In lower case, and with nothing between the words."""

AS_NUMBERS = {"float", "float64", "float32", "double", "Fraction"}
"""Calls that turn a string or other numbers into a number."""

Said = tuple[str, ast.expr]
"""A name, and what it is given as its value."""


class Places(NamedTuple):
    """The places of a number in a script, by line and column; it `divides`, or multiplies."""

    positions: frozenset[tuple[int, int]] = frozenset()
    divides: bool = False

    def have(self, node: ast.Constant) -> bool:
        return (node.lineno, node.col_offset) in self.positions


NOWHERE = Places()


class Learnrate(NamedTuple):
    """What the grader's learnrate takes the place of.

    `parameters` are names of functions' parameters. The others hold the `id` of each node:
    `written` those outside of the loops, `literals` those where a loop has the number itself,
    `inverses` those that are divided by, `turns` the names that a loop sets to one learnrate after
    the other, to train with each. Where its value comes from elsewhere, `read` is where it is read.
    """

    parameters: set[str]
    written: set[int]
    literals: set[int]
    turns: set[int]
    inverses: set[int] = set()  # noqa: RUF012  (it is never changed)
    read: set[int] = set()  # noqa: RUF012


def learnrate(
    tree: ast.Module, functions: Functions, measured: Places | None = None
) -> Learnrate | None:
    """Where a script has its learnrate, by a name for it, or where it is `measured` to be.

    None if it has no such name and nothing is measured yet. Raises Strange where nothing tells
    which number it is.
    """
    loops = list(outermost_loops(tree, functions))
    in_loops = {id(node) for loop in loops for node in walk(loop)}
    outside = [node for node in nodes(tree) if id(node) not in in_loops]
    said = [pair for node in outside for pair in _said(node)]
    numbers = {name: value for name, value in said if is_number(value) and _is_fraction(value)}
    layers = {name for node in nodes(tree) for name in _multiplied_as_tables(node)}
    named = [(name, value) for name, value in said if _is_learnrate(name) and name not in layers]
    parameters = {n.arg for n in nodes(tree) if isinstance(n, ast.arg) and _is_learnrate(n.arg)}
    several = [node for node in nodes(tree) if isinstance(node, ast.For)]
    turns = {id(n) for loop in several for n in targets(loop) if _is_learnrate(n.id)}
    if named or turns:
        written = [node for _, value in named for node in _numbers(value, numbers)]
        if not written:  # it comes from elsewhere, such as the command line
            written = [value for _, value in named if not isinstance(value, ast.BinOp)]
        values = {node.value for node in written if isinstance(node, ast.Constant)}
        added = [node for loop in loops for node in _fractions_added(loop)]
        literals = {id(node) for node in added if node.value in values}
        literals |= {id(node) for loop in loops for node in _the_same_again(loop, said)}
        return Learnrate(parameters, set(map(id, written)), literals, turns)

    if read := {id(node) for node in nodes(tree) if _reads_learnrate(node)}:
        return Learnrate(parameters, set(), set(), turns, read=read)
    if measured is None:
        return None
    there = (n for n in nodes(tree) if isinstance(n, ast.Constant) and measured.have(n))
    here = set(map(id, there))
    if here:
        literals, inverses = (set[int](), here) if measured.divides else (here, set[int]())
        return Learnrate(parameters, set(), literals, set(), inverses)
    factors = {name for loop in loops for node in walk(loop) for name in _factors(node)}
    tables = {name for name, value in said if _fractions(value)}
    turns = {
        id(n) for loop in several if _fractions(loop.iter) or tables & {*names_in(loop.iter)}
        for n in targets(loop) if n.id in factors
    }  # fmt: skip
    if not (turns or parameters or _goes_by_none(tree, loops, said)):
        raise Strange("it has no learnrate that the grader could set")
    return Learnrate(parameters, set(), set(), turns)


def _run_again(tree: ast.Module, loops: Sequence[Loop]) -> list[ast.AST]:
    """What may be run many times: its loops, and its functions."""
    return [*loops, *(node for node in nodes(tree) if isinstance(node, ast.FunctionDef))]


def _goes_by_none(tree: ast.Module, loops: Sequence[Loop], said: Sequence[Said]) -> bool:
    """Do its weights move by no learnrate at all, whatever it may have set down as one?

    Its loops and functions have no fraction, read none that has a name, and multiply or divide by
    no number but 1 and 2, by no name for one, and multiply by nothing else that was known before.
    """
    inside = [node for body in _run_again(tree, loops) for node in _worked_out(body)]
    numbers = {name for name, value in said if is_number(value)}
    fractions = [name for name, value in said if is_number(value) and _is_fraction(value)]
    changing = {name for loop in loops for name in stored(loop)} | _parameters(tree)
    read, given = [*names_in(tree)], [name for name, _ in said]
    by_numbers = (
        name_of(part) in numbers or (is_number(part) and ast.unparse(part) not in ("1", "2"))
        for node in inside
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div))
        for part in (node.left, node.right)
    )
    return not (
        any(isinstance(node, ast.Constant) and _is_fraction(node) for node in inside)
        or any(by_numbers)
        or {name for node in inside for name in _factors(node)} - changing
        or any(read.count(name) > given.count(name) for name in fractions)
    )


def _worked_out(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in it but what only asks something, as `e % (epochs / 10) == 0` does."""
    if not isinstance(node, ast.Compare) and not isinstance(getattr(node, "op", None), ast.Mod):
        yield node
        for part in ast.iter_child_nodes(node):
            yield from _worked_out(part)


def _is_learnrate(name: str) -> bool:
    return name.lower().replace("_", "").replace("-", "") in NAMES


def _reads_learnrate(node: ast.AST) -> bool:
    """Is it an entry or an attribute of that name, as of settings that are kept elsewhere?"""
    match node:
        case ast.Subscript(slice=key, ctx=ast.Load()):
            return _is_learnrate(_key(key))
        case ast.Attribute(attr=name, ctx=ast.Load()):
            return _is_learnrate(name)
    return False


def _parameters(tree: ast.Module) -> set[str]:
    return {node.arg for node in nodes(tree) if isinstance(node, ast.arg)}


def _said(node: ast.AST) -> Iterator[Said]:
    """What is assigned to a name or a key there, or passed as a keyword argument."""
    for target, value in assigned(node):
        yield _key(target.slice) if isinstance(target, ast.Subscript) else name_of(target), value
    match node:
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.Dict(keys=keys, values=values):
            yield from ((_key(key), value) for key, value in zip(keys, values, strict=True))
        case ast.Call(args=arguments, keywords=keywords):
            for keyword in keywords:
                if keyword.arg == "default":  # of an argument of the command line
                    yield from ((_key(text).lstrip("-"), keyword.value) for text in arguments)
                elif keyword.arg != "alpha":  # which is how opaque a plot's colours are
                    yield keyword.arg or "", keyword.value


def _key(key: ast.expr | None) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _the_same_again(loop: Loop, said: Sequence[Said]) -> Sequence[ast.expr]:
    """The one learnrate that an epoch after the other takes, as from `[0.005] * epochs`."""
    if not isinstance(loop, ast.For) or not any(_is_learnrate(n.id) for n in targets(loop)):
        return []
    names = {*names_in(loop.iter)}
    places = [loop.iter, *(value for name, value in said if name in names)]
    found = [node for place in places for node in _fractions(place)]
    return found if len({node.value for node in found}) == 1 else []


def _multiplied_as_tables(node: ast.AST) -> Iterator[str]:
    """The names of what is a side of a product of matrices there."""
    match node:
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            sides = [left, right]
        case ast.Call(func=ast.Attribute(value=before, attr="dot" | "matmul"), args=arguments):
            sides = [before, *arguments]
        case _:
            return
    yield from (side.id for side in sides if isinstance(side, ast.Name))


def _factors(node: ast.AST) -> list[str]:
    """The names that are multiplied with something there."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [part.id for part in (node.left, node.right) if isinstance(part, ast.Name)]
    return []


def _fractions(value: ast.expr) -> list[ast.Constant]:
    return [n for n in walk(value) if isinstance(n, ast.Constant) and _is_fraction(n)]


def _numbers(value: ast.expr, known: dict[str, ast.expr]) -> Sequence[ast.expr]:
    """The one number that an expression is made of; `known` are numbers with a name."""
    if is_number(value):
        return [value]
    if isinstance(value, ast.IfExp):
        return [*_numbers(value.body, known), *_numbers(value.orelse, known)]
    inside: list[ast.expr] = [*_fractions(value)]
    inside += [known[name] for name in names_in(value) if name in known]
    return inside if len(inside) == 1 else []


def _fractions_added(loop: Loop) -> Iterator[ast.Constant]:
    """The fractions in what a loop adds to something: `weights += 0.005 * steps / n_records`."""
    for node in walk(loop):
        for target, value in assigned(node):
            if isinstance(node, ast.AugAssign) or name_of(target) in set(names_in(value)):
                yield from _fractions(value)


def is_number(value: ast.expr) -> bool:
    """Is it nothing but numbers: 0.005, 5e-3, 1 / 200, float("0.005")?"""
    if isinstance(value, ast.Call) and name_of(value.func) in AS_NUMBERS:
        return all(isinstance(argument, ast.Constant) for argument in value.args)
    return all(
        isinstance(node, (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop))
        or (isinstance(node, ast.Constant) and type(node.value) in (int, float))
        for node in walk(value)
    )


def _is_fraction(value: ast.expr) -> bool:
    """Is it a float other than 0.0, 1.0 and 2.0, which formulas have; or more than one constant?"""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, float) and value.value not in (0.0, 1.0, 2.0)
    return True
