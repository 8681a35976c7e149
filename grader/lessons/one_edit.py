"""Every program one edit away from a right one, by operators over the lines of its TODOs.

Nothing here knows the catalogue of mistakes. An edit changes the text of one expression, or of one
statement, and leaves every other character where it is, so that lines keep their numbers:

    operator    another one in its place            swapped   the operands of one exchanged
    dropped     one operand gone                    doubled   one factor twice
    name        another name that has a value       wrapped   a transpose or a sigmoid too many
    unwrapped   one too few                         sign      a minus in front
    number      another constant                    stored    = for +=, - for +
    left out    the statement gone

Some of them come to the same as the right program; whoever uses them has to find that out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@"}
SQUASHED = {"matrix": "{}.map(sigmoid)", "numpy": "sigmoid({})"}


@dataclass(frozen=True)
class Mutant:
    """A program with one edit: of which kind, in which TODO and line, and all of its text."""

    todo: int
    kind: str
    line: int
    edit: str
    source: str

    def __str__(self) -> str:
        return f"TODO {self.todo}, line {self.line}, {self.kind}: {self.edit}"


def mutants(source: str, form: str = "matrix") -> Iterator[Mutant]:
    """All of them, in the order of the text; two that are the same text come once."""
    text = source.encode("utf-8")
    starts = [0]
    for line in text.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    met = {text}
    for todo, statement, names in _answers(source):
        for kind, node, new in _edits(text, starts, statement, names, form):
            first, last = _span(starts, node)
            edited = text[:first] + new.encode("utf-8") + text[last:]
            if edited not in met:
                met.add(edited)
                yield Mutant(todo, kind, node.lineno, new, edited.decode("utf-8"))


def _answers(source: str) -> Iterator[tuple[int, ast.stmt, Sequence[str]]]:
    """The statements of each TODO, with the names that have a value there."""
    todo_of = todos(source)
    for scope in _scopes(ast.parse(source)):
        arguments = scope.args.args if isinstance(scope, ast.FunctionDef) else []
        names = [argument.arg for argument in arguments]
        for node in _statements(scope.body):
            if isinstance(node, (ast.Assign, ast.AugAssign)) and node.lineno in todo_of:
                yield todo_of[node.lineno], node, tuple(dict.fromkeys(names))
            if isinstance(node, (ast.Assign, ast.For)):
                stored = node.targets if isinstance(node, ast.Assign) else [node.target]
                named = (n for part in stored for n in ast.walk(part) if isinstance(n, ast.Name))
                names += [n.id for n in named if n.id != "_"]


def todos(source: str) -> dict[int, int]:
    """The TODO that each line belongs to: from its comment to the next blank line."""
    found: dict[int, int] = {}
    todo = 0
    for number, line in enumerate(source.splitlines(), start=1):
        begun = re.match(r"\s*# TODO (\d+)", line)
        todo = int(begun[1]) if begun else todo if line.strip() else 0
        if todo:
            found[number] = todo
    return found


def _scopes(tree: ast.Module) -> Iterator[ast.Module | ast.FunctionDef]:
    yield tree
    yield from (node for node in tree.body if isinstance(node, ast.FunctionDef))


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield from _statements(getattr(statement, "body", []))


Edit = tuple[str, "ast.expr | ast.stmt", str]


def _edits(
    text: bytes, starts: Sequence[int], statement: ast.stmt, names: Sequence[str], form: str
) -> Iterator[Edit]:
    def said(node: ast.AST) -> str:
        first, last = _span(starts, node)
        return text[first:last].decode("utf-8")

    assert isinstance(statement, (ast.Assign, ast.AugAssign))
    if isinstance(statement, ast.AugAssign):
        target, value = said(statement.target), said(statement.value)
        for sign in ("=", "-="):
            yield "stored", statement, f"{target} {sign} {value}"
    yield "left out", statement, "pass"
    called = {id(n.func) for n in ast.walk(statement.value) if isinstance(n, ast.Call)}
    passed = {
        id(argument)
        for n in ast.walk(statement.value)
        if isinstance(n, ast.Call)
        for argument in n.args
        if said(argument) == "sigmoid"
    }
    for node in ast.walk(statement.value):
        if not isinstance(node, ast.expr) or id(node) in passed:
            continue
        if isinstance(node, ast.BinOp):
            yield from _of_operation(node, said(node.left), said(node.right))
        if isinstance(node, ast.Call):
            yield from _of_call(node, [said(argument) for argument in node.args], said(node.func))
        if isinstance(node, ast.Attribute) and node.attr == "T":
            yield "unwrapped", node, said(node.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            yield from (("number", node, n) for n in ("0", "1", "2") if n != said(node))
        if isinstance(node, ast.Name) and id(node) not in called:
            yield from (("name", node, name) for name in names if name != node.id)
        if isinstance(node, (ast.Name, ast.BinOp, ast.Call)) and id(node) not in called:
            whole = said(node) if not isinstance(node, ast.BinOp) else f"({said(node)})"
            yield "sign", node, f"(-{whole})"
            yield "wrapped", node, f"{whole}.T"
            yield "wrapped", node, SQUASHED[form].format(whole)


def _of_operation(node: ast.BinOp, left: str, right: str) -> Iterator[Edit]:
    own = OPERATORS[type(node.op)]
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


def _of_call(node: ast.Call, arguments: Sequence[str], function: str) -> Iterator[Edit]:
    for i in range(len(arguments) - 1):
        turned = [*arguments]
        turned[i : i + 2] = [arguments[i + 1], arguments[i]]
        yield "swapped", node, f"{function}({', '.join(turned)})"
    if len(arguments) == 1:
        inner = function.removesuffix(".map") if function.endswith(".map") else arguments[0]
        yield "unwrapped", node, inner


def _span(starts: Sequence[int], node: ast.AST) -> tuple[int, int]:
    assert isinstance(node, (ast.expr, ast.stmt))
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (
        starts[node.lineno - 1] + node.col_offset,
        starts[node.end_lineno - 1] + node.end_col_offset,
    )
