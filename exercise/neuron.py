"""One unit that learns: a single sigmoid unit finds out who is admitted, by gradient descent.

    symbol   name in the code     shape          what it is
    ------   -----------------    -----------    ----------------------------------------------
    x        x, features          records × 6    what is known of each applicant
    y        y, targets           records × 1    admitted: 1.0, not admitted: 0.0
    w        weights              6 × 1          from each input to the unit
    z        unit_input           records × 1    z = x w, what arrives at the unit
    ŷ        output               records × 1    ŷ = f(z), f the sigmoid
    y − ŷ    error                records × 1    how far off the answer is
    δ        output_error_term    records × 1    δ = (y − ŷ) ŷ (1 − ŷ)
    Δw       del_w                6 × 1          Δw = xᵀ δ, summed over the records

One record is one row. Each function works for any number of rows, one record or all of them.
Everything is a `Matrix`: open matrix.py, it fits on two screens.

Run `python neuron.py` to train the unit, `grade check neuron.py` to see which steps are right.
"""

import math
import random

from matrix import Matrix


def sigmoid(z: float) -> float:
    """Squash any number into (0, 1): 1 / (1 + e⁻ᶻ). Its slope there is f(z) (1 − f(z)).

    Given to you, by way of tanh: ½ + ½ tanh(z/2) is the same curve, as a pencil can show, and
    it never overflows, where e⁻ᶻ would for z below −709.
    """
    return 0.5 + 0.5 * math.tanh(0.5 * z)


def predict(x, weights):
    """What does the unit answer?

        z = x w       (records × 1) = (records × 6) (6 × 1)
        ŷ = f(z)      (records × 1)

    Returns ŷ. With all weights zero, every ŷ is 0.5: it has no opinion yet.
    """
    # TODO 1: what arrives at the unit: the inputs, weighted and summed
    unit_input = ...

    # TODO 2: what the unit answers to that
    output = ...

    return output


def weight_step(x, y, output):
    """Which way, and how strongly, should each weight move to make the error smaller?

        δ  = (y − ŷ) ŷ (1 − ŷ)       (records × 1)
        Δw = xᵀ δ                    (6 × 1) = (6 × records) (records × 1)

    Returns Δw, summed over the records. One record, y = 1, all weights zero: ŷ = 0.5, so
    δ = 0.5 · 0.5 · 0.5 = 0.125, and an input of 2 has a step of 0.25.
    """
    # TODO 3: how far the answer is from the target
    error = ...

    # TODO 4: the error term of the unit: the error times the slope of its sigmoid
    output_error_term = ...

    # TODO 5: the step of the weights: what came in at one end times δ at the other
    del_w = ...

    return del_w


def update_weights(weights, del_w, learnrate, n_records):
    """Where do the weights go? A small step, in the direction of the records' average.

        w + η Δw / m       η the learnrate, m the number of records that Δw was summed over

    Returns the new weights; the old ones stay as they are.
    """
    # TODO 6: the new weights
    new_weights = ...

    return new_weights


def train(features, targets, weights, epochs=500, learnrate=0.5):
    """Let the unit learn: in each epoch look at every record, then move the weights once.

    Returns the weights and `losses`: losses[e] is the mean squared error over all the records
    with the weights as they are after epoch e.
    """
    n_records = features.shape[0]
    losses = []

    for _ in range(epochs):
        # TODO 7: one epoch: the answers, the step that they call for, and the new weights
        output = ...
        del_w = ...
        weights = ...

        losses.append(mean_squared_error(features, targets, weights))

    return weights, losses


def mean_squared_error(features, targets, weights):
    """The average of (y − ŷ)² over all the records: what training makes smaller. Given to you."""
    off = targets - predict(features, weights)
    [[squares]] = (off.T @ off).rows
    return squares / targets.shape[0]


def accuracy(features, targets, weights):
    """The share of records answered correctly, an answer above 0.5 counting as yes."""
    output = predict(features, weights)
    pairs = zip(output.rows, targets.rows)
    return sum((answer > 0.5) == (target > 0.5) for [answer], [target] in pairs) / len(output.rows)


def main(epochs=500, learnrate=0.5):
    """Train on the real data, and say honestly how good the result is, and what to try next."""
    try:
        from data_prep import features, features_test, targets, targets_test
    except ModuleNotFoundError as missing:
        raise SystemExit(
            f"{missing.name} is missing in this Python: activate the environment that byhand is "
            f"installed in, or run `pip install {missing.name}`.") from None

    n_features = features.shape[1]
    weights = Matrix.random(n_features, 1, n_features**-0.5, random.Random(21))

    try:
        weights, losses = train(features, targets, weights, epochs, learnrate)
    except (AttributeError, TypeError) as error:
        if "ellipsis" not in str(error):  # which is Python's word for `...`
            raise
        words = "A TODO is still `...`: run `grade check neuron.py`, or begin with TODO 1."
        raise SystemExit(words) from None

    every = max(1, epochs // 10)
    for epoch in range(every, epochs + 1, every):
        rose = epoch > every and losses[epoch - 1] > losses[epoch - 1 - every]
        warning = "   it rose: is each step pointing the right way?" if rose else ""
        print(f"epoch {epoch:4}   training loss {losses[epoch - 1]:.6f}{warning}")

    right = accuracy(features_test, targets_test, weights)
    always_no = sum(target == 0 for [target] in targets_test.rows) / len(targets_test.rows)
    print(f"accuracy on the test records   {right:.3f}")
    print(f'always answering "no"          {always_no:.3f}')

    share = sum(target for [target] in targets.rows) / len(targets.rows)
    bar = share * (1 - share)
    print(f"the loss of always answering {share:.3f} is {bar:.4f}.")
    if not losses or losses[-1] > losses[0]:
        print("Next: no loss fell. Is the learnrate too high, or a sign turned?")
    elif losses[-1] >= bar:
        print("It does worse than that so far. Next: longer strides, python neuron.py 500 2")
    else:
        print("It knows more than that. Next: a layer of such units, in backprop.py.")


def asked_for(words):
    """The epochs and the learnrate that follow `python neuron.py`, as in 200 0.5, if any do."""
    try:
        return [kind(word) for kind, word in zip((int, float), words)]
    except ValueError:
        raise SystemExit("Give epochs and learnrate, as in: python neuron.py 200 0.5") from None


if __name__ == "__main__":
    import sys

    main(*asked_for(sys.argv[1:]))
