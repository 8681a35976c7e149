# ruff: noqa
"""Several sizes of the hidden layer, each trained from its own beginning."""
import numpy as np
from data_prep import features, features_test, targets, targets_test

x, y = features.values, targets.values.reshape(-1, 1)
epochs, learnrate = 200, 0.5


def f(z):
    return 1 / (1 + np.exp(-z))


for size in [1, 2, 4]:
    np.random.seed(size)
    w = np.random.normal(scale=6 ** -0.5, size=(6, size))
    v = np.random.normal(scale=6 ** -0.5, size=(size, 1))
    for e in range(epochs):
        a = f(x @ w)
        o = f(a @ v)
        d = (y - o) * o * (1 - o)
        dv = a.T @ d
        dw = x.T @ (d @ v.T * a * (1 - a))
        w += learnrate * dw / len(x)
        v += learnrate * dv / len(x)
    guesses = f(f(features_test.values @ w) @ v)[:, 0] > 0.5
    print(size, "hidden units:", np.mean(guesses == targets_test))
