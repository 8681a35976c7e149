"""The lines that leave a loop before its end: where a training goes wrong only now and then."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from ...judging.mark import Mark
from ...judging.written import Written
from .lesson import Descent

LEFT = (
    "This line ends a loop early, or passes over a turn of it. When does that happen, and is there "
    "something left to do then?"
)


def with_exits(marks: Mapping[str, Mark], text: Written, lesson: Descent) -> dict[str, Mark]:
    """The marks, with the line that leaves the loop which a mistake without a line is about."""
    found = dict(marks)
    for check, mark in marks.items():
        over_epochs = check == "every_epoch"
        if mark.is_a_mistake and not mark.line and (over_epochs or check == "summed_over_records"):
            lines = exits(text, lesson.train.name, over_epochs=over_epochs)
            if len(lines) == 1:
                found[check] = replace(mark, line=lines[0], advice=mark.advice or LEFT)
    return found


def exits(text: Written, function: str, *, over_epochs: bool) -> list[int]:
    """The lines that leave the loop over the epochs, or one in it, in that function."""
    kinds = (node for node in ast.walk(text.tree) if isinstance(node, ast.FunctionDef))
    own = [part for node in kinds if node.name == function for part in ast.walk(node)]
    lines = {node.lineno for node in own if isinstance(node, (ast.Break, ast.Continue, ast.Return))}
    depths = {line: len(text.loops_around(line)) for line in sorted(lines)}
    return [line for line, depth in depths.items() if depth and (depth == 1) == over_epochs]
