"""What belongs to an object, with the object before its name, or without it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..statements import Edit, holds, instead, nodes
from .broken_program import LACKING, BrokenProgram


def set_on_itself(program: BrokenProgram) -> Iterator[list[Edit]]:
    """An attribute that is not there, where a method gives a name of its own that value."""
    found = re.search(LACKING, program.crash.message)
    owner, lacked = (found[1], found[4]) if found else ("", "")
    for node in nodes(program.tree):
        if not isinstance(node, ast.ClassDef) or node.name != owner:
            continue
        for method in (n for n in node.body if isinstance(n, ast.FunctionDef) and n.args.args):
            itself = method.args.args[0].arg
            named = [n for n in ast.walk(method) if isinstance(n, ast.Name) and n.id == lacked]
            if any(isinstance(n.ctx, ast.Store) for n in named):
                yield [instead(n, f"{itself}.{lacked}") for n in named]


def found_on_itself(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A name that has no value, where the object that the method belongs to has one so called."""
    for node in nodes(program.tree) if program.nameless else ():
        if not isinstance(node, ast.ClassDef) or not holds(node, program.crash.line):
            continue
        own = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
        own |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
        around = [f for f in program.around if f in node.body and f.args.args]
        for method in around if program.nameless in own else ():
            named = (n for n in ast.walk(method) if isinstance(n, ast.Name))
            itself = method.args.args[0].arg
            yield [instead(n, f"{itself}.{n.id}") for n in named if n.id == program.nameless]


def not_on_itself(program: BrokenProgram) -> Iterator[list[Edit]]:
    """An attribute that an object has not, where the function has a name so called."""
    found = re.search(LACKING, program.crash.message)
    function = next(reversed(program.around), None)
    if not found or function is None or not function.args.args:
        return
    itself, lacked = function.args.args[0].arg, found[4]
    parts = [*ast.walk(function)]
    if any(isinstance(n, ast.Name) and n.id == lacked for n in parts):
        named = (n for n in parts if isinstance(n, ast.Attribute) and n.attr == lacked)
        yield [instead(n, lacked) for n in named if ast.unparse(n.value) == itself]
