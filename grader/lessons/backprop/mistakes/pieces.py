"""The pieces that the last hint has too many: what known mistakes have in the line of a step."""

from __future__ import annotations

from collections.abc import Mapping

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
    "summed_over_records": ("x", "error", "hidden_error_term"),
    "hidden_error": (".T", "weights_input_hidden", "error"),
    "del_w_hidden_output": ("x", "error", "hidden_error_term"),
    "del_w_input_hidden": ("hidden_output", "output_error_term", "+"),
    "both_layers_updated": ("-", "epochs", "del_w_hidden_output"),
}
