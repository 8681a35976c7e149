"""A method that does nothing yet, and was to begin the sums that others add to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...room.inside.unwritten import has_nothing_in_it
from ..statements import Edit, instead, nodes
from .broken_program import BrokenProgram


def begun(program: BrokenProgram) -> Iterator[list[Edit]]:
    """All sums that nothing gives a value begin at 0 in it: what is added gives them a shape."""
    if program.crash.type != "AttributeError":
        return
    several = [*nodes(program.tree)]
    added = [n.target for n in several if isinstance(n, ast.AugAssign)]
    given = {name for n in several if isinstance(n, ast.Assign) for name in _given(n)}
    sums = dict.fromkeys(ast.unparse(one) for one in added if isinstance(one, ast.Attribute))
    open_ = [name for name in sums if name not in given and name.startswith("self.")]
    for function in (n for n in several if isinstance(n, ast.FunctionDef)):
        if open_ and has_nothing_in_it(function):
            yield [instead(function.body[-1], " = ".join([*open_, "0.0"]))]


def _given(node: ast.Assign) -> Iterator[str]:
    for target in node.targets:
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        yield from map(ast.unparse, parts)
