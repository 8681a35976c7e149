"""A line between two sides, by gradient descent on the cross-entropy: ŷ = f(x w)."""

import math


def sigmoid(z):
    """Given to you."""
    return 0.5 + 0.5 * math.tanh(0.5 * z)


def predict(x, weights):
    """On which side is each record? Returns ŷ = f(x w)."""
    # TODO 1: every input, weighted and summed, and squashed
    output = (x @ weights).map(sigmoid)

    return output


def weight_step(x, y, output):
    """Which way should each weight move? Returns Δw = xᵀ (y − ŷ), summed over the records."""
    # TODO 2: how far the answer is from the target
    error = y - output

    # TODO 3: the step of the weights
    del_w = x.T @ error

    return del_w


def update_weights(weights, del_w, learnrate, n_records):
    """Where do the weights go? Returns the new ones."""
    # TODO 4: the new weights
    new_weights = weights + learnrate / n_records * del_w

    return new_weights


def train(features, targets, weights, epochs=100, learnrate=0.5):
    """Returns the weights, and losses[e], the mean squared error after epoch e."""
    n_records = features.shape[0]
    losses = []

    for _ in range(epochs):
        # TODO 5: one epoch
        output = predict(features, weights)
        del_w = weight_step(features, targets, output)
        weights = update_weights(weights, del_w, learnrate, n_records)

        losses.append(mean_squared_error(features, targets, weights))

    return weights, losses


def mean_squared_error(features, targets, weights):
    """Given to you."""
    off = targets - predict(features, weights)
    [[squares]] = (off.T @ off).rows
    return squares / targets.shape[0]
