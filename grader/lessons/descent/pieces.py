"""The last hint before the answer: the pieces of the line, in disorder, with some too many.

The pieces are those of the solution's own line; those too many come from known mistakes.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Mapping

from ...installed import ROOT
from ...submission import FORM_FILES

PIECE = re.compile(r"[\w.]+(?:\[[^\]]*\])?|[^\w\s]")

TOO_MANY: Mapping[str, tuple[str, ...]] = {
    "hidden_input": ("*", "weights_hidden_output", ".T"),
    "hidden_output": ("x", "output", "-"),
    "output": ("hidden_input", "weights_input_hidden", "*"),
    "error": ("+", "hidden_output", "**"),
    "output_error_term": ("+", "hidden_output", "sigmoid"),
    "hidden_error": ("+", "weights_input_hidden", "error"),
    "hidden_error_term": ("+", "output", "hidden_input"),
    "del_w_hidden_output": ("x", "error", "hidden_error_term"),
    "del_w_input_hidden": ("hidden_output.T", "output_error_term", "+"),
    "update_weights": ("-", "epochs", "features"),
    "summed_over_records": ("batch_w_hidden_output", "learnrate", "-"),
    "both_layers_updated": ("batch_w_input_hidden", "del_w_hidden_output", "epochs"),
}
"""For each step what known mistakes have in its line."""

OF_SCRIPT: Mapping[str, tuple[str, ...]] = {
    "hidden_error": (".T", "weights_input_hidden", "error"),
    "del_w_hidden_output": ("x", "error", "hidden_error_term"),
    "del_w_input_hidden": ("hidden_output", "output_error_term", "+"),
    "both_layers_updated": ("-", "epochs", "del_w_hidden_output"),
}


def pieces(check: str, todo: int, form: str) -> tuple[int, tuple[str, ...]] | None:
    """How many pieces the line has, and those and some more in disorder; None without a line."""
    if form == "numpy" and check == "summed_over_records":
        check = "del_w_hidden_output"
    more = {**TOO_MANY, **(OF_SCRIPT if form == "numpy" else {})}.get(check)
    if more is None or not todo:
        return None
    own = [piece.replace(" ", "") for piece in PIECE.findall(_answer(todo, form))]
    extra = [piece for piece in more if piece not in own]
    return len(own), tuple(sorted([*own, *extra], key=lambda piece: (piece[0].isalpha(), piece)))


@functools.cache
def _answer(todo: int, form: str) -> str:
    """The right-hand side of the first line of a TODO's answer, as Python writes it."""
    source = (ROOT / "solution" / FORM_FILES[form]).read_text("utf-8")
    begun = re.search(rf"^[ ]*# TODO {todo}:.*$", source, re.MULTILINE)
    after = source[: begun.end()].count("\n") + 1 if begun else 0
    nodes = [n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.Assign, ast.AugAssign))]
    first = min((n for n in nodes if n.lineno > after), key=lambda node: node.lineno)
    return ast.unparse(first.value)
