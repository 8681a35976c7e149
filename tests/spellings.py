"""Every known mistake as a program, in two spellings, neither of which is the catalogue's own.

A mistake in a step is put into the solution: the line of that step calls the mistake's formula,
pasted in above it. Then the same program once more, with names that tell nothing. A mistake in
the training is written by hand: in the solution's loop, and in one that goes through the records
two by two, in names of its own.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

from byhand.grader.lesson import needs
from byhand.grader.lessons.backprop import steps
from byhand.grader.mistakes import Mistake
from forms import with_function, with_line

# ---------------------------------------------------------------- mistakes in a step

LINES: Mapping[str, str] = {
    "hidden_input": "hidden_input = x @ weights_input_hidden",
    "hidden_output": "hidden_output = hidden_input.map(sigmoid)",
    "output": "output = (hidden_output @ weights_hidden_output).map(sigmoid)",
    "error": "error = y - output",
    "output_error_term": "output_error_term = error * output * (1 - output)",
    "hidden_error": "hidden_error = output_error_term @ weights_hidden_output.T",
    "hidden_error_term": "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
    "del_w_hidden_output": "del_w_hidden_output = hidden_output.T @ output_error_term",
    "del_w_input_hidden": "del_w_input_hidden = x.T @ hidden_error_term",
    "update_weights": "new_weights = weights + learnrate / n_records * del_w",
}
"""Where each step stands in the solution."""

FORWARD_RETURNS = "    return hidden_output, output\n"
KEPT = ("hidden_input", "weights_input_hidden")
"""What the backward pass can only have if the forward pass keeps it."""


def with_mistake(mistake: Mistake) -> str:
    """The solution, with the mistake's formula in the place of its step."""
    line, taken = LINES[mistake.check], needs(mistake.wrong)
    name = line.partition(" = ")[0]
    in_a_pass = mistake.check != "update_weights"
    given = ["x.shape[0]" if n == "n_records" and in_a_pass else n for n in taken]
    program = with_line((f"    {line}\n", f"    {name} = {mistake.id}({', '.join(given)})\n"))
    above = ["from itertools import accumulate", "learnrate = 0.005", *pasted(mistake.wrong)]
    if mistake.check in steps.BACKWARD:
        keeping = "".join(f"    globals()[{n!r}] = {n}\n" for n in KEPT if n in taken)
        program = program.replace(FORWARD_RETURNS, keeping + FORWARD_RETURNS)
    return program.replace("def forward_pass", "\n\n".join([*above, "\ndef forward_pass"]), 1)


def pasted(wrong: Callable[..., Any]) -> Iterator[str]:
    """A formula of the catalogue and what it calls, as a learner would have written them."""
    called, known = [wrong], {"sigmoid", "instead_of"}
    for function in called:
        [tree] = ast.parse(inspect.getsource(function)).body
        assert isinstance(tree, ast.FunctionDef)
        assert isinstance(function, FunctionType)
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - known
        found = {n: function.__globals__[n] for n in names if n in function.__globals__}
        called += [found[n] for n in sorted(found) if isinstance(found[n], FunctionType)]
        known |= names
        yield ast.unparse(_plain(tree))


def _plain(tree: ast.FunctionDef) -> ast.FunctionDef:
    tree.decorator_list, tree.returns = [], None
    for argument in tree.args.args:
        argument.annotation = None
    return tree


def under_other_names(mistake: Mistake) -> str:
    """The same with names that tell nothing.

    A value that fits nowhere breaks the program off, and nothing after it can be seen: there the
    name of the step is kept, and holds a plain list.
    """
    program, kept = with_mistake(mistake), ""
    if mistake.id in FITS_NOWHERE:
        kept = mistake.check
        program = re.sub(rf"(    {kept} = {mistake.id}\(.*\))\n", r"\1.rows\n", program)
    tree = ast.parse(program)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name in NAMELESS:
            names = [n for n in ast.walk(function) if isinstance(n, ast.Name)]
            own = dict.fromkeys(n.id for n in names if isinstance(n.ctx, ast.Store))
            other = {name: f"v{i}" for i, name in enumerate(own) if name != kept}
            for n in names:
                n.id = other.get(n.id, n.id)
    return ast.unparse(tree)


NAMELESS = ("forward_pass", "backward_pass", "update_weights")
FITS_NOWHERE = (
    "hidden_input_not_summed",
    "error_averaged",
    "error_of_hidden_output",
    "output_error_term_slope_of_hidden",
    "output_error_term_summed",
    "hidden_error_is_output_error_term",
    "hidden_error_from_input_weights",
    "hidden_error_summed_over_units",
)

# ---------------------------------------------------------------- mistakes in the training

ZERO_W = "        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n"
ZERO_WW = "        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)\n"
EPOCHS = "    for _ in range(epochs):\n"
BATCHES = "for start in range(0, n_records, BATCH_SIZE):"
SLICE = "[start:start + BATCH_SIZE]"
PASS = """forward_pass(x, weights_input_hidden, weights_hidden_output)
            batch_w_input_hidden, batch_w_hidden_output = backward_pass(
                x, y, hidden_output, output, weights_hidden_output)"""
ADD_W = "            del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden\n"
ADD_WW = "            del_w_hidden_output = del_w_hidden_output + batch_w_hidden_output\n"
MOVE_W = """        weights_input_hidden = update_weights(
            weights_input_hidden, del_w_input_hidden, learnrate, n_records)
"""
MOVE_WW = """        weights_hidden_output = update_weights(
            weights_hidden_output, del_w_hidden_output, learnrate, n_records)
"""
MOVE_OTHER_W = "w = update_weights(w, dw, learnrate, m)"
MOVE_OTHER_WW = "W = update_weights(W, dW, learnrate, m)"
AGAIN = """        hidden_output, output = forward_pass(
            features, weights_input_hidden, weights_hidden_output)
        late_w_input_hidden, late_w_hidden_output = backward_pass(
            features, targets, hidden_output, output, weights_hidden_output)
"""
LOSS = """mean_squared_error(
            features, targets, weights_input_hidden, weights_hidden_output)"""
RETURN = "return weights_input_hidden, weights_hidden_output, losses"

TWO_BY_TWO = with_function("""
def train(X, Y, w, W, epochs=900, learnrate=0.005):
    m, history = len(X.rows), []
    for epoch in range(epochs):
        dw, dW = 0 * w, 0 * W
        for i in range(0, m, 2):
            r, t = Matrix(X.rows[i:i + 2]), Matrix(Y.rows[i:i + 2])
            a, o = forward_pass(r, w, W)
            s, S = backward_pass(r, t, a, o, W)
            dw = dw + s
            dW = dW + S
        w = update_weights(w, dw, learnrate, m)
        W = update_weights(W, dW, learnrate, m)
        history.append(mean_squared_error(X, Y, w, W))
    return w, W, history
""")


def indented(lines: str) -> str:
    return "".join(f"    {line}\n" for line in lines.splitlines())


def outdented(lines: str) -> str:
    return "".join(f"{line[4:]}\n" for line in lines.splitlines())


def _loop(*replaced: tuple[str, str]) -> str:
    return with_line(*replaced)


def _other(*replaced: tuple[str, str]) -> str:
    return with_line(*replaced, of=TWO_BY_TWO)


def _updates(old: str, w: str | None, WW: str | None) -> str:
    """The solution with another last or last but one argument in one or both updates."""
    return _loop(
        *([(MOVE_W, MOVE_W.replace(old, w))] if w else []),
        *([(MOVE_WW, MOVE_WW.replace(old, WW))] if WW else []),
    )


def _other_updates(old: str, w: str | None, WW: str | None) -> str:
    move, Move = "update_weights(w, dw, learnrate, m)", "update_weights(W, dW, learnrate, m)"
    return _other(
        *([(move, move.replace(old, w))] if w else []),
        *([(Move, Move.replace(old, WW))] if WW else []),
    )


TRAININGS: Mapping[str, tuple[str, str]] = {
    "only_last_batch_counts": (
        _loop((ADD_W, ADD_W.replace("del_w_input_hidden +", "")),
              (ADD_WW, ADD_WW.replace("del_w_hidden_output +", ""))),
        _other(("dw + s", "s"), ("dW + S", "S")),
    ),
    "only_first_batch_counts": (
        _loop((BATCHES, BATCHES.replace("n_records", "min(n_records, BATCH_SIZE)"))),
        _other(("range(0, m, 2)", "range(0, 2, 2)")),
    ),
    "only_last_batch_counts_for_input_weights": (
        _loop((ADD_W, ADD_W.replace("del_w_input_hidden +", ""))),
        _other(("dw + s", "s")),
    ),
    "only_last_batch_counts_for_output_weights": (
        _loop((ADD_WW, ADD_WW.replace("del_w_hidden_output +", ""))),
        _other(("dW + S", "S")),
    ),
    "first_record_skipped": (
        _loop((BATCHES, BATCHES.replace("(0", "(1"))),
        _other(("range(0, m, 2)", "range(1, m, 2)")),
    ),
    "last_record_skipped": (
        _loop((SLICE, "[start:min(start + BATCH_SIZE, n_records - 1)]")),
        _other(("range(0, m, 2)", "range(0, m - 1, 2)"), ("i:i + 2", "i:min(i + 2, m - 1)")),
    ),
    "first_batch_skipped": (
        _loop((BATCHES, BATCHES.replace("(0", "(BATCH_SIZE"))),
        _other(("range(0, m, 2)", "range(2, m, 2)")),
    ),
    "last_batch_skipped": (
        _loop((BATCHES, BATCHES.replace("n_records", "n_records - BATCH_SIZE"))),
        _other(("range(0, m, 2)", "list(range(0, m, 2))[:-1]")),
    ),
    "first_of_each_batch_skipped": (
        _loop((SLICE, "[start + 1:start + BATCH_SIZE]")),
        _other(("range(0, m, 2)", "range(0, m - 1, 2)"), ("i:i + 2", "i + 1:i + 2")),
    ),
    "incomplete_batch_skipped": (
        _loop((BATCHES, "for start in range(0, n_records - BATCH_SIZE + 1, BATCH_SIZE):")),
        _other(("range(0, m, 2)", "range(0, m - m % 2, 2)")),
    ),
    "rest_skipped": (
        _loop((BATCHES, "size = min(BATCH_SIZE, n_records)\n"
               "        for start in range(0, n_records // size * size, size):")),
        _other(("range(0, m, 2)", "range(0, max(m - m % 5, m % 5 * (m < 5)), 5)"),
               ("i:i + 2", "i:i + 5")),
    ),
    "last_of_each_batch_skipped": (
        _loop((SLICE, "[start:start + BATCH_SIZE - 1]")),
        _other(("range(0, m, 2)", "range(0, m - 1, 2)"), ("i:i + 2", "i:i + 1")),
    ),
    "targets_of_the_first_batch": (
        _loop((f"targets{SLICE}", "targets[:min(BATCH_SIZE, n_records - start)]")),
        _other(("Y.rows[i:i + 2]", "Y.rows[:min(2, m - i)]")),
    ),
    "only_ten_records_count": (
        _loop((BATCHES, "for start in range(0, min(n_records, 10), 4):"),
              (SLICE, "[:10][start:start + 4]")),
        _other(("range(0, m, 2)", "range(0, min(m, 10), 2)")),
    ),
    "only_records_one_to_ten_count": (
        _loop((BATCHES, "for start in range(0, min(n_records, 10) - 1, 3):"),
              (SLICE, "[1:10][start:start + 3]")),
        _other(("range(0, m, 2)", "range(1, min(m, 10), 2)"), ("i:i + 2", "i:min(i + 2, 10)")),
    ),
    "sums_subtracted": (
        _loop((ADD_W, ADD_W.replace("+", "-")), (ADD_WW, ADD_WW.replace("+", "-"))),
        _other(("dw + s", "dw - s"), ("dW + S", "dW - S")),
    ),
    "input_sums_subtracted": (
        _loop((ADD_W, ADD_W.replace("+", "-"))),
        _other(("dw + s", "dw - s")),
    ),
    "output_sums_subtracted": (
        _loop((ADD_WW, ADD_WW.replace("+", "-"))),
        _other(("dW + S", "dW - S")),
    ),
    "averaged_over_batches": (
        _loop((ADD_W, ADD_W.replace("+ batch", "+ 1 / -(-n_records // BATCH_SIZE) * batch")),
              (ADD_WW, ADD_WW.replace("+ batch", "+ 1 / -(-n_records // BATCH_SIZE) * batch"))),
        _other(("dw + s", "dw + s / ((m + 1) // 2)"), ("dW + S", "dW + S / ((m + 1) // 2)")),
    ),
    "each_batch_averaged": (
        _loop((ADD_W, ADD_W.replace("+ batch", "+ 1 / x.shape[0] * batch")),
              (ADD_WW, ADD_WW.replace("+ batch", "+ 1 / x.shape[0] * batch"))),
        _other(("dw + s", "dw + s / len(r.rows)"), ("dW + S", "dW + S / len(r.rows)")),
    ),
    "sums_never_zeroed": (
        _loop((EPOCHS + ZERO_W + ZERO_WW, outdented(ZERO_W + ZERO_WW) + EPOCHS)),
        _other(("dw, dW = 0 * w, 0 * W", "if not epoch: dw, dW = 0 * w, 0 * W")),
    ),
    "input_sums_never_zeroed": (
        _loop((EPOCHS + ZERO_W, outdented(ZERO_W) + EPOCHS)),
        _other(("dw, dW = 0 * w, 0 * W", "dw, dW = dw if epoch else 0 * w, 0 * W")),
    ),
    "output_sums_never_zeroed": (
        _loop((EPOCHS + ZERO_W + ZERO_WW, outdented(ZERO_WW) + EPOCHS + ZERO_W)),
        _other(("dw, dW = 0 * w, 0 * W", "dw, dW = 0 * w, dW if epoch else 0 * W")),
    ),
    "only_one_epoch_counts": (
        _loop((EPOCHS, "    starts = iter(range(0, n_records, BATCH_SIZE))\n" + EPOCHS),
              (BATCHES, "for start in starts:")),
        _other(("for epoch in", "first, First = w, W\n    for epoch in"),
               ("dw, dW = 0 * w, 0 * W", "w, W, dw, dW = first, First, 0 * w, 0 * W")),
    ),
    "updated_with_the_running_sum": (
        _loop((MOVE_W + MOVE_WW, indented(MOVE_W + MOVE_WW))),
        _other(("            dW = dW + S\n", "            dW = dW + S\n"
                "            w = update_weights(w, dw, learnrate, m)\n"
                "            W = update_weights(W, dW, learnrate, m)\n"),
               ("        w = update_weights(w, dw, learnrate, m)\n"
                "        W = update_weights(W, dW, learnrate, m)\n        h", "        h")),
    ),
    "updated_after_each_batch": (
        _loop((MOVE_W + MOVE_WW, indented(MOVE_W + MOVE_WW).replace(" del_w", " batch_w"))),
        _other(("dw = dw + s", "w = update_weights(w, s, learnrate, m)"),
               ("dW = dW + S", "W = update_weights(W, S, learnrate, m)")),
    ),
    "updated_after_each_batch_by_its_average": (
        _loop((MOVE_W + MOVE_WW, indented(MOVE_W + MOVE_WW)
               .replace(" del_w", " batch_w").replace("n_records", "x.shape[0]"))),
        _other(("dw = dw + s", "w = update_weights(w, s, learnrate, r.shape[0])"),
               ("dW = dW + S", "W = update_weights(W, S, learnrate, r.shape[0])")),
    ),
    "output_weights_updated_with_the_running_sum": (
        _loop((MOVE_WW, ""), (ADD_WW, ADD_WW + indented(MOVE_WW))),
        _other(("dW = dW + S", "dW = dW + S; W = update_weights(W, dW, learnrate, m)"),
               ("        W = update_weights(W, dW, learnrate, m)\n", "")),
    ),
    "input_weights_updated_with_the_running_sum": (
        _loop((MOVE_W, ""), (ADD_W, ADD_W + indented(MOVE_W))),
        _other(("dw = dw + s", "dw = dw + s; w = update_weights(w, dw, learnrate, m)"),
               ("        w = update_weights(w, dw, learnrate, m)\n", "")),
    ),
    "output_weights_updated_after_each_batch": (
        _loop((MOVE_WW, ""), (ADD_WW, ADD_WW + indented(MOVE_WW.replace(" del_w", " batch_w")))),
        _other(("dW = dW + S", "W = update_weights(W, S, learnrate, m)")),
    ),
    "input_weights_updated_after_each_batch": (
        _loop((MOVE_W, ""), (ADD_W, ADD_W + indented(MOVE_W.replace(" del_w", " batch_w")))),
        _other(("dw = dw + s", "w = update_weights(w, s, learnrate, m)")),
    ),
    "output_step_after_input_update": (
        _loop((MOVE_WW, AGAIN + MOVE_WW.replace("del_w", "late_w"))),
        _other(("        W = update_weights(W, dW,", "        a, o = forward_pass(X, w, W)\n"
                "        W = update_weights(W, backward_pass(X, Y, a, o, W)[1],")),
    ),
    "input_step_after_output_update": (
        _loop((MOVE_W + MOVE_WW, MOVE_WW + AGAIN + MOVE_W.replace("del_w", "late_w"))),
        _other(("        w = update_weights(w, dw, learnrate, m)\n", ""),
               ("        history.append", "        a, o = forward_pass(X, w, W)\n"
                "        w = update_weights(w, backward_pass(X, Y, a, o, W)[0], learnrate, m)\n"
                "        history.append")),
    ),
    "updated_twice_each_epoch": (
        _loop((MOVE_W, 2 * MOVE_W), (MOVE_WW, 2 * MOVE_WW)),
        _other(("dw = dw + s", "dw = dw + s + s"), ("dW = dW + S", "dW = dW + 2 * S")),
    ),
    "input_weights_not_updated": (
        _loop((MOVE_W, "")),
        _other(("dw = dw + s", "pass")),
    ),
    "output_weights_not_updated": (
        _loop((MOVE_WW, "")),
        _other(("dW = dW + S", "dW = dW")),
    ),
    "output_weights_updated_twice": (
        _loop((MOVE_W, MOVE_WW)),
        _other((MOVE_OTHER_W, MOVE_OTHER_WW)),
    ),
    "input_weights_updated_twice": (
        _loop((MOVE_WW, MOVE_W)),
        _other((MOVE_OTHER_WW, MOVE_OTHER_W)),
    ),
    "neither_layer_updated": (
        _loop((MOVE_W, MOVE_W.replace("weights_input_hidden =", "new_w =")),
              (MOVE_WW, MOVE_WW.replace("weights_hidden_output =", "new_W ="))),
        _other(("m, history", "v, V, m, history"), ("= len(X.rows)", "= w, W, len(X.rows)"),
               ("Y, w, W))", "Y, v, V))"), ("return w, W", "return v, V")),
    ),
    "input_weights_not_averaged": (
        _updates("n_records", "1", None), _other_updates(", m", ", 1", None)
    ),
    "output_weights_not_averaged": (
        _updates("n_records", None, "1"), _other_updates(", m", None, ", 1")
    ),
    "input_weights_are_the_step": (
        _loop((MOVE_W, MOVE_W[: MOVE_W.index("=")]
               + "= del_w_input_hidden * (learnrate / n_records)\n")),
        _other((MOVE_OTHER_W, "w = dw * (learnrate / m)")),
    ),
    "output_weights_are_the_step": (
        _loop((MOVE_WW, MOVE_WW[: MOVE_WW.index("=")]
               + "= del_w_hidden_output * (learnrate / n_records)\n")),
        _other((MOVE_OTHER_WW, "W = dW * (learnrate / m)")),
    ),
    "input_weights_without_learnrate": (
        _updates("learnrate", "1.0", None), _other_updates("learnrate", "1", None)
    ),
    "output_weights_without_learnrate": (
        _updates("learnrate", None, "1.0"), _other_updates("learnrate", None, "1")
    ),
    "neither_layer_averaged": (
        _updates("n_records", "1", "1"),
        _other(("dw = dw + s", "dw = dw + m * s"), ("dW = dW + S", "dW = dW + m * S")),
    ),
    "averaged_over_a_batch": (
        _updates("n_records", "BATCH_SIZE", "BATCH_SIZE"), _other_updates(", m", ", 2", ", 2")
    ),
    "averaged_over_the_last_batch": (
        with_line(("BATCH_SIZE = 120", "BATCH_SIZE = 50"),
                  of=_updates("n_records", "x.shape[0]", "len(y.rows)")),
        _other_updates(", m", ", len(r.rows)", ", len(t.rows)"),
    ),
    "averaged_over_the_lessons_records": (
        _loop(("n_records = features.shape[0]", "n_records = 360"),
              (BATCHES, BATCHES.replace("n_records", "features.shape[0]"))),
        _other_updates(", m", ", 360", ", 360"),
    ),
    "averaged_over_features": (
        _updates("n_records", "features.shape[1]", "features.shape[1]"),
        _other_updates(", m", ", 6", ", 6"),
    ),
    "learnrate_left_out": (
        _updates("learnrate", "1.0", "1.0"),
        _other(("m, history =", "learnrate = 1; m, history =")),
    ),
    "learnrate_always_the_default": (
        _updates("learnrate", "0.005", "0.005"),
        _other(("m, history =", "learnrate = 0.005; m, history =")),
    ),
    "one_epoch_too_few": (
        _loop((EPOCHS, EPOCHS.replace("epochs", "epochs - 1"))),
        _other(("range(epochs)", "range(1, epochs)")),
    ),
    "one_epoch_too_many": (
        _loop((EPOCHS, EPOCHS.replace("epochs", "epochs + 1"))),
        _other(("range(epochs)", "range(0, epochs + 1)")),
    ),
    "passes_keep_the_first_weights": (
        _loop((EPOCHS, "    w, W = weights_input_hidden, weights_hidden_output\n" + EPOCHS),
              (PASS, PASS.replace("weights_input_hidden,", "w,", 1)
               .replace("weights_hidden_output)", "W)"))),
        _other(("m, history", "v, V, m, history"), ("= len(X.rows)", "= w, W, len(X.rows)"),
               ("forward_pass(r, w, W)", "forward_pass(r, v, V)"), ("a, o, W)", "a, o, V)")),
    ),
    "answers_keep_the_first_weights": (
        _loop((EPOCHS, "    w, W = weights_input_hidden, weights_hidden_output\n" + EPOCHS),
              (PASS, PASS.replace("weights_input_hidden,", "w,", 1)
               .replace("weights_hidden_output)", "W)", 1))),
        _other(("m, history", "v, V, m, history"), ("= len(X.rows)", "= w, W, len(X.rows)"),
               ("forward_pass(r, w, W)", "forward_pass(r, v, V)")),
    ),
    "errors_go_back_by_the_first_weights": (
        _loop((EPOCHS, "    W = weights_hidden_output\n" + EPOCHS),
              (PASS, "W)".join(PASS.rsplit("weights_hidden_output)", 1)))),
        _other(("m, history", "V, m, history"), ("= len(X.rows)", "= W, len(X.rows)"),
               ("a, o, W)", "a, o, V)")),
    ),
    "input_weights_start_afresh": (
        _loop((MOVE_W, MOVE_W.replace("weights_input_hidden =", "new =")),
              (LOSS, LOSS.replace("weights_input_hidden", "new")),
              (RETURN, RETURN.replace("weights_input_hidden", "new"))),
        _other(("m, history", "v, m, history"), ("= len(X.rows)", "= w, len(X.rows)"),
               ("dw, dW =", "w = v; dw, dW =")),
    ),
    "output_weights_start_afresh": (
        _loop((MOVE_WW, MOVE_WW.replace("weights_hidden_output =", "new =")),
              (LOSS, LOSS.replace("weights_hidden_output", "new")),
              (RETURN, RETURN.replace("weights_hidden_output", "new"))),
        _other(("m, history", "V, m, history"), ("= len(X.rows)", "= W, len(X.rows)"),
               ("dw, dW =", "W = V; dw, dW =")),
    ),
}  # fmt: skip
"""Each mistake in the training: in the solution's loop, and two by two under other names."""
