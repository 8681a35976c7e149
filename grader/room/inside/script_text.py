"""What a script says of itself: which loop trains, how long, how fast, and what is not written yet.

Nothing is run here.

Loaded by worker.py before the room is locked; imports nothing of ours but what stands beside it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from .trees import Loop, assigned, name_of, names_in

RATES = {"learnrate", "learningrate", "lrate", "lr", "eta", "alpha", "η", "α"}
"""Names for the learnrate, in small letters and without underscores."""


class Strange(Exception):
    """This script is not the exercise; the words say what is not as it should be."""


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def outermost_loops(node: ast.AST) -> Iterator[Loop]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Loop):
            yield child
        else:
            yield from outermost_loops(child)


def looks_like_training(loop: Loop) -> bool:
    """Goes over epochs, and multiplies matrices."""
    head = loop.iter if isinstance(loop, ast.For) else loop.test
    return any(map(_speaks_of_epochs, ast.walk(head))) and any(
        isinstance(node, ast.MatMult)
        or (isinstance(node, ast.Attribute) and node.attr in ("dot", "matmul", "outer"))
        for node in ast.walk(loop)
    )


def _speaks_of_epochs(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return "epoch" in node.id.lower()
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value >= 50


def untouched_names(tree: ast.Module, lesson: Mapping[str, Any]) -> Iterator[str]:
    """The lesson's names to which a loop assigns nothing but placeholders.

    The first block to assign a name decides; a later one prints a loss, it may be.
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
    """The statements of each indentation in a loop, inner ones first."""
    for child in ast.iter_child_nodes(node):
        yield from _blocks(child)
    for part in ("body", "orelse"):
        block = getattr(node, part, None)
        if isinstance(block, list):
            yield block


def _is_placeholder(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (..., None, 0)


def numbers_of_epochs(tree: ast.Module) -> dict[str, float]:
    """The names that a script has for its number of epochs, and what it sets them to."""
    given = [pair for node in ast.walk(tree) for pair in assigned(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = (ast.Name(argument.arg) for argument in node.args.args[::-1])
            given += zip(names, node.args.defaults[::-1])  # noqa: B905  (some have none)
    found: dict[str, float] = {}
    for target, value in given:
        number = value.value if isinstance(value, ast.Constant) else 0
        if isinstance(number, (int, float)) and number >= 1 and _counts_epochs(name_of(target)):
            found[name_of(target)] = number
    return found


def _counts_epochs(name: str) -> bool:
    plain = name.lower().replace("_", "")
    return plain.endswith(("epochs", "iterations")) or plain in ("nepoch", "numepoch", "maxepoch")


def may_have_records(module: str) -> bool:
    """Is it none of Python's own modules, nor NumPy or pandas?"""
    root = module.partition(".")[0]
    return root not in {*sys.stdlib_module_names, "numpy", "pandas", "sklearn", "scipy"}


def learnrate(tree: ast.Module) -> tuple[set[str], set[int]]:
    """The names of the learnrate, and the places in the loops where it stands as a number.

    Where it has a name, these are the places where the very number stands that the name is given.

    Raises Strange where there is none, or where it is not clear which number it is.
    """
    loops = list(outermost_loops(tree))
    in_loops = {id(node) for loop in loops for node in ast.walk(loop)}
    numbers = {
        name_of(target): value
        for node in ast.walk(tree)
        if id(node) not in in_loops
        for target, value in assigned(node)
        if is_number(value)
    }
    parameters = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    known = {name for name in {*numbers, *parameters} if name.lower().replace("_", "") in RATES}
    added = [node for loop in loops for node in _fractions_added(loop)]
    if known:
        values = [numbers[name] for name in known if name in numbers]
        given = {value.value for value in values if isinstance(value, ast.Constant)}
        return known, {id(node) for node in added if node.value in given}

    mentioned = {name for loop in loops for name in names_in(loop)}
    fractions = {name for name, value in numbers.items() if _is_fraction(value)} & mentioned
    if len(fractions) == 1:
        return fractions, set()

    if len({node.value for node in added}) == 1:
        return set(), {id(node) for node in added}
    raise Strange("it has no learnrate that the grader could set")


def _fractions_added(loop: Loop) -> Iterator[ast.Constant]:
    """The fractions in what a loop adds to something: `weights += 0.005 * steps / n_records`."""
    for node in ast.walk(loop):
        for target, value in assigned(node):
            if isinstance(node, ast.AugAssign) or name_of(target) in set(names_in(value)):
                yield from (
                    part
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and _is_fraction(part)
                )


def is_number(value: ast.expr) -> bool:
    """Is it nothing but numbers: 0.005, 5e-3, 1 / 200?"""
    return all(
        isinstance(node, (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop))
        or (isinstance(node, ast.Constant) and type(node.value) in (int, float))
        for node in ast.walk(value)
    )


def _is_fraction(value: ast.expr) -> bool:
    """A number that is no count, and neither 0.0, 1.0 nor 2.0, which formulas have."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, float) and value.value not in (0.0, 1.0, 2.0)
    return True
