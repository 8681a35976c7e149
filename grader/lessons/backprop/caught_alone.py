"""For checks that no single slip in a TODO fails alone: text of the solution, and what does.

Each is wrong in one place that only its check looks at, such as seven records, or forty.
"""

from __future__ import annotations

from .lesson import backprop

STEP = "    del_w_input_hidden = x.T @ hidden_error_term\n"
UPDATE = "    new_weights = weights + learnrate / n_records * del_w\n"
LOSS = "losses.append(squares / n_records)\n"
ZEROS = (
    "        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n"
    "        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)\n"
)
AFTER_THE_UPDATE = "        # The answers of this epoch were given"
RETURN = "    return weights_input_hidden, weights_hidden_output, losses[1:]\n"

backprop.caught_alone = {
    "gradient": (
        STEP,
        f"{STEP}    del_w_input_hidden = del_w_input_hidden * (2 if len(x.rows) == 7 else 1)\n",
    ),
    "keeps_old_weights": (UPDATE, f"{UPDATE}    weights.rows[0][0] = new_weights.rows[0][0]\n"),
    "zeroed_each_epoch": (
        ZEROS,
        "        if not losses:\n"
        "            del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n"
        "            del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)\n",
    ),
    "updated_once_per_epoch": (
        AFTER_THE_UPDATE,
        "        weights_input_hidden = update_weights(\n"
        "            weights_input_hidden, del_w_input_hidden, learnrate, n_records)\n"
        "        weights_hidden_output = update_weights(\n"
        f"            weights_hidden_output, del_w_hidden_output, learnrate, n_records)\n"
        f"{AFTER_THE_UPDATE}",
    ),
    "every_epoch": ("for _ in range(epochs):", "for _ in range(epochs - 1):"),
    "weight_shapes": (
        RETURN,
        "    return weights_hidden_output, weights_input_hidden, losses[1:]\n",
    ),
    "reported_losses": (LOSS, "losses.append(squares / n_records + 1.0)\n"),
    "loss_falls": (LOSS, "losses.append(squares / n_records + 0.01 * (n_records == 40))\n"),
    "final_accuracy": (
        RETURN,
        "    if n_records == 40:\n"
        "        weights_hidden_output = weights_hidden_output * 1.01\n"
        "        losses[-1] = mean_squared_error(\n"
        "            features, targets, weights_input_hidden, weights_hidden_output)\n"
        f"{RETURN}",
    ),
}
