"""What a script says of itself: which loop trains, how long, and what is not written yet.

Nothing is run here.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .modules import FOREIGN, SILENT
from .trees import Loop, assigned, name_of, names_in, nodes, walk

Functions = Mapping[str, ast.FunctionDef]
"""Those of a script, by their names."""

BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
"""Where a statement has others in it."""


MAKE_TABLES = {"zeros", "empty", "ones", "full", "repeat"}
"""Calls that are told how many rows there are."""


class Strange(Exception):
    """This script is not the exercise; the words say what is not as it should be."""


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a script imports, by their full names."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def functions_of(tree: ast.Module) -> Functions:
    return {node.name: node for node in nodes(tree) if isinstance(node, ast.FunctionDef)}


def outermost_loops(node: ast.AST, functions: Functions | None = None) -> Iterator[Loop]:
    """The loops that are in no other; with `functions`, in none that trains a network a turn."""
    blocks = (getattr(node, field, ()) for field in BLOCKS)
    for child in (child for block in blocks for child in block):
        if isinstance(child, Loop) and (functions is None or not trains_again(child, functions)):
            yield child
        else:
            yield from outermost_loops(child, functions)


def looks_like_training(loop: Loop) -> bool:
    """Does the loop go over epochs, and multiply matrices?"""
    return goes_over_epochs(loop) and any(
        isinstance(node, ast.MatMult)
        or (isinstance(node, ast.Attribute) and node.attr in ("dot", "matmul", "outer"))
        for node in walk(loop)
    )


def trains_again(loop: Loop, functions: Functions) -> bool:
    """Does it go over no epochs itself, and over whole trainings: one for each of its turns?"""
    sets = {*names_in(loop.target)} if isinstance(loop, ast.For) else set()
    if goes_over_epochs(loop) and not any(map(_counts_epochs, sets)):
        return False
    inside = (node for node in reached(loop, functions) if node is not loop)
    return any(isinstance(node, Loop) and goes_over_epochs(node) for node in inside)


def reached(node: ast.AST, functions: Functions) -> Iterator[ast.AST]:
    """All that may run in it: its own parts, and those of the functions that it names."""
    met: set[str] = set()
    left = [node]
    for part in left:
        new = {*names_in(part)} & functions.keys() - met
        met |= new
        left += [functions[name] for name in new]
        yield from walk(part)


def goes_over_epochs(loop: Loop) -> bool:
    """Does its head speak of epochs, or of as many turns?"""
    return any(map(speaks_of_epochs, walk(head_of(loop))))


def head_of(loop: Loop) -> ast.expr:
    return loop.iter if isinstance(loop, ast.For) else loop.test


def speaks_of_epochs(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return "epoch" in node.id.lower()
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= 50


def untouched_names(tree: ast.Module, lesson: Mapping[str, Any]) -> Iterator[str]:
    """The lesson's names to which a loop assigns nothing but placeholders.

    The first block to assign a name decides; a later one may only print a loss.
    """
    values: dict[str, list[ast.expr]] = {}
    for block in (block for loop in outermost_loops(tree) for block in _blocks(loop)):
        here: dict[str, list[ast.expr]] = {}
        for target, value in (pair for statement in block for pair in assigned(statement)):
            begins_with_zeros = name_of(target) in lesson["sums"] and isinstance(value, ast.Call)
            if not begins_with_zeros:
                here.setdefault(name_of(target), []).append(value)
        values = {**here, **values}
    for name in (*lesson["steps"], *lesson["weights"]):
        if name in values and all(map(_is_placeholder, values[name])):
            yield name


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The statements of each loop in a loop, and its own, inner ones first.

    What is run now and then, as under `if` or `try`, is a part of the block that it stands in.
    """
    block = [*_branches(node)]
    for statement in block:
        if isinstance(statement, (ast.For, ast.While)):
            yield from _blocks(statement)
    yield block


def _branches(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements that a node holds, without those of the loops among them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        if isinstance(child, (ast.If, ast.Try, ast.With, ast.excepthandler)):
            yield from _branches(child)


def _is_placeholder(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (..., None, 0)


def numbers_of_epochs(tree: ast.Module) -> dict[str, float]:
    """The names that a script has for its number of epochs, and what it sets them to."""
    return {name: number for name, number, _ in _said_of_epochs(tree)}


def where_epochs_are_said(tree: ast.Module) -> Iterator[tuple[ast.Constant, bool]]:
    """The numbers of epochs, and whether the name of each stands in the head of a loop."""
    in_heads = {name for loop in outermost_loops(tree) for name in names_in(head_of(loop))}
    return ((value, name in in_heads) for name, _, value in _said_of_epochs(tree))


def numbers_in_heads(tree: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """Numbers under names that say in its head how often a loop is gone through.

    They count the epochs, if that loop is the training.
    """
    heads = (loop.iter for loop in outermost_loops(tree) if isinstance(loop, ast.For))
    in_heads = {_how_often(part) for head in heads for part in walk(head)}
    known = numbers_of_epochs(tree)
    return (
        (value, name)
        for name, value in _given(tree)
        if name in in_heads and name not in known
        if type(value.value) is int and value.value > 2
    )


def _how_often(head: ast.AST) -> str:
    """The name that says how many numbers there are in a range; "" if none does."""
    match head:
        case ast.Call(ast.Name("range"), [n] | [ast.Constant(0), n]):
            return name_of(n)
        case ast.Call(ast.Name("range"), [ast.Constant(1), ast.BinOp(n, _, ast.Constant(1))]):
            return name_of(n)
    return ""


def _said_of_epochs(tree: ast.Module) -> Iterator[tuple[str, float, ast.Constant]]:
    for name, value in _given(tree):
        number = value.value
        if isinstance(number, (int, float)) and number >= 1 and _counts_epochs(name):
            yield name, number, value


@functools.lru_cache(maxsize=1)
def _given(tree: ast.Module) -> Sequence[tuple[str, ast.Constant]]:
    """The names that get a constant, each with that: as variables, parameters or keys."""
    given: list[tuple[ast.expr, ast.expr]] = [p for node in nodes(tree) for p in assigned(node)]
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef):
            names = (ast.Name(argument.arg) for argument in node.args.args[::-1])
            given += zip(names, node.args.defaults[::-1])  # noqa: B905  (some have none)
        elif isinstance(node, ast.Call):
            given += [(ast.Name(one.arg or ""), one.value) for one in node.keywords]
        elif isinstance(node, ast.Dict):
            given += [
                (ast.Name(key.value), value)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
    constants = ((name_of(t), value) for t, value in given if isinstance(value, ast.Constant))
    return [pair for pair in constants if pair[0]]


SHORTEST_STRIDE = 10

FEW = 10
"""Fewer are more likely to be columns than records."""

PARTS = {"sample", "choice", "permutation", "head", "tail", "train_test_split", "setdiff1d", "loc"}
"""What takes some of all records, by the names that NumPy, pandas and others have for it."""


def in_shapes(tree: ast.Module) -> Iterator[ast.Constant]:
    """The numbers in a shape that something is given, or is to have."""
    for node in nodes(tree):
        several: list[ast.expr] = []
        if isinstance(node, ast.Call) and name_of(node.func) == "reshape":
            several = node.args
        elif isinstance(node, ast.Compare):
            several = node.comparators
        parts = (part for one in several for part in (one, *getattr(one, "elts", ())))
        yield from (part for part in parts if isinstance(part, ast.Constant))


def rows_of_epochs(tree: ast.Module) -> Iterator[ast.Constant]:
    """How many rows a table gets that has one for each epoch, where both numbers are written out.

    As in `losses = np.zeros(60)` and `for e in range(60)`; not where the loop only fills a table.
    """
    loops = [loop for loop in outermost_loops(tree) if not all(map(_fills_a_place, loop.body))]
    turns = {n for loop in loops if (n := _turns(head_of(loop))) >= SHORTEST_STRIDE}
    for node in nodes(tree) if turns else ():
        rows: list[ast.expr] = []
        if isinstance(node, ast.Call) and name_of(node.func) in MAKE_TABLES:
            rows = [part for a in node.args for part in (a, *getattr(a, "elts", ()))]
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.List):
            rows = [node.right]
        yield from (n for n in rows if isinstance(n, ast.Constant) and n.value in turns)


def _fills_a_place(statement: ast.stmt) -> bool:
    """Does it give a place of a table its value, and no more?"""
    match statement:
        case ast.Assign(targets=[ast.Subscript()]):
            return True
    return False


def _turns(head: ast.expr) -> int:
    """How many there are, if a range says so in numbers; else 0."""
    match head:
        case ast.Call(
            ast.Name("range"), [ast.Constant(int(n))] | [ast.Constant(0), ast.Constant(int(n))]
        ):
            return n
        case ast.Call(ast.Name("range"), [ast.Constant(1), ast.Constant(int(n))]):
            return n - 1
    return 0


def strides(loops: Iterable[Loop]) -> Iterator[ast.Constant]:
    """How many epochs there are from one time to the next that something is done in a loop.

    As in `if e % 100 == 0`, of which nothing is seen in a training of a few epochs.
    """
    tests = (s.test for loop in loops for s in loop.body if isinstance(s, ast.If))
    for node in (part for test in tests for part in walk(test)):
        match node:
            case ast.BinOp(op=ast.Mod(), right=ast.Constant(value=int(value)) as stride):
                if value >= SHORTEST_STRIDE:
                    yield stride


def takes_parts(tree: ast.Module) -> bool:
    """May it take a part of its records: the first so many, or some of them by chance?"""
    return any(map(_takes_a_part, nodes(tree)))


def _takes_a_part(node: ast.AST) -> bool:
    match node:
        case ast.Slice(lower=lower, upper=upper):
            ends = (end.operand if isinstance(end, ast.UnaryOp) else end for end in (lower, upper))
            return any(map(_is_far, filter(None, ends)))
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in PARTS
    return False


def _is_far(end: ast.expr) -> bool:
    """May so many records be more than a few?"""
    return not (isinstance(end, ast.Constant) and isinstance(end.value, int) and end.value < FEW)


def _counts_epochs(name: str) -> bool:
    plain = name.lower().replace("_", "")
    return plain.endswith(("epochs", "iterations")) or plain in ("nepoch", "numepoch", "maxepoch")


def may_have_records(module: str) -> bool:
    """May it hand over records: is it neither Python's own nor a package of others?"""
    root = module.partition(".")[0]
    return root not in {*sys.stdlib_module_names, "numpy", "pandas", *SILENT, *FOREIGN}
