# ruff: noqa
from itertools import islice
import numpy as np
from data_prep import pandas_features, pandas_targets


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def records(X, y):
    yield from zip(X, y)


def training(X, y, w, v, rate):
    """Yields the weights before any step, then after each epoch, for ever."""
    while True:
        yield w, v
        dw, dv = np.zeros_like(w), np.zeros_like(v)
        count = 0
        for x, target in records(X, y):
            a = sigmoid(x @ w)
            o = sigmoid(a @ v)
            d = (target - o) * o * (1 - o)
            dv = dv + d * a
            dw = dw + np.outer(x, d * v * a * (1 - a))
            count += 1
        w, v = w + rate * dw / count, v + rate * dv / count


rng = np.random.default_rng(14)
start = rng.normal(0, 0.5, (6, 2)), rng.normal(0, 0.5, 2)
EPOCHS = 400
states = training(pandas_features.values, pandas_targets.values, *start, rate=0.3)
w, v = next(islice(states, EPOCHS, None))
print(w, v, sep="\n")
