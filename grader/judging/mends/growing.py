"""Where something is put by its place, and there is no such place: a list too short, or no list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..statements import Block, Edit, holds, in_blocks, instead, nodes, statements
from .broken_program import LACKING, BrokenProgram

GROWING = ("append", "extend", "add", "insert", "update")
"""What lists and sets can do, and tables cannot."""

PLAIN = (ast.Constant, ast.List, ast.ListComp, ast.BinOp)
"""How a number is written, or a list: one by one, in a loop, or as many times the same."""


def appended(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The statement that gives a place its value, by which the list becomes longer instead."""
    for statement in statements(program.scope.body) if program.crash.type == "IndexError" else ():
        if isinstance(statement, ast.Assign) and holds(statement, program.crash.line):
            target, value = statement.targets[0], ast.unparse(statement.value)
            if isinstance(target, ast.Subscript):
                yield [instead(statement, f"{ast.unparse(target.value)}.append({value})")]


def with_its_signs_in_order(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What gets its value by `=+`, added to by `+=`, in all the lines that have it."""
    if "unary +" not in program.crash.message:
        return
    edits = []
    for statement in nodes(program.tree):
        match statement:
            case ast.Assign(targets=[name], value=ast.UnaryOp(op=ast.UAdd(), operand=added)):
                edits.append(instead(statement, f"{ast.unparse(name)} += {ast.unparse(added)}"))
    if edits:
        yield edits


def added_up(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What is appended to a table that has no such method, added to it there and beside it."""
    lacking = re.search(LACKING, program.crash.message)
    method = lacking[4] if lacking and program.crash.type == "AttributeError" else ""
    if method not in GROWING:
        return
    for block in in_blocks(program.tree):
        edits = [*_adding(block, method)]
        if any(edit.start[0] == program.crash.line for edit in edits):
            yield edits


def _adding(block: Block, method: str) -> Iterator[Edit]:
    """Sums in the place of the statements of a block that call a method of this name."""
    for statement in block:
        match statement:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=name, attr=attr), args=[value])
            ) if attr == method:
                table = ast.unparse(name)
                yield instead(statement, f"{table} = {table} + {ast.unparse(value)}")


def spread(program: BrokenProgram) -> Iterator[list[Edit]]:
    """What something is put into by place, as a 0 for each turn of the loops that count these.

    It is a number, or a list that is too short, or not one of lists.
    """
    if not re.search("not subscriptable|item assignment|out of range", program.crash.message):
        return
    several = [*nodes(program.tree)]
    heads = [n for n in several if isinstance(n, (ast.For, ast.comprehension))]
    counted = {ast.unparse(head.target): ast.unparse(head.iter) for head in heads}
    for node in (n for n in several if isinstance(n, ast.Subscript)):
        if node.lineno != program.crash.line or not isinstance(node.ctx, ast.Store):
            continue
        name: ast.expr = node
        zeros = "0"
        while isinstance(name, ast.Subscript):
            index = ast.unparse(name.slice)
            name, zeros = name.value, f"[{zeros} for {index} in {counted.get(index, '()')}]"
        yield from ([instead(given, zeros)] for given in _given(program, ast.unparse(name)))


def _given(program: BrokenProgram, name: str) -> list[ast.expr]:
    """The numbers and lists that a name is given, the one before the line that raises first."""
    found: list[ast.expr] = []
    for statement in (n for n in nodes(program.tree) if isinstance(n, ast.Assign)):
        target, value = statement.targets[0], statement.value
        pairs = [(target, value)] if len(statement.targets) == 1 else []
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = [*zip(target.elts, value.elts, strict=False)]
        found += [v for t, v in pairs if ast.unparse(t) == name and isinstance(v, PLAIN)]
    return sorted(found, key=lambda value: (value.lineno > program.crash.line, -value.lineno))
