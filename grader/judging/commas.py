"""A comma behind a value, which makes a tuple of it: `error = y - output,`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from functools import partial

from .slips_of_text import InText
from .statements import Edit, instead, nodes, parsed

A_TUPLE = "it is a tuple with one value in it"
WHAT_OF_IT = "What does the comma at the end of this line make of the value?"


def commas(source: str, _given: str, names: Set[str]) -> Iterator[InText]:
    """The lines that give one of these names its value with a comma behind it."""
    for node in nodes(parsed(source)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=[value]) as whole):
                if name in names:
                    without = partial(_without, whole, value)
                    yield InText(node.lineno, A_TUPLE, WHAT_OF_IT, without, hides=True)


def _without(whole: ast.expr, value: ast.expr, _names: Sequence[str]) -> Iterator[list[Edit]]:
    yield [instead(whole, f"({ast.unparse(value)})")]
