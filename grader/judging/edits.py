"""Every other thing that an expression might be, one edit away from it.

operator    another one in its place            swapped   the operands of one exchanged
dropped     one operand gone                    doubled   one factor twice
name        another name that has a value       wrapped   a transpose or a call too many
unwrapped   one too few                         sign      a minus in front
number      another constant
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@"}
WHOLE_NUMBERS = {ast.FloorDiv: "//"}
"""What no step of a lesson is made with, and stands there by mistake."""

Change = tuple[str, "ast.expr | ast.stmt", str]
"""Of which kind it is, what is replaced, and the text in its place."""

Said = Callable[[ast.AST], str]
"""The text of a part of the program."""


def changes(
    value: ast.expr, said: Said, names: Sequence[str], wrappers: Sequence[str], functions: set[str]
) -> Iterator[Change]:
    """All of them for an expression, part by part.

    `names` have a value there, `wrappers` are texts like "f({})", and `functions` are names
    that are called or handed on, and never taken for a value.
    """
    called = {id(n.func) for n in ast.walk(value) if isinstance(n, ast.Call)}
    passed = {
        id(argument)
        for n in ast.walk(value)
        if isinstance(n, ast.Call)
        for argument in n.args
        if said(argument) in functions
    }
    for node in ast.walk(value):
        if not isinstance(node, ast.expr) or id(node) in passed:
            continue
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS | WHOLE_NUMBERS:
            yield from _of_operation(node, said(node.left), said(node.right))
        if isinstance(node, ast.Call):
            yield from _of_call(node, [said(argument) for argument in node.args], said(node.func))
            if len(node.args) > 1 and all(isinstance(n, ast.Constant) for n in node.args[1:]):
                yield "unwrapped", node, said(node.args[0])  # as of `round(x, 3)`
        if isinstance(node, ast.Attribute) and node.attr == "T":
            yield "unwrapped", node, said(node.value)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            yield "unwrapped", node, said(node.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            yield from (("number", node, n) for n in ("0", "1", "2") if n != said(node))
        if isinstance(node, ast.Name) and id(node) not in called:
            yield from (("name", node, name) for name in names if name != node.id)
        if isinstance(node, (ast.Name, ast.BinOp, ast.Call)) and id(node) not in called:
            whole = said(node) if not isinstance(node, ast.BinOp) else f"({said(node)})"
            yield "sign", node, f"(-{whole})"
            yield "wrapped", node, f"{whole}.T"
            yield from (("wrapped", node, wrapper.format(whole)) for wrapper in wrappers)


def _of_operation(node: ast.BinOp, left: str, right: str) -> Iterator[Change]:
    own = (OPERATORS | WHOLE_NUMBERS)[type(node.op)]
    a, b = (
        f"({part})" if isinstance(side, ast.BinOp) and not part.startswith("(") else part
        for side, part in ((node.left, left), (node.right, right))
    )
    for other in OPERATORS.values():
        if other != own:
            yield "operator", node, f"{a} {other} {b}"
    yield "swapped", node, f"({b} {own} {a})"
    yield "dropped", node, a
    yield "dropped", node, b
    if own == "*":
        yield "doubled", node, f"{a} * {a} * {b}"
        yield "doubled", node, f"{a} * {b} * {b}"


def _of_call(node: ast.Call, arguments: Sequence[str], function: str) -> Iterator[Change]:
    for i in range(len(arguments) - 1):
        turned = [*arguments]
        turned[i : i + 2] = [arguments[i + 1], arguments[i]]
        yield "swapped", node, f"{function}({', '.join(turned)})"
    if len(arguments) == 1:
        inner = function.removesuffix(".map") if function.endswith(".map") else arguments[0]
        yield "unwrapped", node, inner
