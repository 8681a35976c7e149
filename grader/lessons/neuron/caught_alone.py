"""For checks that no single slip in a TODO fails alone: text of the solution, and what does.

Each is wrong in one place that only its check looks at, such as seven records, or forty.
"""

from __future__ import annotations

from .lesson import neuron

LOSSES = "losses.append(mean_squared_error(features, targets, weights))"

neuron.caught_alone = {
    "gradient": (
        "    del_w = x.T @ output_error_term\n",
        "    del_w = x.T @ output_error_term\n    del_w = del_w * (2 if len(x.rows) == 7 else 1)\n",
    ),
    "keeps_old_weights": (
        "    new_weights = weights + learnrate / n_records * del_w\n",
        "    new_weights = weights + learnrate / n_records * del_w\n"
        "    weights.rows[0][0] = new_weights.rows[0][0]\n",
    ),
    "zeroed_each_epoch": (
        "        del_w = weight_step(features, targets, output)\n",
        "        step = weight_step(features, targets, output)\n"
        "        del_w = step if not losses else del_w + step\n",
    ),
    "updated_once_per_epoch": (
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n",
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n"
        "        weights = update_weights(weights, del_w, learnrate, n_records)\n",
    ),
    "every_epoch": ("for _ in range(epochs):", "for _ in range(epochs - 1):"),
    "weight_shapes": ("    return weights, losses\n", "    return losses, weights\n"),
    "reported_losses": (LOSSES, f"{LOSSES[:-1]} + 1.0)"),
    "loss_falls": (LOSSES, f"{LOSSES[:-1]} + 0.01 * (n_records == 40))"),
    "final_accuracy": (
        "    return weights, losses\n",
        "    if n_records == 40:\n"
        "        weights = weights * 1.01\n"
        "        losses[-1] = mean_squared_error(features, targets, weights)\n"
        "    return weights, losses\n",
    ),
}
