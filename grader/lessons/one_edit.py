"""Every program one edit away from a right one, by operators over the lines of its TODOs.

Nothing here knows the catalogue of mistakes. An edit changes the text of one expression, or of one
statement, and leaves every other character where it is, so that lines keep their numbers:

    stored      = for +=, - for +                   left out  the statement gone

and those of an expression that judging/edits.py has. Some of them come to the same as the right
program; whoever uses them has to find that out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..judging.edits import Change, changes
from ..judging.statements import todos

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


def _scopes(tree: ast.Module) -> Iterator[ast.Module | ast.FunctionDef]:
    yield tree
    yield from (node for node in tree.body if isinstance(node, ast.FunctionDef))


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield from _statements(getattr(statement, "body", []))


def _edits(
    text: bytes, starts: Sequence[int], statement: ast.stmt, names: Sequence[str], form: str
) -> Iterator[Change]:
    def said(node: ast.AST) -> str:
        first, last = _span(starts, node)
        return text[first:last].decode("utf-8")

    assert isinstance(statement, (ast.Assign, ast.AugAssign))
    if isinstance(statement, ast.AugAssign):
        target, value = said(statement.target), said(statement.value)
        for sign in ("=", "-="):
            yield "stored", statement, f"{target} {sign} {value}"
    yield "left out", statement, "pass"
    yield from changes(statement.value, said, names, [SQUASHED[form]], {"sigmoid"})


def _span(starts: Sequence[int], node: ast.AST) -> tuple[int, int]:
    assert isinstance(node, (ast.expr, ast.stmt))
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (
        starts[node.lineno - 1] + node.col_offset,
        starts[node.end_lineno - 1] + node.end_col_offset,
    )
