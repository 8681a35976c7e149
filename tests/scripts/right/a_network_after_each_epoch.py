"""What was learned so far is a list of networks, and the last of them is what goes on learning."""

from collections import namedtuple

import numpy as np
from data_prep import features, features_test, targets, targets_test

np.random.seed(21)

n_hidden = 4
epochs = 400
learnrate = 0.1

Net = namedtuple("Net", "w v")
n_records, n_features = features.shape
history = [
    Net(
        np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden)),
        np.random.normal(scale=n_features**-0.5, size=n_hidden),
    )
]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def pull(net, x, y):
    a = sigmoid(x @ net.w)
    o = sigmoid(a @ net.v)
    d = (y - o) * o * (1 - o)
    return Net(np.outer(x, d * net.v * a * (1 - a)), d * a)


while len(history) <= epochs:
    net = history[-1]
    pulls = [pull(net, x, y) for x, y in zip(features.to_numpy(), targets.to_numpy(), strict=True)]
    sums = (np.sum(one, axis=0) for one in zip(*pulls, strict=True))
    rate = learnrate / n_records
    history.append(Net(*(old + rate * s for old, s in zip(net, sums, strict=True))))

w, v = history[-1]
answers = sigmoid(sigmoid(features_test.to_numpy() @ w) @ v)
print("test accuracy", np.mean((answers > 0.5) == (targets_test > 0.5)))
