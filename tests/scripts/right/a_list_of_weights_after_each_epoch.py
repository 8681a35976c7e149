"""Nothing is overwritten: two lists, to which the weights after each epoch are added."""

import numpy as np
from data_prep import features, features_test, targets, targets_test

np.random.seed(21)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
first = [np.random.normal(scale=1 / n_features**0.5, size=(n_features, n_hidden))]
second = [np.random.normal(scale=1 / n_features**0.5, size=n_hidden)]

for _ in range(epochs):
    w, v = first[-1], second[-1]
    dw, dv = np.zeros(w.shape), np.zeros(v.shape)
    for x, y in zip(features.values, targets, strict=True):
        h = sigmoid(x @ w)
        o = sigmoid(h @ v)
        term = (y - o) * o * (1 - o)
        dv += term * h
        dw += x[:, None] * (term * v * h * (1 - h))
    first.append(w + learnrate * dw / n_records)
    second.append(v + learnrate * dv / n_records)

answers = sigmoid(sigmoid(features_test.values @ first[-1]) @ second[-1])
print(f"accuracy {np.mean((answers > 0.5) == targets_test.values):.3f}")
