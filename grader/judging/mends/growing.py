"""A place in a list that the list does not have yet: what is put there goes to its end."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..statements import Edit, holds, instead, statements
from .broken_program import BrokenProgram


def appended(program: BrokenProgram) -> Iterator[list[Edit]]:
    """The statement that gives a place its value, by which the list becomes longer instead."""
    for statement in statements(program.scope.body) if program.crash.type == "IndexError" else ():
        if isinstance(statement, ast.Assign) and holds(statement, program.crash.line):
            target, value = statement.targets[0], ast.unparse(statement.value)
            if isinstance(target, ast.Subscript):
                yield [instead(statement, f"{ast.unparse(target.value)}.append({value})")]
