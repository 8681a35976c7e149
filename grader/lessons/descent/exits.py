"""The lines that run only now and then, where a training goes wrong only now and then.

They leave a loop before its end, or change in some epochs what the others go on with.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ...judging.mark import Mark
from ...judging.statements import names_stored, nodes
from ...judging.written import Written
from .lesson import Descent

LOOPS = (ast.For, ast.While)
LEAVING = (ast.Break, ast.Continue, ast.Return)

LEFT = (
    "This line ends a loop early, or passes over a turn of it. When does that happen, and is there "
    "something left to do then?"
)
ENDED = (
    "This line ends each turn of its loop, or the whole loop in its first turn. What has not been "
    "done by then, and is it needed?"
)
CHANGED = (
    "This line is run in some epochs and not in others, and what it changes goes into the update. "
    "What has each epoch to do, whatever its number or its loss is?"
)


def with_exits(marks: Mapping[str, Mark], text: Written, lesson: Descent) -> dict[str, Mark]:
    """The marks; a mistake without a line gets the one line that leaves the loop, or changes it."""
    found = dict(marks)
    for check, mark in marks.items():
        over_epochs = check == "every_epoch"
        if mark.is_a_mistake and not mark.line and (over_epochs or check == "summed_over_records"):
            ways = [(exits(text, lesson, over_epochs=over_epochs), LEFT)]
            ways += [(changes(text, lesson), CHANGED)] if over_epochs else []
            lines, advice = next((way for way in ways if way[0]), ([], ""))
            if len(lines) == 1:
                found[check] = replace(mark, line=lines[0], advice=mark.advice or advice)
    return found


def with_what_never_has_its_turn(
    marks: Mapping[str, Mark], text: Written, lesson: Descent, checks: Collection[str]
) -> dict[str, Mark]:
    """The marks; where one line ends each turn of a loop too early, it is what these tell of."""
    parts = _parts(text, lesson.train.name)
    lines = sorted({line for part in parts if isinstance(part, LOOPS) for line in _ends_at(part)})
    wrong = [check for check in checks if marks[check].is_a_mistake]
    if len(lines) != 1 or len(wrong) != 1 or marks[wrong[0]].line == lines[0]:
        return dict(marks)
    told = replace(marks[wrong[0]], line=lines[0], mistake="", advice=ENDED)
    return {**marks, wrong[0]: told}


def _ends_at(loop: ast.For | ast.While) -> Iterator[int]:
    """The line that ends each turn of it before its last line, or the loop in its first turn."""
    for statement in loop.body:
        is_last = statement is loop.body[-1]
        if isinstance(statement, LEAVING) and not (is_last and isinstance(statement, ast.Continue)):
            yield statement.lineno
            return


def end_of(text: Written, line: int) -> int:
    """The line that decides when the loop that begins in this one ends.

    It is the one that leaves it, if there is one alone, and else its head.
    """
    loops = (n for n in nodes(text.tree) if isinstance(n, LOOPS))
    loop = next((node for node in loops if node.lineno == line), None)
    inside = [*ast.walk(loop)] if loop else []
    found = (node for node in inside if isinstance(node, (ast.Break, ast.Return)))
    around = {node: text.loops_around(node.lineno) for node in found}
    leaving = {
        node.lineno
        for node, loops in around.items()
        if loop in (loops[:1] if isinstance(node, ast.Break) else loops)
    }
    return leaving.pop() if len(leaving) == 1 else line


def exits(text: Written, lesson: Descent, *, over_epochs: bool = True) -> list[int]:
    """The lines that leave the loop over the epochs, or one in it."""
    parts = _parts(text, lesson.train.name)
    lines = {node.lineno for node in parts if isinstance(node, LEAVING)}
    depths = {line: len(text.loops_around(line)) for line in sorted(lines)}
    return [line for line, depth in depths.items() if depth and (depth == 1) == over_epochs]


def changes(text: Written, lesson: Descent) -> list[int]:
    """The lines under a condition in the loop over the epochs that set what is read outside it."""
    parts = _parts(text, lesson.train.name)
    tests = [n for n in parts if isinstance(n, ast.If) and len(text.loops_around(n.lineno)) == 1]
    under = {id(part): part for test in tests for part in ast.walk(test)}
    read = {
        node.id
        for node in parts
        if isinstance(node, ast.Name)
        and id(node) not in under
        and isinstance(node.ctx, ast.Load)
        and text.loops_around(node.lineno)
    }
    return sorted(
        node.lineno
        for node in under.values()
        if isinstance(node, ast.stmt) and not read.isdisjoint(names_stored(node))
        if not isinstance(node, ast.If)
    )


def _parts(text: Written, function: str) -> list[ast.AST]:
    """All that stands in the function, or, if there is none, outside of all functions."""
    functions = [node for node in nodes(text.tree) if isinstance(node, ast.FunctionDef)]
    own = [part for node in functions if node.name == function for part in ast.walk(node)]
    inside = {id(part) for node in functions for part in ast.walk(node)}
    return own or [part for part in nodes(text.tree) if id(part) not in inside]
