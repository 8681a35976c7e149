"""Backpropagation: the network is a pair of functions over weights nobody else can reach."""
import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test


def make_network(n_inputs, n_hidden, seed):
    rng = np.random.default_rng(seed)
    to_hidden = rng.normal(scale=n_inputs**-0.5, size=(n_inputs, n_hidden))
    to_output = rng.normal(scale=n_inputs**-0.5, size=n_hidden)
    epochs_done = 0

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def predict(x):
        return sigmoid(sigmoid(x @ to_hidden) @ to_output)

    def learn(records, answers, learnrate):
        nonlocal to_hidden, to_output, epochs_done
        sum_hidden, sum_output = np.zeros(to_hidden.shape), np.zeros(to_output.shape)

        def one(x, y):
            nonlocal sum_hidden, sum_output
            a = sigmoid(x @ to_hidden)
            o = sigmoid(a @ to_output)
            delta = (y - o) * o * (1 - o)
            sum_output = sum_output + delta * a
            sum_hidden = sum_hidden + np.multiply.outer(x, delta * to_output * a * (1 - a))

        for x, y in zip(records, answers, strict=False):
            one(x, y)

        to_hidden = to_hidden + learnrate * sum_hidden / len(records)
        to_output = to_output + learnrate * sum_output / len(records)
        epochs_done += 1
        return epochs_done

    return predict, learn


predict, learn = make_network(pandas_features.shape[1], n_hidden=2, seed=21)

while learn(pandas_features.values, pandas_targets.values, 0.4) < 150:
    pass

print("training loss", np.mean((pandas_targets - predict(pandas_features.values)) ** 2))
print("test accuracy", np.mean((predict(pandas_features_test.values) > 0.5) == pandas_targets_test))
