"""Backpropagation by hand: a network with one hidden layer learns who is admitted.

    symbol   name in the code         shape                what it is
    ------   ---------------------    ------------------   -------------------------------------
    x        x, features              records × 6          what is known of each applicant
    y        y, targets               records × 1          admitted: 1.0, not admitted: 0.0
    w        weights_input_hidden     6 × n_hidden         from the inputs to the hidden units
    W        weights_hidden_output    n_hidden × 1         from the hidden units to the output
    h        hidden_input             records × n_hidden   h = x w
    a        hidden_output            records × n_hidden   a = f(h), f the sigmoid
    ŷ        output                   records × 1          ŷ = f(a W)
    y − ŷ    error                    records × 1          how far off the answer is
    δᵒ       output_error_term        records × 1          δᵒ = (y − ŷ) ŷ (1 − ŷ)
    δᵒ Wᵀ    hidden_error             records × n_hidden   each hidden unit's share of δᵒ
    δʰ       hidden_error_term        records × n_hidden   δʰ = (δᵒ Wᵀ) a (1 − a)
    ΔW       del_w_hidden_output      n_hidden × 1         ΔW = aᵀ δᵒ, summed over the records
    Δw       del_w_input_hidden       6 × n_hidden         Δw = xᵀ δʰ, summed over the records

One record is one row. Each function works for any number of rows, so a batch may hold one
record or all of them. Everything is a `Matrix`: open matrix.py, it fits on two screens.

Run `python backprop.py` to train the network, `grade check` to see which steps are right.
"""

import math
import random

from matrix import Matrix

N_HIDDEN = 2
BATCH_SIZE = 60


def sigmoid(z: float) -> float:
    """Squash any number into (0, 1): 1 / (1 + e⁻ᶻ). Its slope there is f(z) (1 − f(z)).

    Given to you. For very negative z it uses e^z / (1 + e^z), the same number without overflow.
    """
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    return math.exp(z) / (1.0 + math.exp(z))


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    """What does the network answer?

        h = x w        (records × n_hidden) = (records × 6) (6 × n_hidden)
        a = f(h)       (records × n_hidden)
        ŷ = f(a W)     (records × 1)        = f( (records × n_hidden) (n_hidden × 1) )

    Returns a and ŷ. With all weights zero, every a and every ŷ is 0.5: it has no opinion yet.
    """
    # TODO 1: what arrives at the hidden units: the inputs, weighted and summed
    hidden_input = x @ weights_input_hidden

    # TODO 2: what the hidden units answer
    hidden_output = hidden_input.map(sigmoid)

    # TODO 3: what the output unit answers to that
    output = (hidden_output @ weights_hidden_output).map(sigmoid)

    return hidden_output, output


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    """Which way, and how strongly, should each weight move to make the error smaller?

        δᵒ = (y − ŷ) ŷ (1 − ŷ)       (records × 1)
        δʰ = (δᵒ Wᵀ) a (1 − a)       (records × n_hidden)
        ΔW = aᵀ δᵒ                   (n_hidden × 1)  = (n_hidden × records) (records × 1)
        Δw = xᵀ δʰ                   (6 × n_hidden)  = (6 × records) (records × n_hidden)

    Returns Δw and ΔW, each summed over the records. One record, y = 1, all weights zero:
    ŷ = 0.5, so δᵒ = 0.5 · 0.5 · 0.5 = 0.125, and each ΔW is 0.5 · 0.125 = 0.0625.
    """
    # TODO 4: how far the answer is from the target
    error = y - output

    # TODO 5: the error term of the output unit: the error times the slope of its sigmoid
    output_error_term = error * output * (1 - output)

    # TODO 6: each hidden unit's share of that, by the weight that connects it to the output
    hidden_error = output_error_term @ weights_hidden_output.T

    # TODO 7: the error terms of the hidden units: their share times the slope of their sigmoid
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)

    # TODO 8: the step of the output weights: what came in at one end times δ at the other
    del_w_hidden_output = hidden_output.T @ output_error_term

    # TODO 9: the step of the input weights, by the same rule one layer further back
    del_w_input_hidden = x.T @ hidden_error_term

    return del_w_input_hidden, del_w_hidden_output


def update_weights(weights, del_w, learnrate, n_records):
    """Where do the weights go? A small step, in the direction of the records' average.

        w + η Δw / m       η the learnrate, m the number of records that Δw was summed over

    Returns the new weights; the old ones stay as they are.
    """
    # TODO 10: the new weights
    new_weights = weights + learnrate / n_records * del_w

    return new_weights


def train(features, targets, weights_input_hidden, weights_hidden_output,
          epochs=900, learnrate=0.005):
    """Let the network learn: in each epoch look at every record, then move the weights once.

    Returns the two weight matrices and `losses`: losses[e] is the mean squared error over all
    the records with the weights as they are after epoch e.
    """
    n_records = features.shape[0]
    losses = []

    for _ in range(epochs):
        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)
        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)

        for start in range(0, n_records, BATCH_SIZE):
            x = Matrix(features.rows[start:start + BATCH_SIZE])
            y = Matrix(targets.rows[start:start + BATCH_SIZE])
            hidden_output, output = forward_pass(x, weights_input_hidden, weights_hidden_output)
            batch_w_input_hidden, batch_w_hidden_output = backward_pass(
                x, y, hidden_output, output, weights_hidden_output)

            # TODO 11: add this batch's steps to the epoch's sums
            del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden
            del_w_hidden_output = del_w_hidden_output + batch_w_hidden_output

        # TODO 12: update both layers, once, now that every record has had its say
        weights_input_hidden = update_weights(
            weights_input_hidden, del_w_input_hidden, learnrate, n_records)
        weights_hidden_output = update_weights(
            weights_hidden_output, del_w_hidden_output, learnrate, n_records)

        losses.append(mean_squared_error(
            features, targets, weights_input_hidden, weights_hidden_output))

    return weights_input_hidden, weights_hidden_output, losses


def mean_squared_error(features, targets, weights_input_hidden, weights_hidden_output):
    """The average of (y − ŷ)² over all the records: what training makes smaller. Given to you."""
    _, output = forward_pass(features, weights_input_hidden, weights_hidden_output)
    error = targets - output
    return sum(e * e for [e] in error.rows) / len(error.rows)


def accuracy(features, targets, weights_input_hidden, weights_hidden_output):
    """The share of records answered correctly, an answer above 0.5 counting as yes."""
    _, output = forward_pass(features, weights_input_hidden, weights_hidden_output)
    pairs = zip(output.rows, targets.rows)
    return sum((answer > 0.5) == (target > 0.5) for [answer], [target] in pairs) / len(output.rows)


def main(epochs=900, learnrate=0.005):
    """Train on the real data, and say honestly how good the result is."""
    from data_prep import features, features_test, targets, targets_test

    rng = random.Random(21)
    n_features = features.shape[1]
    weights_input_hidden = Matrix.random(n_features, N_HIDDEN, n_features**-0.5, rng)
    weights_hidden_output = Matrix.random(N_HIDDEN, 1, n_features**-0.5, rng)

    try:
        weights_input_hidden, weights_hidden_output, losses = train(
            features, targets, weights_input_hidden, weights_hidden_output, epochs, learnrate)
    except TypeError as error:
        if "ellipsis" not in str(error):
            raise
        words = "A TODO is still `...`: run `grade check`, or begin with TODO 1."
        raise SystemExit(words) from None

    every = max(1, epochs // 10)
    for epoch in range(every, epochs + 1, every):
        rose = epoch > every and losses[epoch - 1] > losses[epoch - 1 - every]
        warning = "   it rose: is each step pointing the right way?" if rose else ""
        print(f"epoch {epoch:4}   training loss {losses[epoch - 1]:.6f}{warning}")

    right = accuracy(features_test, targets_test, weights_input_hidden, weights_hidden_output)
    always_no = sum(target == 0 for [target] in targets_test.rows) / len(targets_test.rows)
    print(f"accuracy on the test records   {right:.3f}")
    print(f'always answering "no"          {always_no:.3f}')


if __name__ == "__main__":
    main()
