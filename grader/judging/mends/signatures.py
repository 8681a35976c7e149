"""A function whose parameters are not those of the given file: with these, in their order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..statements import Edit, instead, nodes, parsed
from .broken_program import BrokenProgram


def with_given_parameters(program: BrokenProgram) -> Iterator[list[Edit]]:
    """A function that lacks some of the given parameters, or has them in another order.

    It is called as the given file says, or all calls of it are put into that order.
    """
    given = {n.name: n for n in parsed(program.given).body if isinstance(n, ast.FunctionDef)}
    for name in sorted(program.functions.keys() & given.keys()):
        own, wanted = _names(program.functions[name]), _names(given[name])
        if own and own != wanted and {*own} <= {*wanted}:
            first, *_, last = [*program.functions[name].args.args] * 2
            head = Edit(_start(first), _end(last), ", ".join(wanted))
            calls = [call for call in nodes(program.tree) if _is_called(call, name, len(own))]
            in_order = [_in_order(call, own, wanted) for call in calls]
            yield from [[head], [head, *in_order]][:: -1 if len(own) < len(wanted) else 1]


def _names(function: ast.FunctionDef) -> list[str]:
    """The names of its parameters; none where they are more than names in an order."""
    several = function.args
    is_plain = not (several.defaults or several.kwonlyargs or several.vararg or several.kwarg)
    return [one.arg for one in several.args] if is_plain else []


def _is_called(node: ast.AST, name: str, n: int) -> bool:
    """Is it a call of that function with so many arguments, and all in their order?"""
    match node:
        case ast.Call(func=ast.Name(id=called), args=arguments, keywords=[]):
            starred = any(isinstance(argument, ast.Starred) for argument in arguments)
            return called == name and len(arguments) == n and not starred
    return False


def _in_order(call: ast.AST, own: Sequence[str], wanted: Sequence[str]) -> Edit:
    """The call with its arguments in the order that is wanted; one that it lacks by its name."""
    assert isinstance(call, ast.Call)
    arguments = dict(zip(own, map(ast.unparse, call.args), strict=True))
    several = ", ".join(arguments.get(name, name) for name in wanted)
    return instead(call, f"{ast.unparse(call.func)}({several})")


def _start(node: ast.arg) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: ast.arg) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
