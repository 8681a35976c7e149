# ruff: noqa
"""Closures, partial and callbacks."""
from functools import partial
from itertools import count, takewhile

import numpy as np
from data_prep import pandas_features, pandas_targets, pandas_features_test, pandas_targets_test


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def make_network(n_in, n_hidden, seed):
    rng = np.random.default_rng(seed)
    w, v = rng.normal(0, .4, (n_in, n_hidden)), rng.normal(0, .4, n_hidden)

    def forward(x):
        a = sigmoid(x @ w)
        return a, sigmoid(a @ v)

    def learn(x, y, rate):
        nonlocal w, v
        a, out = forward(x)
        term = (y - out) * out * (1 - out)
        hidden_term = np.einsum("r,h->rh", term, v) * a * (1 - a)
        w, v = w + rate * np.einsum("ri,rh->ih", x, hidden_term) / len(x), \
            v + rate * np.einsum("r,rh->h", term, a) / len(x)

    return forward, learn, lambda: (w, v)


def fit(learn, epochs, callbacks=()):
    for epoch in takewhile(lambda e: e <= epochs, count(1)):
        learn()
        for callback in callbacks:
            callback(epoch)


def every(n, function):
    return lambda epoch: function(epoch) if epoch % n == 0 else None


forward, learn, peek = make_network(6, 2, seed=42)
X, Y = pandas_features.values, pandas_targets.values
history = []


def note(epoch):
    history.append(np.mean((Y - forward(X)[1]) ** 2))
    print(f"{epoch:5} {history[-1]:.6f}")


def test(epoch):
    right = np.mean((forward(pandas_features_test.values)[1] > .5) == pandas_targets_test.values)
    print(f"      test accuracy {right:.3f}")


fit(partial(learn, X, Y, rate=0.6), 1000, [every(100, note), every(500, test)])
